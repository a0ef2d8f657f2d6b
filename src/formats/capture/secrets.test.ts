import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secretRanges } from './secrets.ts'

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const said = (text: string) =>
  secretRanges(bytes(text), 0, text.length).map(({ offset, length }) => text.slice(offset, offset + length))

describe('secrets in clear', () => {
  test.each([
    ['the password of FTP and POP3', 'USER anna\r\nPASS s3cret\r\n', ['s3cret']],
    [
      'HTTP Basic authentication, in any case',
      'GET / HTTP/1.1\r\nauthorization: Basic YWRtaW46eA==\r\nHost: x\r\n',
      ['YWRtaW46eA=='],
    ],
    ['not a word that begins alike', 'we pass by\r\n', []],
    // RFC 1157 message: version 0, community "public", GetRequest.
    ['the community string of SNMP', '\x30\x29\x02\x01\x00\x04\x06public\xa0\x1c', ['public']],
    // Layouts: packet-s7comm.c of Wireshark; SLMP reference manual, §7; Beckhoff's Add Route.
    [
      'the password of an S7 processor',
      '\x03\x00\x00\x25\x02\xf0\x80\x32\x07\x00\x00\x01\x00\x00\x08\x00\x0c\x00\x01\x12\x04\x11\x45\x01\x00\xff\x09\x00\x08scramble',
      ['scramble'],
    ],
    [
      'the remote password of a MELSEC controller',
      'P\x00\x00\xff\xff\x03\x00\x0c\x00\x10\x00\x30\x16\x00\x00\x04\x001234',
      ['1234'],
    ],
    [
      'the password with which a route to TwinCAT is added',
      '\x03\x66\x14\x71\x00\x00\x00\x00\x06\x00\x00\x00\x05\x0d\x75\x60\x01\x01\x10\x27\x02\x00\x00\x00' +
        '\x0d\x00\x02\x00A\x00\x02\x00\x02\x001\x00',
      ['1\x00'],
    ],
    ['not SNMP v3, which has none', '\x30\x29\x02\x01\x03\x30\x06public', []],
  ])('%s', (_, text, wanted) => expect(said(text)).toEqual(wanted))

  test('any bytes are read without an exception, within bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        const found = secretRanges(random, 0, random.length)
        expect(found.length).toBeLessThanOrEqual(16)
        for (const { offset, length } of found) expect(offset + length).toBeLessThanOrEqual(random.length)
      }),
    )
  })
})
