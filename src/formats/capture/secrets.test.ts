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
