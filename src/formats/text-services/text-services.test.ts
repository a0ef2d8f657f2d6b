import { describe, expect, it } from 'vitest'
import { fromHex, fromText } from '../octets.ts'
import { tlsVectors } from '../tls/vectors.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { ftp } from './ftp.ts'
import { smtp } from './smtp.ts'
import { telnet } from './telnet.ts'
import { ftpVectors, smtpVectors, telnetVectors } from './vectors.ts'

describe.each([
  ['FTP', ftp, ftpVectors],
  ['SMTP', smtp, smtpVectors],
  ['Telnet', telnet, telnetVectors],
] as const)('%s', (_, protocol, vectors) => {
  readsVectors(protocol, vectors)
  survivesDamage(protocol, vectors)
})

describe('what is typed', () => {
  it('after the greeting nothing of a Telnet session is told: passwords are in it', () => {
    const session = telnet.session()
    const told = ['\u00ff', 'Welcome\r\nlogin: ', 'Password: ', 's3cret'].map((said) => {
      const bytes = said === '\u00ff' ? Uint8Array.of(0xff, 0xfb, 1) : fromText(said)
      return session.read(bytes, 0, bytes.length, false).messages.length
    })
    expect(told).toEqual([0, 1, 0, 0])
  })

  it('a capture that begins amid a session tells no greeting', () => {
    const session = telnet.session()
    const bytes = fromText('dir\r\nreport.txt\r\n')
    expect(telnet.recognises(bytes, 0, bytes.length)).toBe(true)
    expect(session.read(bytes, 0, bytes.length, false).messages[0]!.identity).toBeUndefined()
    expect(session.read(bytes, 0, bytes.length, false).messages).toEqual([])
  })

  it.each([
    ['FTP', ftp, 'AUTH TLS\r\n'],
    ['SMTP', smtp, 'STARTTLS\r\n'],
  ] as const)('a connection of %s that turns to TLS tells what TLS tells', (_, protocol, said) => {
    const session = protocol.session()
    const bytes = fromText(said)
    session.read(bytes, 0, bytes.length, true)
    const hello = fromHex(tlsVectors[0]!.exchange[0]!.slice(1))
    expect(protocol.lengthAt(hello, 0, hello.length)).toBe(hello.length)
    const { messages } = session.read(hello, 0, hello.length, true)
    expect(messages[0]!.identity).toContainEqual({ field: 'sni', value: 'plc-7.lan', about: 'peer' })
  })
})
