import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressWords, ipv4Text, ipv6Text, isHostIp, isHostMac, macText } from './address-text.ts'
import { dayOf, dayText, instantText } from './instant-text.ts'

describe('addresses', () => {
  // RFC 5952, §4 and §5; the last two as inet_ntop writes them.
  it.each<[string, [number, number, number, number]]>([
    ['::', [0, 0, 0, 0]],
    ['::1', [0, 0, 0, 1]],
    ['fe80::1', [0xfe80 << 16, 0, 0, 1]],
    ['2001:db8::1:0:0:1', [0x20010db8, 0, 0x00010000, 1]],
    ['2001:db8:0:1:1:1:1:1', [0x20010db8, 1, 0x00010001, 0x00010001]],
    ['2001:0:0:1::1', [0x20010000, 1, 0, 1]],
    ['1:2:3:4:5:6:7:8', [0x00010002, 0x00030004, 0x00050006, 0x00070008]],
    ['::ffff:192.0.2.1', [0, 0, 0xffff, 0xc0000201]],
    ['::192.0.2.1', [0, 0, 0, 0xc0000201]],
  ])('%s', (text, words) => {
    expect(ipv6Text(...(words.map((word) => word | 0) as typeof words))).toBe(text)
  })

  it('every IPv6 text is an address, and no two addresses share one', () => {
    const word = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x10000), fc.integer())
    const words = fc.tuple(word, word, word, word)
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [a, b] = [ipv6Text(...one), ipv6Text(...other)]
        expect(isIPv6(a)).toBe(true)
        expect(a === b).toBe(one.every((part, i) => (part | 0) === (other[i]! | 0)))
      }),
    )
  })

  it('their words are found again in their text', () => {
    const word = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x10000), fc.integer())
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        const words = [a | 0, b | 0, c | 0, d | 0] as [number, number, number, number]
        expect(addressWords(ipv6Text(...words))).toEqual(words)
        expect(addressWords(ipv4Text(words[0]))).toEqual([words[0]])
        expect(addressWords(macText(a & 0xffff, words[1]))).toEqual([a & 0xffff, words[1]])
      }),
    )
  })

  it.each([
    '',
    ':',
    ':::',
    '1:2:3',
    '1.2.3',
    '1.2.3.256',
    '::1::',
    'x',
    '1:2:3:4:5:6:7:8:9',
    '00:11:22:33:44',
    '::1.2.3',
  ])('%j is none', (text) => {
    expect(addressWords(text)).toBeNull()
  })

  it('IPv4 and MAC as written everywhere', () => {
    expect(ipv4Text(0xc0a80001 | 0)).toBe('192.168.0.1')
    expect(macText(0x000e, 0x8c010203 | 0)).toBe('00:0e:8c:01:02:03')
  })

  it('groups, broadcasts and unspecified addresses are no hosts', () => {
    expect(['10.0.0.1', 'fe80::1', '169.254.1.1', '250.1.1.1'].every(isHostIp)).toBe(true)
    expect(['0.0.0.0', '224.0.0.1', '239.1.1.1', '255.255.255.255', '::', 'ff02::1'].some(isHostIp)).toBe(false)
    expect(isHostMac('00:0e:8c:00:00:01')).toBe(true)
    expect(['01:80:c2:00:00:0e', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00'].some(isHostMac)).toBe(false)
  })
})

describe('instants', () => {
  it('are written as Date writes them, with microseconds behind', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), fc.integer({ min: 0, max: 999 }), (millis, rest) => {
        const text = instantText(millis * 1000 + rest)
        expect(text).toBe(`${new Date(millis).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`)
        expect(dayText(dayOf(millis * 1000 + rest))).toBe(text.slice(0, 10))
      }),
    )
  })

  it('of a broken clock are held at the ends of the calendar', () => {
    expect(instantText(-1)).toBe('1970-01-01T00:00:00.000000Z')
    expect(instantText(Number.NaN)).toBe('1970-01-01T00:00:00.000000Z')
    expect(instantText(1e300)).toBe('9999-12-31T23:59:59.000000Z')
  })
})
