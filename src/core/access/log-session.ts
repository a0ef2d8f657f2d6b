import type { AccessLine, AccessService } from './access-line.ts'

/** Somebody's stay, as one log tells it. */
export interface LogSession {
  /** The line that begins it, or, where the log begins amid it, the one that ends it. */
  readonly line: number
  readonly endLine: number | null
  readonly service: AccessService
  readonly account: string | null
  readonly person: string | null
  readonly source: string | null
  readonly assigned: string | null
  readonly target: string | null
  readonly host: string | null
  /** ISO 8601 instants in UTC. */
  readonly from: string
  /** Null: the log does not tell. */
  readonly to: string | null
  /** The log begins amid it: `from` is the log's first instant. */
  readonly isCutOff: boolean
  readonly reason: string | null
}

/** Somebody who was turned away. */
export interface LogRefusal {
  readonly line: number
  readonly at: string
  readonly service: AccessService
  readonly account: string | null
  readonly source: string | null
  readonly host: string | null
  readonly reason: string | null
}

type Open = { -readonly [K in keyof LogSession]: LogSession[K] } & { session: string | null }

/** Beginnings and ends put together. Lines may come in any order; what is doubled is told once. */
export function sessionsOf(lines: readonly AccessLine[]): { sessions: LogSession[]; refusals: LogRefusal[] } {
  const ordered = lines.toSorted((a, b) => (a.at === b.at ? a.line - b.line : a.at < b.at ? -1 : 1))
  const first = ordered[0]?.at ?? ''
  const done: Open[] = []
  const refusals: LogRefusal[] = []
  const open = new Map<string, Open[]>()
  const whole = new Map<string, Open>()
  for (const one of ordered) {
    if (one.what === 'refused') {
      const { line, at, service, account, source, host, reason } = one
      refusals.push({ line, at, service, account, source, host, reason })
    } else if (one.what === 'session') wholeSession(one, open, whole, done)
    else if (one.what === 'opened') beginning(one, open)
    else ending(one, open, done, first)
  }
  for (const rest of open.values()) done.push(...rest)
  const sessions = done
    .sort((a, b) => (a.from === b.from ? a.line - b.line : a.from < b.from ? -1 : 1))
    .map(({ session: _, ...told }) => told)
  return { sessions, refusals }
}

/** What two lines of one session have in common: its id, else who it is and from where. */
const keyOf = ({ service, session, account, source, host }: AccessLine): string =>
  session === null ? `${service} ${host ?? ''} ${account ?? ''} ${source ?? ''}` : `${service} #${session}`

function openedBy(one: AccessLine): Open {
  const { line, service, account, person, source, assigned, target, host, session, reason } = one
  const common = { line, service, account, person, source, assigned, target, host, session, reason }
  return { ...common, endLine: null, from: one.at, to: null, isCutOff: false }
}

/** Lines that add to a session that is open: an address that was given, a second word of its beginning. */
function beginning(one: AccessLine, open: Map<string, Open[]>): void {
  const key = keyOf(one)
  const mine = open.get(key)
  // Without an id two beginnings are two sessions; with one they are the same.
  const last = one.session === null ? undefined : mine?.at(-1)
  const waiting = last ?? waitingFor(one, open)
  if (waiting !== undefined) add(waiting, one)
  else if (mine === undefined) open.set(key, [openedBy(one)])
  else mine.push(openedBy(one))
}

/** An address that was given, told without the id of the session: the newest of the account that has none. */
function waitingFor(one: AccessLine, open: Map<string, Open[]>): Open | undefined {
  if (one.assigned === null || one.source !== null || one.session !== null) return undefined
  return [...open.values()].flat().findLast(({ account, assigned }) => account === one.account && assigned === null)
}

function add(to: Open, one: AccessLine): void {
  to.account ??= one.account
  to.person ??= one.person
  to.source ??= one.source
  to.assigned ??= one.assigned
  to.target ??= one.target
  to.reason ??= one.reason
}

function ending(one: AccessLine, open: Map<string, Open[]>, done: Open[], first: string): void {
  const mine = open.get(keyOf(one)) ?? byWho(one, open)
  const began = mine?.pop()
  if (began !== undefined) {
    add(began, one)
    began.to = one.at
    began.endLine = one.line
    done.push(began)
    return
  }
  const from = one.seconds === null ? first : new Date(Date.parse(one.at) - one.seconds * 1000).toISOString()
  // Two lines may tell of one end: without a beginning, and without a name, the second says nothing.
  if (one.account === null && one.person === null) return
  done.push({ ...openedBy(one), from: from < one.at ? from : one.at, to: one.at, isCutOff: one.seconds === null })
}

/** Some ends come without the id of their session: the newest of the same account from the same address. */
function byWho(one: AccessLine, open: Map<string, Open[]>): Open[] | undefined {
  if (one.account === null) return undefined
  for (const mine of [...open.values()].reverse()) {
    const last = mine.at(-1)
    if (last?.service !== one.service || last.account !== one.account) continue
    if (one.source === null || last.source === null || last.source === one.source) return mine
  }
  return undefined
}

/** A line that tells all of a session takes the place of those that told its beginning. */
function wholeSession(one: AccessLine, open: Map<string, Open[]>, whole: Map<string, Open>, done: Open[]): void {
  const told = { ...openedBy(one), to: one.until, endLine: one.line }
  const key = keyOf(one)
  const began = one.session === null ? undefined : open.get(key)?.pop()
  if (began !== undefined) add(told, { ...one, ...began, at: one.at, what: 'opened', until: null, seconds: null })
  const same = `${key} ${one.at} ${one.until}`
  if (one.session !== null && whole.has(same)) return
  whole.set(same, told)
  done.push(told)
}
