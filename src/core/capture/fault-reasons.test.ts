import { describe, expect, it } from 'vitest'
import { faultReasonJa } from './fault-reasons.ts'

describe('faults of a capture in Japanese', () => {
  it.each([
    ['packet cut short: the file ends within it', 'パケットの途中でファイルが終わっています'],
    [
      'the packet claims 70000000 bytes, more than any network carries',
      'パケット長70000000バイトは、実在し得ない長さです',
    ],
    ['the IPv6 header is cut short', 'IPv6ヘッダが途中で切れています'],
    ['the link type linktype-189 is not read', 'リンク層linktype-189には対応していません'],
    ['modbus: segments are missing', 'modbus：TCPセグメントが欠けています'],
    ['s7comm: S7comm message cut short', 's7comm：メッセージが途中で切れています'],
    ['melsec: 1E message cut short', 'melsec：メッセージが途中で切れています'],
    ['modbus: Modbus RTU frame cut short', 'modbus：メッセージが途中で切れています'],
    ['bacnet: BACnet property cut short', 'bacnet：メッセージが途中で切れています'],
    ['hart-ip: HART message of an unknown shape', 'hart-ip：形式の分からないメッセージです'],
    ['bacnet: BACnet/IP function of an unknown shape', 'bacnet：形式の分からないメッセージです'],
    ['enip: something nobody foresaw', 'enip：メッセージを読み取れません（something nobody foresaw）'],
  ])('%s', (en, ja) => {
    expect(faultReasonJa(en)).toBe(ja)
  })

  it('of another origin have none', () => {
    expect(faultReasonJa('the moon is made of cheese')).toBeUndefined()
  })
})
