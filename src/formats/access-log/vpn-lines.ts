import { accountIn, addressIn, type ReadMessage } from './told-line.ts'
import { readSeconds } from './zoned-time.ts'

/** OpenVPN, multi.c: `name/address:port ` stands before what is said of a client. */
export const openVpnLine: ReadMessage = ({ program, host, message }) => {
  const text = message.replace(/^us=\d+ /, '')
  const [, name, peer] = /^(?:([^\s/]{1,128})\/)?(?:\[?)([0-9a-f.:]+?)\]?:\d{1,5} /i.exec(text) ?? []
  const isOurs = program !== null && /^(ovpn|openvpn)/i.test(program)
  const rest = peer === undefined ? text : text.slice(text.indexOf(' ') + 1)
  const initiated = /^\[([^\]]*)\] Peer Connection Initiated with \[AF_INET6?\](\S+)/.exec(rest)
  if (initiated) {
    const source = addressIn(initiated[2])
    const session = `${host ?? ''} openvpn ${initiated[2]}`
    return { what: 'opened', service: 'vpn', account: accountIn(initiated[1]), source, session }
  }
  if (!isOurs && peer === undefined) return null
  const session =
    peer === undefined ? null : `${host ?? ''} openvpn ${/(\S+?:\d{1,5}) /.exec(text.replace(/^[^\s/]+\//, ''))?.[1]}`
  const pool =
    /^MULTI_sva: pool returned IPv4=(\S+?),/.exec(rest) ?? /^MULTI: Learn: (\d+\.\d+\.\d+\.\d+) -> /.exec(rest)
  if (pool && name !== undefined) {
    return {
      what: 'opened',
      service: 'vpn',
      account: accountIn(name),
      source: addressIn(peer),
      assigned: addressIn(pool[1]),
      session,
    }
  }
  const ended = /(client-instance (?:exiting|restarting)|Inactivity timeout)/.exec(rest)
  if (ended && peer !== undefined) {
    return {
      what: 'closed',
      service: 'vpn',
      account: accountIn(name),
      source: addressIn(peer),
      session,
      reason: rest.slice(0, 200),
    }
  }
  if (/TLS Auth Error|AUTH_FAILED/.test(rest) && peer !== undefined) {
    return {
      what: 'refused',
      service: 'vpn',
      account: accountIn(name),
      source: addressIn(peer),
      reason: rest.slice(0, 200),
    }
  }
  return isOurs ||
    /^(MULTI|TLS|VERIFY|peer info|Control Channel|PUSH|SENT CONTROL|Data Channel|Outgoing|Incoming)/.test(rest)
    ? 'tells of no session'
    : null
}

/** strongSwan's charon, ike_sa.c: local address and identity, three dots, the other's. */
const ends = /(\S+?)\[([^\]]*)\]\.\.\.(\S+?)\[([^\]]*)\]/
export const strongSwanLine: ReadMessage = ({ program, host, message }) => {
  const isOurs = program !== null && /^(charon|ipsec|strongswan)/.test(program)
  // `11[IKE] <rw|1> IKE_SA rw[1] established between …`
  const [, text] = /^(?:\d+\[\w+\] ?)?(?:<[^>]*> ?)?(.*)$/s.exec(message) ?? []
  const said = text ?? message
  const change =
    /^(?:IKE_SA (\S+\[\d+\]) (?:state change: .*|established) between|deleting IKE_SA (\S+\[\d+\]) between|IKE_SA (\S+\[\d+\]) rekeyed) ?(.*)$/.exec(
      said,
    )
  if (change) {
    const pair = ends.exec(change[4] ?? '')
    const id = `${host ?? ''} ${change[1] ?? change[2] ?? change[3]}`
    if (change[3] !== undefined) return 'a new key for a session that goes on'
    return {
      what: change[2] === undefined ? 'opened' : 'closed',
      service: 'vpn',
      account: accountIn(pair?.[4]),
      source: addressIn(pair?.[3]),
      session: id,
    }
  }
  const virtual = /^assigning virtual IP (\S+) to peer '([^']*)'/.exec(said)
  if (virtual) {
    return { what: 'opened', service: 'vpn', account: accountIn(virtual[2]), assigned: addressIn(virtual[1]) }
  }
  const failed =
    /^(?:EAP method \S+ failed|XAuth authentication of '([^']*)' .*failed|authentication of '([^']*)' .* failed)/.exec(
      said,
    )
  if (failed)
    return { what: 'refused', service: 'vpn', account: accountIn(failed[1] ?? failed[2]), reason: said.slice(0, 200) }
  return isOurs || /^\d+\[(IKE|NET|ENC|CFG|CHD|DMN|JOB|KNL|ASN|LIB|TNC|MGR)\]/.test(message)
    ? 'tells of no session'
    : null
}

