import { isObject, textAt, valueAt } from '../json-value.ts'
import { accountIn, addressIn, type ReadMessage, type ToldLine } from './told-line.ts'
import { readSeconds } from './zoned-time.ts'

/** Apache Guacamole: AuthenticationService, TunnelRequestService and their like, wherever the log is written to. */
export const guacamoleLine: ReadMessage = ({ message }) => {
  const isOurs = /o\.a\.g\.|org\.apache\.guacamole|guacd/.test(message)
  const connected = /User "([^"]*)" connected to (?:connection|active connection) "([^"]*)"/.exec(message)
  if (connected) {
    const [, account, connection] = connected
    return {
      what: 'opened',
      service: 'gateway',
      account: accountIn(account),
      target: connection ?? null,
      session: `guacamole ${account} ${connection}`,
    }
  }
  const left =
    /User "([^"]*)" disconnected from (?:connection|active connection) "([^"]*)"\.?(?: Duration: (\d+ milliseconds))?/.exec(
      message,
    )
  if (left) {
    const [, account, connection, lasted] = left
    return {
      what: 'closed',
      service: 'gateway',
      account: accountIn(account),
      target: connection ?? null,
      session: `guacamole ${account} ${connection}`,
      seconds: lasted === undefined ? null : readSeconds(lasted),
    }
  }
  const refused = /Authentication attempt from \[?([^\s\]]+?)\]? for user "([^"]*)" failed/.exec(message)
  if (refused)
    return { what: 'refused', service: 'gateway', account: accountIn(refused[2]), source: addressIn(refused[1]) }
  if (/User "[^"]*" successfully authenticated from/.test(message))
    return 'a log-on to the gateway, without a connection'
  return isOurs ? 'tells of no session' : null
}

/** An event of Teleport's audit log; null where it is none. Fields: Teleport audit event reference. */
export function teleportEvent(value: unknown): (ToldLine & { readonly time: string | null }) | string | null {
  if (!isObject(value)) return null
  const event = textAt(value, 'event')
  const time = textAt(value, 'time')
  if (event === null || (time === null && textAt(value, 'code') === null)) return null
  const isDesktop = event.startsWith('windows.desktop.')
  const remote = textAt(value, 'addr.remote')
  const common = {
    time,
    service: isDesktop ? ('rdp' as const) : ('gateway' as const),
    account: accountIn(textAt(value, 'user')),
    // Of desktops this is the desktop, not the person's computer.
    source: isDesktop ? null : addressIn(remote),
    target: isDesktop
      ? addressIn(textAt(value, 'desktop_addr'))
      : (addressIn(textAt(value, 'server_addr')) ?? textAt(value, 'server_hostname')),
    host: textAt(value, 'cluster_name'),
    session: textAt(value, 'sid'),
    reason: textAt(value, 'login') ?? textAt(value, 'windows_user'),
  }
  switch (event) {
    case 'session.start':
    case 'windows.desktop.session.start':
      return valueAt(value, 'success') === false ? { ...common, what: 'refused' } : { ...common, what: 'opened' }
    case 'session.end': {
      const [from, to] = [textAt(value, 'session_start'), textAt(value, 'session_stop')]
      if (from === null || to === null) return { ...common, what: 'closed' }
      return { ...common, time: from, what: 'session', until: to }
    }
    case 'windows.desktop.session.end':
    case 'session.leave':
      return event === 'session.leave' ? 'somebody who looked on has left' : { ...common, what: 'closed' }
    case 'user.login':
      return valueAt(value, 'success') === false
        ? { ...common, what: 'refused' }
        : 'a log-on to the gateway, without a connection'
    default:
      return `an event of another kind (${event.slice(0, 40)})`
  }
}
