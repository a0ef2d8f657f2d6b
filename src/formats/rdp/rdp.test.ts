import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { tlsVectors } from '../tls/vectors.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { rdp } from './decode.ts'
import { rdpVectors } from './vectors.ts'

describe('RDP', () => {
  readsVectors(rdp, rdpVectors)
  survivesDamage(rdp, rdpVectors)
  refusesStrangers(rdp, ['it/', 'mixed/', 'non-modbus'])

  it('a session that turns to TLS tells what TLS tells', () => {
    const session = rdp.session()
    for (const { exchange } of rdpVectors.slice(0, 2)) {
      const bytes = fromHex(exchange[0]!.slice(1))
      session.read(bytes, 0, bytes.length, exchange[0]!.startsWith('>'))
    }
    const hello = fromHex(tlsVectors[0]!.exchange[0]!.slice(1))
    expect(rdp.lengthAt(hello, 0, hello.length)).toBe(hello.length)
    const { messages } = session.read(hello, 0, hello.length, true)
    expect(messages[0]!.identity).toContainEqual({ field: 'sni', value: 'plc-7.lan', about: 'peer' })
  })

  it.each([
    ['a connection of S7', '0300001611e00000000100c1020100c2020102c0010a'],
    ['a connection of MMS', '0300001611e00000000100c0010dc2020001c1020000'],
  ])('%s is none', (_, digits) => {
    const bytes = fromHex(digits)
    expect(rdp.recognises(bytes, 0, bytes.length)).toBe(false)
  })
})
