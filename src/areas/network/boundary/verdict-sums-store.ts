import { setImmediate as breathe } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { type Day, type DayNumber, dayNumber } from '#core/calendar/day.ts'
import type { ConduitTraffic } from '#core/segmentation/conduit-use.ts'
import { type PolicyOperation, policyOperations } from '#core/segmentation/policy.ts'
import type { Verdict } from '#core/segmentation/verdict.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import { inTurn } from '../in-turn.ts'
import type { Db, NetworkTables } from '../store.ts'
import {
  type ConduitSum,
  daysOfRuns,
  type PairSum,
  runsOf,
  type Sums,
  textOfDay,
  UNDATED,
  zonesKey,
} from './verdict-sums.ts'

type AnyVerdict = Verdict | 'undated'

interface Place {
  readonly plant: string
  readonly captureId: string
  readonly generation: number
}

/** Sums of verdicts, with the verdicts that they are of; numbered from after `k` on. */
export async function insertSums(
  db: Db,
  place: Place,
  { pairs, conduits }: Pick<Sums, 'pairs' | 'conduits'>,
  k = 0,
): Promise<void> {
  const at = { plant: place.plant, capture_id: place.captureId, generation: place.generation }
  let number = k
  const pairRows: NetworkTables['network.verdict_pair'][] = []
  await inTurn(pairs.values(), (sum) => pairRows.push({ ...at, k: ++number, ...pairRow(sum) }))
  await insertMany<NetworkTables, 'network.verdict_pair'>(db, 'network.verdict_pair', pairRows)
  const conduitRows: NetworkTables['network.verdict_conduit'][] = []
  await inTurn(conduits.values(), (sum) => conduitRows.push({ ...at, k: ++number, ...conduitRow(sum) }))
  await insertMany<NetworkTables, 'network.verdict_conduit'>(db, 'network.verdict_conduit', conduitRows)
}

/** The sums of some pairs of zones take the place of those that stand; give it a transaction. */
export async function replaceSums(trx: Db, place: Place, zones: ReadonlySet<string>, sums: Sums): Promise<void> {
  let greatest = 0
  const keys = [...zones]
  for (const name of ['network.verdict_pair', 'network.verdict_conduit']) {
    const found = await sql<{ k: number }>`select coalesce(max(k), 0) as k from ${sql.table(name)}
      where plant = ${place.plant} and capture_id = ${place.captureId} and generation = ${place.generation}`.execute(
      trx,
    )
    greatest = Math.max(greatest, found.rows[0]!.k)
    await sql`delete from ${sql.table(name)} where plant = ${place.plant} and capture_id = ${place.captureId}
      and generation = ${place.generation} and concat(client_zone, chr(10), server_zone) = any(${keys}::text[])`.execute(
      trx,
    )
  }
  const touched = <One extends PairSum | ConduitSum>(all: ReadonlyMap<string, One>) =>
    new Map([...all].filter(([, sum]) => zones.has(zonesKey(sum))))
  await insertSums(trx, place, { pairs: touched(sums.pairs), conduits: touched(sums.conduits) }, greatest)
}

function pairRow({ clientZone, serverZone, attempts, answered, attempt, ...sum }: PairSum) {
  return {
    client_zone: clientZone,
    server_zone: serverZone,
    attempts,
    answered_day: answered?.[0] ?? null,
    answered_n: answered?.[1] ?? null,
    attempt_day: attempt?.[0] ?? null,
    attempt_n: attempt?.[1] ?? null,
    ...startsOf(sum),
    ...{ verdict: sum.verdict, conversations: sum.conversations, days: runsOf(sum.days) },
  }
}

function conduitRow({ conduit, protocol, transport, port, operations, attemptDays, ...sum }: ConduitSum) {
  return {
    ...{ conduit, protocol, transport, port, client_zone: sum.clientZone, server_zone: sum.serverZone },
    operations: policyOperations.filter((one) => operations.has(one)),
    attempt_days: runsOf(attemptDays),
    ...startsOf(sum),
    ...{ verdict: sum.verdict, conversations: sum.conversations, days: runsOf(sum.days) },
  }
}

function startsOf({ starts }: Pick<PairSum, 'starts'>): { starts: number[]; last_start: number } {
  const sorted = [...starts].sort(([a], [b]) => a - b)
  return {
    starts: sorted.flatMap(([day, [all, tried]]) => [day, all, tried]),
    last_start: sorted.at(-1)?.[0] ?? UNDATED,
  }
}

/** One bite: read and made into objects in well below 100 ms. */
const atOnce = 1500

