import type { ClockDoubt } from '#core/access/log-clock.ts'
import { offsetBetween } from '#core/access/log-clock.ts'
import type { LogSession } from '#core/access/log-session.ts'
import {
  type AccessLogPlace,
  type AccessMatch,
  matchAccess,
  type PlacedSession,
  type WireAccess,
} from '#core/access/match-access.ts'
import { accountKey, isGeneric, type SharedAccount, sharedAccounts } from '#core/access/shared-accounts.ts'
import { wireService } from '#core/access/wire-service.ts'
import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import { loadPlantCaptures, type StoredCapture } from '../capture-store.ts'
import { clockOf, countedDays } from '../clock.ts'
import type { NetworkContext, Reading } from '../context.ts'
import { plantsOf } from '../read-network.ts'
import { loadAccessLogs, loadAccessSessions, type StoredAccess, type StoredAccessLog } from './access-store.ts'
import { type AccountDecision, loadAccountDecisions } from './account-store.ts'
import { type HostAddresses, hostAddresses } from './host-addresses.ts'
import { type AccessTalk, loadAccessTalks, loadHostNames } from './wire-store.ts'

/** Clocks of plants run apart by a minute or two, and logs tell seconds after the first packet. */
export const TOLERANCE_SECONDS = 120

/** One access on one day: what was seen, and who it was. */
export interface AccessEntry extends AccessMatch {
  readonly plant: string
  readonly talk: AccessTalk
}

export interface JudgedLog extends StoredAccessLog {
  /** Of its own lines, and against what was seen; none once a person has put it right. */
  readonly against: readonly ClockDoubt[]
  readonly sessions: number
  readonly refusals: number
}

export interface PlantAccess {
  readonly plant: string
  readonly entries: readonly AccessEntry[]
  readonly logs: readonly JudgedLog[]
  /** With clocks put right. */
  readonly sessions: readonly (PlacedSession & { readonly stored: StoredAccess })[]
  readonly refusals: readonly StoredAccess[]
  readonly shared: readonly SharedAccount[]
  readonly decisions: readonly AccountDecision[]
  readonly captures: ReadonlyMap<string, StoredCapture>
}

/** Who came, by what was seen and what was logged up to a day. */
export async function readAccess(
  context: NetworkContext,
  { plant, asOf, knownAt }: Reading & { readonly plant?: string | undefined },
): Promise<PlantAccess[]> {
  const today = asOf ?? (await context.plants.today())
  const result: PlantAccess[] = []
  for (const key of await plantsOf(context, plant)) result.push(await accessOf(context, key, today, knownAt))
  return result
}

export async function accessOf(
  { db }: NetworkContext,
  plant: string,
  until: Day,
  knownAt?: string,
): Promise<PlantAccess> {
  const [captures, logs, decisions, hosts] = await Promise.all([
    loadPlantCaptures(db, plant, knownAt),
    loadAccessLogs(db, { plant, knownAt }),
    loadAccountDecisions(db, { plant, knownAt }),
    loadHostNames(db, plant),
  ])
  const addresses = hostAddresses(hosts)
  const stored = await loadAccessSessions(
    db,
    plant,
    logs.map(({ id }) => id),
  )
  const shifts = new Map(logs.map((log) => [log.id, log]))
  const placed = stored
    .filter((one) => shifted(one.from, shifts.get(one.log)?.addSeconds ?? 0).slice(0, 10) <= until)
    .map((one) => place(one, shifts.get(one.log), addresses))
  const sessions = placed.filter(({ stored: { isRefused } }) => !isRefused)
  const standing = decisions.filter(({ undone }) => undone === null)
  const words = newestWords(standing)
  const shared = sharedAccounts(
    sessions.map(({ stored: { person, personName }, ...one }) => ({ ...one, person: person ?? personName })),
    words,
  )
  const among = new Set(shared.map(({ account }) => account))
  const personal = new Set(words.personal.map(accountKey))
  const isShared = (account: string) =>
    among.has(accountKey(account)) || (!personal.has(accountKey(account)) && isGeneric(account, words.shared))
  const seen = await wireAccesses(db, plant, captures, until)
  const begun = seen.filter(({ isBeginning }) => isBeginning).map(({ access }) => access)
  const judged = logs.map((log) => judgedLog(log, sessions, stored, begun))
  // A log with another clock neither names anybody nor says that nobody was there.
  const believed = judged.filter(({ against }) => against.every(({ kind }) => kind === 'disorder'))
  const isBelieved = new Set(believed.map(({ id }) => id))
  const matches = matchAccess(
    seen.map(({ access }) => access),
    sessions.filter(({ log }) => isBelieved.has(log)),
    believed.map((log) => placeOfLog(log, sessions, addresses)),
    { toleranceSeconds: TOLERANCE_SECONDS, isShared },
  )
  const talkOf = new Map(seen.map(({ access, talk }) => [access.id, talk]))
  return {
    plant,
    entries: matches
      .map((match) => ({ ...match, plant, talk: talkOf.get(match.access.id) as AccessTalk }))
      .sort((a, b) =>
        a.access.from < b.access.from ? 1 : a.access.from > b.access.from ? -1 : a.access.id < b.access.id ? -1 : 1,
      ),
    logs: judged,
    sessions,
    refusals: placed.filter(({ stored: { isRefused } }) => isRefused).map((one) => one.stored),
    shared,
    decisions,
    captures: new Map(captures.map((capture) => [capture.id, capture])),
  }
}

const shifted = (at: string, seconds: number): string =>
  seconds === 0 ? new Date(at).toISOString() : new Date(Date.parse(at) + seconds * 1000).toISOString()

