import type { AccessService } from './access-line.ts'
import { accountKey, type KeptSession } from './shared-accounts.ts'

/** What was seen on the wire on one day: somebody at an address came to another. */
export interface WireAccess {
  readonly id: string
  readonly client: string
  readonly server: string
  /** `engineering`: a protocol of control systems in which something was programmed. */
  readonly service: AccessService | 'engineering' | 'assistance'
  /** The day, and the first and last instant of that day (UTC) at which it may have gone on. */
  readonly day: string
  readonly from: string
  readonly to: string
}

/** One log: which hosts it speaks for, and over which days. */
export interface AccessLogPlace {
  readonly id: string
  /** Addresses of the host that logs, and of the targets that it names. */
  readonly servers: ReadonlySet<string>
  /** Addresses that it gave to those who came. */
  readonly assigned: ReadonlySet<string>
  /** First and last day (UTC) of its lines. */
  readonly first: string
  readonly last: string
}

/** A session of a log, with its clock put right and its names turned into addresses. */
export interface PlacedSession extends KeptSession {
  readonly targets: readonly string[]
  readonly hosts: readonly string[]
}

/**
 * How a line of a log explains what was seen. `direct`: the same address to the same target; `assigned`: under the address
 * that the VPN gave; `onward`: from the jump host on which the person was; `tunnel`: the tunnel itself; `target`: the log
 * tells no source, but target and time.
 */
export type MatchRule = 'direct' | 'assigned' | 'onward' | 'tunnel' | 'target'

/**
 * `named`: one person, or an account of one's own, for each session; `shared`: an account of several; `nobody`: the log of
 * this path tells of no one; `several`: more than one person was on the jump host; `notLogged`: no log of this path covers
 * the day, which says nothing either way.
 */
export const accessVerdicts = ['named', 'shared', 'nobody', 'several', 'notLogged'] as const
export type AccessVerdict = (typeof accessVerdicts)[number]

export interface AccessMatch {
  readonly access: WireAccess
  readonly verdict: AccessVerdict
  readonly rule: MatchRule | null
  readonly sessions: readonly PlacedSession[]
  /** Logs that cover the path on that day. */
  readonly logs: readonly string[]
}

const rules: readonly MatchRule[] = ['direct', 'assigned', 'tunnel', 'onward', 'target']
/** A session of which no end is told is taken to last so long at most. */
const LONGEST_MS = 12 * 3_600_000

export interface MatchOptions {
  readonly toleranceSeconds: number
  isShared(account: string): boolean
}

/** Puts what was seen beside what was logged. Pure and free of order. */
export function matchAccess(
  accesses: readonly WireAccess[],
  sessions: readonly PlacedSession[],
  logs: readonly AccessLogPlace[],
  { toleranceSeconds, isShared }: MatchOptions,
): AccessMatch[] {
  const index = indexOf(sessions)
  return accesses.map((access) => {
    const explaining = explainedBy(access, index, toleranceSeconds * 1000)
    const covering = logs
      .filter((log) => covers(log, access))
      .map(({ id }) => id)
      .sort()
    if (explaining === null) {
      return { access, verdict: covering.length > 0 ? 'nobody' : 'notLogged', rule: null, sessions: [], logs: covering }
    }
    const { rule, found } = explaining
    const logged = [...new Set([...covering, ...found.map(({ log }) => log)])].sort()
    return { access, verdict: verdictOf(rule, found, isShared), rule, sessions: found, logs: logged }
  })
}

interface Index {
  readonly bySource: ReadonlyMap<string, readonly PlacedSession[]>
  readonly byAssigned: ReadonlyMap<string, readonly PlacedSession[]>
  readonly byPlace: ReadonlyMap<string, readonly PlacedSession[]>
}

function indexOf(sessions: readonly PlacedSession[]): Index {
  const index = { bySource: new Map(), byAssigned: new Map(), byPlace: new Map() } as {
    [K in keyof Index]: Map<string, PlacedSession[]>
  }
  const put = (map: Map<string, PlacedSession[]>, key: string, one: PlacedSession) => {
    const known = map.get(key)
    if (known === undefined) map.set(key, [one])
    else known.push(one)
  }
  for (const one of sessions) {
    if (one.source !== null) put(index.bySource, one.source, one)
    if (one.assigned !== null) put(index.byAssigned, one.assigned, one)
    for (const place of new Set([...one.targets, ...one.hosts])) put(index.byPlace, place, one)
  }
  return index
}

function explainedBy(
  access: WireAccess,
  index: Index,
  tolerance: number,
): { rule: MatchRule; found: PlacedSession[] } | null {
  const { client, server, service } = access
  const isDoor = service !== 'engineering' && service !== 'assistance'
  const goesThere = (one: PlacedSession) => one.targets.includes(server) || one.hosts.includes(server)
  // A log that names the target behind the jump host speaks of that one alone.
  const goesOn = ({ targets }: PlacedSession) =>
    targets.length === 0 || targets.includes(server) || targets.includes(client)
  const speaks = (one: PlacedSession) => one.service === 'gateway' || one.service === service
  const candidates: Readonly<Record<MatchRule, () => readonly PlacedSession[]>> = {
    direct: () => (index.bySource.get(client) ?? []).filter((one) => goesThere(one) && (speaks(one) || !isDoor)),
    // Whoever is inside a tunnel may go on to other places than the log names.
    assigned: () => index.byAssigned.get(client) ?? [],
    tunnel: () => (service === 'vpn' ? (index.bySource.get(client) ?? []).filter((one) => one.service === 'vpn') : []),
    onward: () => (index.byPlace.get(client) ?? []).filter((one) => one.service !== 'vpn' && goesOn(one)),
    target: () =>
      (index.byPlace.get(server) ?? []).filter((one) => one.source === null && goesThere(one) && speaks(one)),
  }
  for (const rule of rules) {
    const found = candidates[rule]().filter((one) => overlaps(one, access, tolerance))
    if (found.length > 0) return { rule, found: found.toSorted(inOrder) }
  }
  return null
}

const inOrder = (a: PlacedSession, b: PlacedSession): number =>
  a.from === b.from ? (a.log === b.log ? a.line - b.line : a.log < b.log ? -1 : 1) : a.from < b.from ? -1 : 1

function overlaps({ from, to }: PlacedSession, access: WireAccess, tolerance: number): boolean {
  const began = Date.parse(from)
  const ended = to === null ? began + LONGEST_MS : Date.parse(to)
  return began - tolerance <= Date.parse(access.to) && ended + tolerance >= Date.parse(access.from)
}

function verdictOf(
  rule: MatchRule,
  found: readonly PlacedSession[],
  isShared: (account: string) => boolean,
): AccessVerdict {
  // A person in the log's own column is named, whatever account they used.
  if (found.some(({ person, account }) => person === null && (account === null || isShared(account)))) return 'shared'
  const who = new Set(found.map(whoOf))
  // From a jump host, and where the log tells no source, any of those who were there may have gone on.
  return (rule === 'onward' || rule === 'target') && who.size > 1 ? 'several' : 'named'
}

/** Who it is: the person where the log says so, else the account. */
export const whoOf = ({ person, account }: Pick<KeptSession, 'person' | 'account'>): string =>
  person === null ? accountKey(account ?? '') : person.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()

function covers(log: AccessLogPlace, { client, server, day }: WireAccess): boolean {
  if (day < log.first || day > log.last) return false
  return log.servers.has(server) || log.servers.has(client) || log.assigned.has(client)
}
