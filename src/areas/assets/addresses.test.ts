import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldCode, foldTag, ipAddress, macAddress, several } from './addresses.ts'

describe('addresses as registries write them', () => {
  it.each([
    ['192.168.001.010', '192.168.1.10'],
    ['１０．１．１．１１', '10.1.1.11'],
    ['10.0.0.1/24', '10.0.0.1'],
    ['FE80:0000:0000:0000:0202:B3FF:FE1E:8329', 'fe80::202:b3ff:fe1e:8329'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
    ['10.0.0.300', null],
    ['10.0.0', null],
    ['1:2:3', null],
    ['::1::2', null],
  ])('the IP address %s is read as %s', (text, address) => {
    expect(ipAddress(text)).toBe(address)
  })

  it.each([
    ['00-1B-1B-12-34-56', '00:1b:1b:12:34:56'],
    ['001b.1b12.3456', '00:1b:1b:12:34:56'],
    ['００１Ｂ１Ｂ１２３４５６', '00:1b:1b:12:34:56'],
    ['00:1b:1b:12:34', null],
    ['なし', null],
  ])('the MAC address %s is read as %s', (text, address) => {
    expect(macAddress(text)).toBe(address)
  })

  it('any spelling of a MAC address is read as the same one', () => {
    const octets = fc.uint8Array({ minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(octets, fc.constantFrom(':', '-', '', '.'), fc.boolean(), (bytes, separator, upper) => {
        const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'))
        const text = hex.join(separator)
        expect(macAddress(upper ? text.toUpperCase() : text)).toBe(hex.join(':'))
      }),
    )
  })

  it('a cell may hold several', () => {
    expect(several('10.0.0.1; 10.0.0.2\n10.0.0.3、10.0.0.4')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'])
  })

  it('width, case and the kind of hyphen do not tell tags apart', () => {
    expect(foldTag('ｐｌｃ－１０１')).toBe(foldTag('PLC-101'))
    expect(foldTag('PLC‐101')).toBe('PLC-101')
  })

  it('a code is the same with and without its spaces and hyphens', () => {
    expect(foldCode('6ES7 315-2EH14-0AB0')).toBe(foldCode('6es73152eh140ab0'))
  })
})
