import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  be16,
  be32,
  digits,
  fromHex,
  fromText,
  hex,
  join,
  le16,
  le32,
  text,
  textOnOneLine,
  u16be,
  u16le,
  u32be,
  u32le,
} from './octets.ts'

describe('octets', () => {
  it('what is no UTF-8 is read as Windows-1252, and only that', () => {
    const whole = new TextDecoder('utf-8', { fatal: true })
    const western = new TextDecoder('windows-1252')
    const octet = fc.oneof(
      fc.constantFrom(0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc3, 0xe0, 0xe3, 0xed, 0xef, 0xf0, 0xf4, 0xf5),
      fc.integer({ min: 0x80, max: 0xff }),
    )
    fc.assert(
      fc.property(fc.array(octet, { minLength: 1, maxLength: 8 }), (octets) => {
        const bytes = Uint8Array.from(octets)
        const decode = () => {
          try {
            return whole.decode(bytes)
          } catch {
            return western.decode(bytes)
          }
        }
        expect(text(bytes, 0, bytes.length)).toBe(
          decode()
            .replace(/[\u0080-\u009f]/g, '')
            .trim(),
        )
      }),
      { numRuns: 2000 },
    )
  })

  it('numbers come back in either order', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (number) => {
        const half = number & 0xffff
        expect(u32be(Uint8Array.from(be32(number)), 0)).toBe(number)
        expect(u32le(Uint8Array.from(le32(number)), 0)).toBe(number)
        expect(u16be(Uint8Array.from(be16(half)), 0)).toBe(half)
        expect(u16le(Uint8Array.from(le16(half)), 0)).toBe(half)
        expect(u32be(fromHex(hex(number, 8).slice(2)), 0)).toBe(number)
      }),
    )
  })

  it('a read past the end gives no bits and no exception', () => {
    expect([u16be(Uint8Array.of(1), 0), u32le(Uint8Array.of(1), 0), u16le(Uint8Array.of(), 9)]).toEqual([256, 1, 0])
  })

  it('a name ends at its NUL, without padding and control characters', () => {
    const padded = join(fromText('  R101\u0007 Rührkessel '), [0, 0x41, 0x41])
    expect(text(padded, 0, padded.length)).toBe('R101 Rührkessel')
  })

  it('a name in the one-octet letters of older devices keeps its umlauts', () => {
    const bytes = Uint8Array.of(0x50, 0x72, 0xfc, 0x66, 0x73, 0x74, 0x61, 0x6e, 0x64)
    expect(text(bytes, 0, bytes.length)).toBe('Prüfstand')
  })

  it('any octets give text of bounded length without control characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const said = text(bytes, 0, bytes.length)
        expect(said.length).toBeLessThanOrEqual(512)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
        expect(said).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
      }),
    )
  })
})

describe('texts and octets for people', () => {
  it('a text of several lines stands on one, its breaks written as tshark writes them', () => {
    const said = fromText('Cisco IOS\r\n\tVersion 12\u0001.2\nend\n\u0000rest')
    expect(textOnOneLine(said, 0, said.length)).toBe('Cisco IOS\\r\\n\\tVersion 12.2\\nend\\n')
    expect(text(said, 0, said.length)).toBe('Cisco IOSVersion 12.2end')
  })

  it('octets that are no text are written as digits, and read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(fromHex(digits(bytes, 0, bytes.length))).toEqual(bytes)
      }),
    )
  })
})