/** Rows of sums that count, a page at a time; read again from the beginning where verdicts changed meanwhile. */
async function eachRow<Row extends { readonly k: number }>(
  db: Db,
  plant: string,
  table: 'network.verdict_pair' | 'network.verdict_conduit',
  columns: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  begin: () => (captureId: string, row: Row) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const use = begin()
    const states = await loadStates(db, plant)
    for (const { captureId, generation } of states) {
      for (let after = 0; ; ) {
        // Along the primary key, whatever is known of the table.
        const { rows }: { rows: Row[] } = await sql<Row>`select k, ${columns} from ${sql.table(table)}
          where plant = ${plant} and capture_id = ${captureId} and generation = ${generation} and k > ${after} and ${where}
          order by k limit ${atOnce}`.execute(db)
        await inTurn(rows, (row) => use(captureId, row))
        // The embedded database answers without giving others a turn.
        await breathe()
        if (rows.length < atOnce) break
        after = rows.at(-1)!.k
      }
    }
    const now = await loadStates(db, plant)
    if (attempt === 3 || JSON.stringify(now) === JSON.stringify(states)) return
  }
}

async function loadStates(db: Db, plant: string): Promise<readonly { captureId: string; generation: number }[]> {
  const found = await sql<{ captureId: string; generation: number }>`
    select capture_id as "captureId", generation from network.verdict_state where plant = ${plant}
    order by capture_id`.execute(db)
  return found.rows
}

export interface PairCount {
  readonly clientZone: string | null
  readonly serverZone: string | null
  readonly verdict: AnyVerdict
  readonly conversations: number
  /** Nobody answered. */
  readonly attempts: number
  /** The first of them, by its place. */
  readonly captureId: string
  readonly n: number
}

interface PairRow {
  readonly k: number
  readonly clientZone: string
  readonly serverZone: string
  readonly verdict: AnyVerdict
  readonly conversations: number
  readonly attempts: number
  /** Null where all had begun. */
  readonly starts: readonly number[] | null
  readonly answeredDay: number | null
  readonly answeredN: number | null
  readonly attemptDay: number | null
  readonly attemptN: number | null
}

/** Conversations by pair of zones and verdict that had begun by a day; those of no known day are among them. */
export async function loadPairCounts(db: Db, plant: string, asOf?: Day): Promise<readonly PairCount[]> {
  const until = untilOf(asOf)
  let counts = new Map<string, PairCount & { first: readonly [boolean, number, string, number] }>()
  await eachRow<PairRow>(
    db,
    plant,
    'network.verdict_pair',
    sql`client_zone as "clientZone", server_zone as "serverZone", verdict, conversations, attempts,
      case when last_start > ${until}::int then starts end as starts,
      answered_day as "answeredDay", answered_n as "answeredN", attempt_day as "attemptDay", attempt_n as "attemptN"`,
    sql`starts[1] <= ${until}::int`,
    () => {
      counts = new Map()
      return (captureId, row) => {
        const { clientZone, serverZone, verdict } = row
        const [conversations, attempts] =
          row.starts === null ? [row.conversations, row.attempts] : begun(row.starts, until)
        const first = firstOf(captureId, row, until)
        const key = `${clientZone}\n${serverZone}\n${verdict}`
        const known = counts.get(key)
        const isFirst = known === undefined || isBefore(first, known.first)
        counts.set(key, {
          clientZone: clientZone || null,
          serverZone: serverZone || null,
          verdict,
          conversations: conversations + (known?.conversations ?? 0),
          attempts: attempts + (known?.attempts ?? 0),
          ...(isFirst
            ? { captureId, n: first[3], first }
            : { captureId: known.captureId, n: known.n, first: known.first }),
        })
      }
    },
  )
  return [...counts.values()].map(({ first: _, ...one }) => one)
}

const untilOf = (asOf: Day | undefined): number => (asOf === undefined ? 2_147_483_647 : dayNumber(asOf))

function begun(starts: readonly number[], until: number): [conversations: number, attempts: number] {
  let [conversations, attempts] = [0, 0]
  for (let i = 0; i < starts.length && starts[i]! <= until; i += 3) {
    conversations += starts[i + 1]!
    attempts += starts[i + 2]!
  }
  return [conversations, attempts]
}

/** Answered before attempts, then by day (of no known day last), capture and number. */
function firstOf(captureId: string, row: PairRow, until: number): readonly [boolean, number, string, number] {
  const [day, n] = [row.answeredDay, row.answeredN]
  return day !== null && n !== null && day <= until
    ? [false, day, captureId, n]
    : [true, row.attemptDay ?? UNDATED, captureId, row.attemptN ?? 0]
}

