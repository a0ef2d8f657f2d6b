import fc from 'fast-check'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversation } from '#core/capture/inspection.ts'
import { testDatabases } from '#platform/database/testing.ts'
import type { NetworkContext } from '../context.ts'
import { keepPictures } from '../keep-pictures.ts'
import { commitCaptures, insertCapture, insertConversations, type NetworkTables } from '../store.ts'
import { openNetwork, type TestNetwork } from '../testing.ts'
import { judgePlant } from './judge-traffic.ts'
import { listJudged } from './list-judged.ts'
import { loadJudged, walkJudged } from './verdict-list-store.ts'
import {
  loadAnsweredPairs,
  loadConduitTraffic,
  loadConduitUse,
  loadPairCounts,
  loadSeenPairs,
} from './verdict-sums-store.ts'

const day = (n: number) => new Date(Date.UTC(2026, 2, 1 + n)).toISOString().slice(0, 10)
const runs = 8

/** Three networks with a zone, and one with none. */
const host = fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 })).map(([zone, n]) => `10.1.${zone}.${n}`)
const talks = fc.array(
  fc.record({
    client: host,
    server: host,
    port: fc.constantFrom(502, 443),
    answered: fc.boolean(),
    operation: fc.constantFrom('read', 'write', 'program'),
    days: fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 25 },
)
type Talk = ReturnType<typeof talks.generate>['value_'][number]
const zoneOf = fc.constantFrom('A', 'B', 'c', '*')
const conduit = fc.record({
  from: zoneOf,
  to: zoneOf,
  services: fc.constantFrom('modbus', 'tls', 'any'),
  operations: fc.constantFrom(undefined, ['read'], ['read', 'write']),
  since: fc.nat(20),
  until: fc.option(fc.integer({ min: 21, max: 40 })),
})
const plan = fc.record({
  captures: fc.array(fc.record({ talks, isDated: fc.boolean() }), { minLength: 1, maxLength: 3 }),
  conduits: fc.array(conduit, { minLength: 1, maxLength: 4 }),
  /** A zone that comes late: conversations before and after are between other zones. */
  lateZone: fc.boolean(),
  asOf: fc.nat(45),
})

describe.each(testDatabases())('verdicts and their sums on $name', ({ open }) => {
  let here: TestNetwork
  let db: Kysely<NetworkTables>
  let context: NetworkContext
  let plants = 0
  beforeAll(async () => {
    here = await openNetwork(await open())
    here.clock.set('2026-06-01')
    db = here.database.as<NetworkTables>()
    const { assets, evidence, clock } = here
    const keeper = keepPictures(db, { assets, evidence, clock })
    context = { db, clock, plants: here.plants, assets, evidence, keeper } as unknown as NetworkContext
  })
  afterAll(() => here.database.close())

  async function bring(plant: string, n: number, all: readonly Talk[], isDated: boolean) {
    const id = `${plant}-${n}`
    await insertCapture(db, {
      ...{ plant, id, importId: id, sha256: id, source: 'capture', days: [day(0)], stagedAt: '2026-05-01T00:00:00Z' },
      ...{ recordedBy: null, clockFault: isDated ? null : 'future' },
      facts: {
        ...{ file: id, packets: 1, bytes: 1, firstSeen: null, lastSeen: null, linkTypes: [], faults: [] },
        accounting: { read: 1, ignored: 0, faulty: 0 },
      },
    })
    const counts = { toServer: 1, toClient: 1 }
    const rows = all.map(({ client, server, port, answered, operation, days }): Conversation => {
      const none = { read: 0, write: 0, program: 0, identify: 0, other: 0 }
      return {
        ...{ client, server, transport: 'tcp', serverPort: port, protocol: port === 502 ? 'modbus' : 'tls' },
        ...{ packets: counts, bytes: counts, answered, operations: { ...none, [operation]: answered ? 2 : 0 } },
        ...{ functions: [], exceptions: 0, firstSeen: `${day(0)}T00:00:00Z`, lastSeen: `${day(40)}T00:00:00Z` },
        ...{ packetsSeen: [1], days: days.toSorted((a, b) => a - b).map(day) },
      }
    })
    await insertConversations(db, { plant, id }, rows)
    await commitCaptures(db, id, '2026-05-01T00:00:00Z')
  }

  const enter = (plant: string, kind: string, data: object, since: number, until: number | null = null) =>
    here.evidence.add({
      ...{ kind, scope: [plant], effectiveFrom: day(since), effectiveTo: until === null ? null : day(until) },
      ...{ data, by: here.person },
    })

  const rows = async (plant: string) =>
    (
      await sql`select v.capture_id, v.n, v.verdict, v.client_zone, v.server_zone, v.conduits, v.operations, v.days
        from network.verdict v join network.verdict_state s
          on s.plant = v.plant and s.capture_id = v.capture_id and s.generation = v.generation
        where v.plant = ${plant} order by v.capture_id, v.n`.execute(db)
    ).rows

  const all = sql.raw(`network.verdict v join network.verdict_state s on s.plant = v.plant
    and s.capture_id = v.capture_id and s.generation = v.generation`)
  const sorted = (found: readonly object[]) => found.map((one) => JSON.stringify(Object.entries(one).sort())).sort()

  /** The same questions, asked of the verdicts themselves. */
  async function expectSums(plant: string, asOf: string | undefined) {
    const by = asOf === undefined ? sql`true` : sql`(v.days = '{}' or v.days[1] <= ${asOf}::date)`
    const first = sql`order by (v.answered is false), v.days[1] nulls last, v.capture_id collate "C", v.n`
    const pairs = await sql<object>`select client_zone as "clientZone", server_zone as "serverZone", verdict,
        count(*)::int as conversations, (count(*) filter (where answered is false))::int as attempts,
        (array_agg(v.capture_id ${first}))[1] as "captureId", (array_agg(v.n ${first}))[1] as n
      from ${all} where v.plant = ${plant} and ${by} group by 1, 2, 3`.execute(db)
    expect(sorted(await loadPairCounts(db, plant, asOf))).toEqual(sorted(pairs.rows))

    const until = asOf ?? '9999-12-31'
    const seen = await sql<{ a: string; b: string }>`select v.capture_id as "captureId",
        least(coalesce(client_zone, '') collate "C", coalesce(server_zone, '') collate "C") as a,
        greatest(coalesce(client_zone, '') collate "C", coalesce(server_zone, '') collate "C") as b,
        array_agg(distinct day order by day) as days
      from ${all} cross join unnest(v.days) day where v.plant = ${plant} and answered is not false and day <= ${until}::date
      group by 1, 2, 3`.execute(db)
    expect(sorted(await loadSeenPairs(db, plant, { to: asOf }))).toEqual(sorted(seen.rows))

    const use = await sql<object>`select conduit, count(distinct (v.capture_id, v.n))::int as conversations,
        max(day) as "lastUsed"
      from ${all} cross join unnest(v.conduits) conduit cross join unnest(v.days) day
      where v.plant = ${plant} and v.verdict = 'allowed' and day <= ${until}::date group by 1`.execute(db)
    expect(sorted([...(await loadConduitUse(db, plant, asOf)).values()])).toEqual(sorted(use.rows))

    const traffic = await sql<object>`select conduit, t.protocol, t.transport, t.server_port as port,
        array_remove(array[case when bool_or(t.reads > 0) then 'read' end, case when bool_or(t.writes > 0) then 'write' end,
          case when bool_or(t.programs > 0) then 'program' end], null) as operations,
        array_agg(distinct day order by day) as days
      from ${all} join network.conversation t on t.plant = v.plant and t.capture_id = v.capture_id and t.n = v.n
      cross join unnest(v.conduits) conduit cross join unnest(v.days) day
      where v.plant = ${plant} and v.verdict = 'allowed' and v.answered is not false group by 1, 2, 3, 4`.execute(db)
    expect(sorted(await loadConduitTraffic(db, plant))).toEqual(sorted(traffic.rows))

    const answered = await sql<object>`select client_zone as "clientZone", server_zone as "serverZone",
        case when bool_or(v.days = '{}') then null else min(v.days[1]) end as since
      from ${all} where v.plant = ${plant} and answered is distinct from false
        and client_zone is not null and server_zone is not null group by 1, 2`.execute(db)
    expect(sorted(await loadAnsweredPairs(db, plant))).toEqual(sorted(answered.rows))
  }

  it('say the same after each change of the policy as judged from nothing', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ captures, conduits, lateZone, asOf }) => {
        const plant = `plant-${plants++}`
        await here.plants.add({ key: plant, name: plant })
        for (const [i, name] of ['A', 'B', 'C'].entries()) {
          const from = lateZone && i === 2 ? 15 : 0
          await enter(plant, 'zone', { name, purdueLevel: String(i + 1), addresses: `10.1.${i}.0/24` }, from)
        }
        for (const [i, one] of captures.entries()) await bring(plant, i, one.talks, one.isDated)
        for (const { from, to, services, operations, since, until } of conduits) {
          const data = { name: `${from} ${to}`, fromZone: from, toZone: to, services, operations }
          await enter(plant, 'conduit', data, since, until)
          await judgePlant(context, plant)
          const revised = await rows(plant)
          await expectSums(plant, undefined)
          await sql`delete from network.verdict_state where plant = ${plant}`.execute(db)
          await judgePlant(context, plant)
          expect(revised).toEqual(await rows(plant))
        }
        await expectSums(plant, undefined)
        await expectSums(plant, day(asOf))
      }),
      { numRuns: runs },
    )
  }, 600_000)

  it('are listed page by page as in one, whatever is asked for', async () => {
    const asks = fc.record(
      {
        q: fc.constantFrom('10.1.0', 'modbus', 'nothing'),
        open: fc.boolean(),
        verdict: fc.constantFrom('allowed', 'violation', 'unknownMember'),
        pair: fc.constant<readonly [string | null, string | null]>(['A', 'B']),
        zone: fc.constantFrom('A', null),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(talks, conduit, asks, async (some, { services, operations }, ask) => {
        const plant = `plant-${plants++}`
        await here.plants.add({ key: plant, name: plant })
        for (const [i, name] of ['A', 'B'].entries())
          await enter(plant, 'zone', { name, purdueLevel: String(i + 1), addresses: `10.1.${i}.0/24` }, 0)
        const data = { name: 'one', fromZone: 'A', toZone: 'B', services, operations }
        const { id: record } = await enter(plant, 'conduit', data, 0)
        await bring(plant, 0, some, true)
        for (const more of [{}, { conduit: record }]) {
          const filter = { plant, ...ask, ...more }
          const whole = await listJudged(context, { ...filter, limit: 100 })
          const walked: { captureId: string; n: number }[] = []
          for await (const key of walkJudged(db, filter, null, 3)) walked.push(key)
          expect(whole.rows.map(({ n }) => n)).toEqual(walked.map(({ n }) => n))
          expect(whole).toMatchObject({ total: walked.length, next: null })
          expect(await loadJudged(db, plant, walked)).toHaveLength(walked.length)
          const paged: number[] = []
          let after = null as Awaited<ReturnType<typeof listJudged>>['next']
          do {
            const page = await listJudged(context, { ...filter, limit: 4, after })
            expect(page.total).toBe(whole.total)
            paged.push(...page.rows.map(({ n }) => n))
            after = page.next
          } while (after !== null)
          expect(paged).toEqual(whole.rows.map(({ n }) => n))
        }
      }),
      { numRuns: runs },
    )
  }, 600_000)
})
