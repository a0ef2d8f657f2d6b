import { accountIn, addressIn, type ReadMessage } from './told-line.ts'

/** OpenSSH: auth.c `auth_log`, session.c, packet.c; pam_unix. Since 9.8 the session is a program of its own. */
const programs = /^(sshd(-session|-auth)?|dropbear)$/

export const sshLine: ReadMessage = ({ program, process, host, message }) => {
  if (program === null || !programs.test(program)) return null
  const session = `${host ?? ''} sshd ${process ?? ''}`
  const accepted = /^Accepted (\S+) for (\S+) from (\S+) port (\d+)/.exec(message)
  if (accepted) {
    const [, method, account, source] = accepted
    return {
      what: 'opened',
      service: 'ssh',
      account: accountIn(account),
      source: addressIn(source),
      session,
      reason: method ?? null,
    }
  }
  // Dropbear, svr-authpasswd.c and svr-authpubkey.c.
  const dropbear = /^(Password|Pubkey) auth succeeded for '([^']*)' .*?from ([^\s]+)$/.exec(message)
  if (dropbear) {
    const source = dropbear[3]!.replace(/:\d+$/, '')
    return { what: 'opened', service: 'ssh', account: accountIn(dropbear[2]), source: addressIn(source), session }
  }
  if (program === 'dropbear' && /^Exit \(([^)]+)\)/.test(message)) return { what: 'closed', service: 'ssh', session }
  const failed = /^Failed (\S+) for (?:invalid user )?(\S*) from (\S+) port/.exec(message)
  if (failed) {
    const [, method, account, source] = failed
    return { what: 'refused', service: 'ssh', account: accountIn(account), source: addressIn(source), reason: method! }
  }
  if (/^Invalid user /.test(message)) return 'the refusal of an unknown user, told by another line'
  if (/^pam_unix\(sshd:session\): session closed for user /.test(message))
    return { what: 'closed', service: 'ssh', session }
  if (/^pam_unix\(sshd:session\): session opened/.test(message)) return 'the opening of a session, told by another line'
  // The child says these with a number of its own: the session is known by account and port.
  const gone = /^(?:Disconnected from|Connection closed by) (?:(?:authenticating )?user (\S+) )?(\S+) port/.exec(
    message,
  )
  if (gone) {
    if (gone[1] === undefined || message.includes('authenticating'))
      return 'a connection that was closed before anybody logged on'
    return { what: 'closed', service: 'ssh', account: accountIn(gone[1]), source: addressIn(gone[2]) }
  }
  return 'tells of no session'
}