function isBefore(
  a: readonly [boolean, number, string, number],
  b: readonly [boolean, number, string, number],
): boolean {
  if (a[0] !== b[0]) return b[0]
  const [x, y] = [a[1] || Number.POSITIVE_INFINITY, b[1] || Number.POSITIVE_INFINITY]
  return x < y || (x === y && (a[2] < b[2] || (a[2] === b[2] && a[3] < b[3])))
}

/** Zones between which something was answered, or nobody knows, and the first day of it; null where no clock tells. */
export interface AnsweredPair {
  readonly clientZone: string
  readonly serverZone: string
  readonly since: Day | null
}

export async function loadAnsweredPairs(db: Db, plant: string): Promise<readonly AnsweredPair[]> {
  let first = new Map<string, { clientZone: string; serverZone: string; day: number }>()
  await eachRow<{ k: number; clientZone: string; serverZone: string; day: number }>(
    db,
    plant,
    'network.verdict_pair',
    sql`client_zone as "clientZone", server_zone as "serverZone", answered_day as day`,
    sql`answered_day is not null and client_zone <> '' and server_zone <> ''`,
    () => {
      first = new Map()
      return (_, { clientZone, serverZone, day }) => {
        const key = `${clientZone}\n${serverZone}`
        first.set(key, { clientZone, serverZone, day: Math.min(day, first.get(key)?.day ?? day) })
      }
    },
  )
  return [...first.values()].map(({ day, ...one }) => ({ ...one, since: day === UNDATED ? null : textOfDay(day) }))
}

/** How often a conduit was named, by zones and verdict, until a day. */
export async function loadCountsOfConduit(
  db: Db,
  plant: string,
  conduit: string,
  asOf?: Day,
): Promise<readonly Pick<PairCount, 'clientZone' | 'serverZone' | 'verdict' | 'conversations'>[]> {
  const until = untilOf(asOf)
  type Row = { k: number; clientZone: string; serverZone: string; verdict: AnyVerdict; starts: readonly number[] }
  let counts = new Map<string, Pick<PairCount, 'clientZone' | 'serverZone' | 'verdict' | 'conversations'>>()
  await eachRow<Row>(
    db,
    plant,
    'network.verdict_conduit',
    sql`client_zone as "clientZone", server_zone as "serverZone", verdict, starts`,
    sql`conduit = ${conduit} and starts[1] <= ${until}::int`,
    () => {
      counts = new Map()
      return (_, { clientZone, serverZone, verdict, starts }) => {
        const key = `${clientZone}\n${serverZone}\n${verdict}`
        const conversations = begun(starts, until)[0] + (counts.get(key)?.conversations ?? 0)
        counts.set(key, { clientZone: clientZone || null, serverZone: serverZone || null, verdict, conversations })
      }
    },
  )
  return [...counts.values()]
}

/** On which days a capture saw answered traffic between two zones, or within one; '' is outside of all zones. */
export interface SeenPair {
  readonly captureId: string
  readonly a: string
  readonly b: string
  readonly days: readonly Day[]
}

/** From a day on and until another, where they are told. */
export async function loadSeenPairs(
  db: Db,
  plant: string,
  { from, to }: { readonly from?: Day | undefined; readonly to?: Day | undefined } = {},
): Promise<readonly SeenPair[]> {
  const [first, last] = [from === undefined ? 0 : dayNumber(from), untilOf(to)]
  let seen = new Map<string, { captureId: string; a: string; b: string; runs: (readonly number[])[] }>()
  await eachRow<SeenRow>(db, plant, 'network.verdict_pair', SEEN, isSeen(first, last), () => {
    seen = new Map()
    return (captureId, { clientZone, serverZone, days }) => {
      const [a, b] = clientZone < serverZone ? [clientZone, serverZone] : [serverZone, clientZone]
      const key = `${captureId}\n${a}\n${b}`
      const known = seen.get(key)
      if (known === undefined) seen.set(key, { captureId, a, b, runs: [days] })
      else known.runs.push(days)
    }
  })
  const found: SeenPair[] = []
  await inTurn(seen.values(), ({ runs, ...one }) => {
    const days = new Set<number>()
    for (const some of runs) for (const day of daysOfRuns(some, first, last)) days.add(day)
    if (days.size > 0) found.push({ ...one, days: daysOf(days) })
  })
  return found
}