type Placed = PlacedSession & { readonly stored: StoredAccess }

/** With its clock put right, and devices in place of names and addresses. */
function place(one: StoredAccess, log: StoredAccessLog | undefined, { deviceOf }: HostAddresses): Placed {
  const { n: _, isRefused: __, personName, ...rest } = one
  const seconds = log?.addSeconds ?? 0
  const list = (text: string | null) => [deviceOf(text)].filter((id) => id !== null)
  return {
    ...rest,
    person: one.person ?? personName,
    from: shifted(one.from, seconds),
    to: one.to === null ? null : shifted(one.to, seconds),
    source: deviceOf(one.source),
    assigned: deviceOf(one.assigned),
    targets: list(one.target),
    hosts: [...new Set([...list(one.host), ...list(log?.hostAddress ?? null)])],
    stored: one,
  }
}

function placeOfLog(log: StoredAccessLog, sessions: readonly Placed[], { deviceOf }: HostAddresses): AccessLogPlace {
  const mine = sessions.filter((one) => one.log === log.id)
  const host = deviceOf(log.hostAddress)
  const day = (at: string | null) => (at === null ? '' : shifted(at, log.addSeconds ?? 0).slice(0, 10))
  return {
    id: log.id,
    servers: new Set([
      ...mine.flatMap(({ targets, hosts }) => [...targets, ...hosts]),
      ...(host === null ? [] : [host]),
    ]),
    assigned: new Set(mine.flatMap(({ assigned }) => assigned ?? [])),
    first: day(log.firstAt) || '9999',
    last: day(log.lastAt),
  }
}

function judgedLog(
  log: StoredAccessLog,
  sessions: readonly Placed[],
  stored: readonly StoredAccess[],
  seen: readonly WireAccess[],
): JudgedLog {
  const mine = sessions.filter((one) => one.log === log.id)
  const begun = mine.map(({ source, targets, hosts, from }) => ({
    source,
    targets: targets.length > 0 ? targets : hosts,
    from,
  }))
  const offset = offsetBetween(begun, seen, TOLERANCE_SECONDS)
  // Once a person has said by how much it is off, its lines are no longer held against it; the wire still is.
  const against = [...(log.addSeconds === null ? log.doubts : []), ...(offset === null ? [] : [offset])]
  const refusals = stored.filter((one) => one.log === log.id && one.isRefused).length
  return { ...log, against, sessions: mine.length, refusals }
}

/** The newest word on each account counts. */
function newestWords(decisions: readonly AccountDecision[]): { shared: string[]; personal: string[] } {
  const newest = new Map(decisions.map((one) => [accountKey(one.account), one]))
  const of = (kind: AccountDecision['kind']) =>
    [...newest].filter(([, one]) => one.kind === kind).map(([account]) => account)
  return { shared: of('shared'), personal: of('personal') }
}

/** Conversations of access, one entry for each day on which they went on, as far as a clock can be believed. */
async function wireAccesses(
  db: NetworkContext['db'],
  plant: string,
  captures: readonly StoredCapture[],
  until: Day,
): Promise<{ access: WireAccess; talk: AccessTalk; isBeginning: boolean }[]> {
  const dated = captures.filter((capture) => clockOf(capture).counts)
  const byId = new Map(dated.map((capture) => [capture.id, capture]))
  const talks = await loadAccessTalks(
    db,
    plant,
    dated.map(({ id }) => id),
  )
  const bounds = new Map<Day, readonly [begins: string, ends: string]>()
  const boundsOf = (day: Day) => {
    const known = bounds.get(day) ?? ([`${day}T00:00:00.000Z`, `${dayOf(dayNumber(day) + 1)}T00:00:00.000Z`] as const)
    bounds.set(day, known)
    return known
  }
  return talks.flatMap((talk) => {
    const capture = byId.get(talk.captureId)
    const { transport, port, protocol, programs } = talk
    const service = wireService({ transport, port, protocol, programs })
    if (capture === undefined || service === null) return []
    const seconds = capture.addSeconds ?? 0
    const [first, last] = [talk.firstSeen, talk.lastSeen].map((at) => (at === null ? null : shifted(at, seconds)))
    return countedDays(capture, talk.days)
      .filter((day) => day <= until)
      .map((day) => {
        const [begins, ends] = boundsOf(day)
        const access: WireAccess = {
          id: `${talk.captureId}/${talk.n}@${day}`,
          client: talk.clientDevice,
          server: talk.serverDevice,
          service,
          day,
          from: first != null && first > begins && first < ends ? first : begins,
          to: last != null && last > begins && last < ends ? last : ends,
        }
        // Of a conversation over several days the first packet is known, and no other beginning.
        return { access, talk, isBeginning: access.from !== begins }
      })
  })
}

/** By how much the clock of a log that is about to be imported seems to be off, judged by what was seen. */
export async function offsetOfSessions(
  { db, plants }: NetworkContext,
  plant: string,
  sessions: readonly LogSession[],
): Promise<ClockDoubt | null> {
  const { deviceOf } = hostAddresses(await loadHostNames(db, plant))
  const seen = await wireAccesses(db, plant, await loadPlantCaptures(db, plant), await plants.today())
  const begun = sessions.map(({ source, target, host, from }) => ({
    source: deviceOf(source),
    targets: [deviceOf(target), deviceOf(host)].filter((id) => id !== null),
    from,
  }))
  return offsetBetween(
    begun,
    seen.filter(({ isBeginning }) => isBeginning).map(({ access }) => access),
    TOLERANCE_SECONDS,
  )
}