/** Cisco Secure Firewall ASA Series Syslog Messages, by number. */
export const asaLine: ReadMessage = ({ program, host, message }) => {
  const whole = program?.startsWith('%ASA') ? `${program}: ${message}` : message
  const [, number, said] = /%ASA-(?:\w+-)?\d-(\d{6}): (.*)$/s.exec(whole) ?? []
  if (number === undefined || said === undefined) return null
  const bracketed = (name: string) => new RegExp(`\\b${name} <([^>]*)>`).exec(said)?.[1]
  const valued = (name: string) => new RegExp(`\\b${name} ?= ?([^,:]*)`).exec(said)?.[1]
  const account = accountIn(bracketed('User') ?? valued('Username') ?? valued('user'))
  const source = addressIn(bracketed('IP') ?? valued('IP') ?? valued('user IP'))
  const session = `${host ?? ''} asa ${account ?? ''} ${source ?? ''}`
  switch (number) {
    // AnyConnect parent session started; WebVPN session started; IKE remote access session.
    case '113039':
    case '716001':
      return { what: 'opened', service: 'vpn', account, source, session }
    case '722051':
      return {
        what: 'opened',
        service: 'vpn',
        account,
        source,
        assigned: addressIn(bracketed('(?:IPv4 )?Address')),
        session,
      }
    case '113019': {
      const ended = /Duration: ?(.+?), Bytes/.exec(said)?.[1]
      const reason = /Reason: ?(.*)$/.exec(said)?.[1] ?? null
      return { what: 'closed', service: 'vpn', account, source, session, seconds: readSeconds(ended ?? ''), reason }
    }
    case '716002':
      return {
        what: 'closed',
        service: 'vpn',
        account,
        source,
        session,
        reason: /terminated: (.*)$/.exec(said)?.[1] ?? null,
      }
    case '113015':
    case '113005':
    case '716039':
      return { what: 'refused', service: 'vpn', account, source, reason: valued('reason')?.trim() ?? null }
    case '605005': {
      // Login permitted to the firewall itself.
      const [, from, to, name] = /from ([^/]+)\/\S+ to [^:]+:([^/]+)\/\w+ for user "([^"]*)"/.exec(said) ?? []
      return from === undefined
        ? 'tells of no session'
        : { what: 'opened', service: 'ssh', account: accountIn(name), source: addressIn(from), target: addressIn(to) }
    }
    default:
      return `message ${number} of the ASA`
  }
}

/** FortiOS Log Message Reference: events of the VPN (39947 tunnel-up, 39948 tunnel-down, 39426 failed log-on). */
export const fortiGateLine: ReadMessage = ({ message }) => {
  const pairs = pairsOf(message)
  const action = pairs.get('action')
  if (action === undefined || (!pairs.has('logid') && !pairs.has('devid') && !pairs.has('subtype'))) return null
  if (pairs.get('subtype') !== 'vpn' && !action.startsWith('ssl-')) return 'no event of the VPN'
  const account = accountIn(pairs.get('user') ?? pairs.get('xauthuser'))
  const common = {
    service: 'vpn',
    account,
    source: addressIn(pairs.get('remip')),
    host: pairs.get('devname') ?? null,
    session: `${pairs.get('devname') ?? pairs.get('devid') ?? ''} ${pairs.get('tunnelid') ?? ''} ${account ?? ''}`,
    reason: pairs.get('reason') ?? null,
  } as const
  switch (action) {
    case 'tunnel-up':
    case 'ssl-new-con':
      if (action === 'ssl-new-con') return 'a connection before anybody logged on'
      return { ...common, what: 'opened', assigned: addressIn(pairs.get('tunnelip') ?? pairs.get('assignip')) }
    case 'tunnel-down':
      return { ...common, what: 'closed', seconds: readSeconds(pairs.get('duration') ?? '') }
    case 'ssl-login-fail':
      return { ...common, what: 'refused' }
    default:
      return 'tells of no session'
  }
}

const mostPairs = 200

/** `key=value key="a value"`. */
export function pairsOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, key, quoted, plain] of text.matchAll(/([A-Za-z_][\w.-]*)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g)) {
    if (found.size >= mostPairs) break
    if (!found.has(key!)) found.set(key!, quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '')
  }
  return found
}

/** The time of a FortiGate: its own date, time and zone; `eventtime` in nanoseconds says the same in UTC. */
export function fortiGateTime(message: string): string | null {
  const pairs = pairsOf(message)
  const [date, time, zone] = [pairs.get('date'), pairs.get('time'), pairs.get('tz')]
  if (date !== undefined && time !== undefined) return `${date} ${time}${zone === undefined ? '' : ` ${zone}`}`
  return pairs.get('eventtime') ?? null
}