interface SeenRow {
  readonly k: number
  readonly clientZone: string
  readonly serverZone: string
  readonly days: readonly number[]
}
const SEEN = sql`client_zone as "clientZone", server_zone as "serverZone", days`
const isSeen = (first: number, last: number): RawBuilder<unknown> => sql`cardinality(days) > 0
  and days[1] <= ${last}::int and days[cardinality(days) - 1] + days[cardinality(days)] > ${first}::int`

/** Days on which a capture saw answered traffic between two zones, or between one and the outside, with the last such capture. */
export async function loadWatchedDays(db: Db, plant: string): Promise<ReadonlyMap<DayNumber, string>> {
  let watched = new Map<DayNumber, string>()
  await eachRow<SeenRow>(db, plant, 'network.verdict_pair', SEEN, isSeen(0, untilOf(undefined)), () => {
    watched = new Map()
    return (captureId, { clientZone, serverZone, days }) => {
      if (clientZone !== serverZone) for (const day of daysOfRuns(days)) watched.set(day, captureId)
    }
  })
  return watched
}

const daysOf = (days: ReadonlySet<number>): Day[] => [...days].sort((a, b) => a - b).map(textOfDay)

/** What each conduit let pass: conversations that had begun by a day, and the last day until then. */
export interface ConduitUse {
  readonly conduit: string
  readonly conversations: number
  readonly lastUsed: Day | null
}

export async function loadConduitUse(db: Db, plant: string, asOf?: Day): Promise<ReadonlyMap<string, ConduitUse>> {
  const until = untilOf(asOf)
  let use = new Map<string, { conversations: number; last: number }>()
  interface Row {
    readonly k: number
    readonly conduit: string
    readonly conversations: number
    readonly starts: readonly number[] | null
    readonly days: readonly number[]
    readonly attemptDays: readonly number[]
  }
  await eachRow<Row>(
    db,
    plant,
    'network.verdict_conduit',
    sql`conduit, conversations, case when last_start > ${until}::int then starts end as starts, days,
      attempt_days as "attemptDays"`,
    sql`verdict = 'allowed' and starts[1] <= ${until}::int`,
    () => {
      use = new Map()
      return (_, row) => {
        const known = use.get(row.conduit) ?? { conversations: 0, last: UNDATED }
        use.set(row.conduit, {
          conversations: known.conversations + (row.starts === null ? row.conversations : begun(row.starts, until)[0]),
          last: Math.max(known.last, lastUntil(row.days, until), lastUntil(row.attemptDays, until)),
        })
      }
    },
  )
  return new Map(
    [...use].map(([conduit, { conversations, last }]) => [
      conduit,
      { conduit, conversations, lastUsed: last === UNDATED ? null : textOfDay(last) },
    ]),
  )
}

function lastUntil(runs: readonly number[], until: number): number {
  for (let i = runs.length - 2; i >= 0; i -= 2) {
    if (runs[i]! <= until) return Math.min(runs[i]! + runs[i + 1]! - 1, until)
  }
  return UNDATED
}

/** What conduits let pass, by service and the operations seen in it, with its days. */
export interface StoredConduitTraffic extends ConduitTraffic {
  readonly conduit: string
}

export async function loadConduitTraffic(db: Db, plant: string): Promise<readonly StoredConduitTraffic[]> {
  interface Row extends Pick<StoredConduitTraffic, 'conduit' | 'protocol' | 'transport' | 'port'> {
    readonly k: number
    readonly operations: readonly PolicyOperation[]
    readonly days: readonly number[]
  }
  let traffic = new Map<string, { row: Row; operations: Set<PolicyOperation>; days: Set<number> }>()
  await eachRow<Row>(
    db,
    plant,
    'network.verdict_conduit',
    sql`conduit, protocol, transport, port, operations, days`,
    sql`verdict = 'allowed' and cardinality(days) > 0`,
    () => {
      traffic = new Map()
      return (_, row) => {
        const key = `${row.conduit}\n${row.protocol}\n${row.transport}\n${row.port}`
        let known = traffic.get(key)
        if (known === undefined) {
          known = { row, operations: new Set(), days: new Set() }
          traffic.set(key, known)
        }
        for (const one of row.operations) known.operations.add(one)
        for (const day of daysOfRuns(row.days)) known.days.add(day)
      }
    },
  )
  const found: StoredConduitTraffic[] = []
  await inTurn(traffic.values(), ({ row: { conduit, protocol, transport, port }, operations, days }) => {
    const seen = policyOperations.filter((one) => operations.has(one))
    found.push({ conduit, protocol, transport, port, operations: seen, days: daysOf(days) })
  })
  return found
}
