import { describe, expect, it } from 'vitest'
import { fromText } from '../octets.ts'
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

  it('an FTP connection that turns to TLS is left alone', () => {
    const bytes = fromText('AUTH TLS\r\n')
    expect(ftp.session().read(bytes, 0, bytes.length, true).isDone).toBe(true)
  })
})
