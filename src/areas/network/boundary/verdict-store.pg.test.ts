import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabases } from '#platform/database/testing.ts'
import { commitCaptures, insertCapture, insertConversations, type NetworkTables } from '../store.ts'
import { openNetwork, type TestNetwork } from '../testing.ts'
import type { JudgedTalk, TalkToJudge } from './judged-talk.ts'
import {
  dropVerdicts,
  type Judged,
  loadVerdictStates,
  replaceVerdicts,
  reviseVerdicts,
  talkPages,
  type Verdicted,
  verdictPages,
} from './verdict-store.ts'
import { loadPairCounts } from './verdict-sums-store.ts'

const at = { plant: 'kashima', captureId: 'one' }
const day = '2026-03-02'

describe.each(testDatabases())('verdicts of a capture on $name', ({ open }) => {
  let here: TestNetwork
  let db: Kysely<NetworkTables>
  beforeAll(async () => {
    here = await openNetwork(await open())
    db = here.database.as<NetworkTables>()
    await insertCapture(db, {
      ...{ plant: at.plant, id: at.captureId, importId: 'one', sha256: 'one', source: 'capture', days: [day] },
      ...{ stagedAt: '2026-03-03T00:00:00Z', recordedBy: null, clockFault: null },
      facts: {
        ...{ file: 'one', packets: 1, bytes: 1, firstSeen: null, lastSeen: null, linkTypes: [], faults: [] },
        accounting: { read: 1, ignored: 0, faulty: 0 },
      },
    })
    const counts = { toServer: 1, toClient: 1 }
    const time = `${day}T08:00:00Z`
    const talks = Array.from({ length: 2500 }, (_, i) => ({
      ...{ client: `10.1.0.${i % 250}`, server: '10.1.1.1', transport: 'tcp' as const, serverPort: 502 },
      ...{ protocol: 'modbus', packets: counts, bytes: counts, answered: true, exceptions: 0, functions: [] },
      operations: { read: 1, write: 0, program: 0, identify: 0, other: 0 },
      ...{ firstSeen: time, lastSeen: time, packetsSeen: [1], days: [day] },
    }))
    await insertConversations(db, { plant: at.plant, id: at.captureId }, talks)
    await commitCaptures(db, 'one', '2026-03-03T00:00:00Z')
  })
  afterAll(() => here.database.close())
  beforeEach(async () => {
    await dropVerdicts(db, at.plant, at.captureId)
    await replaceVerdicts(db, { ...at, key: 'first' }, judged(talks(), 'allowed'))
  })

  const talks = () => talkPages(db, at.plant, at.captureId)

  async function* judged<Talk extends TalkToJudge>(
    pages: AsyncIterable<readonly Talk[]>,
    verdict: JudgedTalk['verdict'],
    /** After so many pages the process is gone. */
    until = Number.POSITIVE_INFINITY,
  ): AsyncGenerator<readonly Judged<Talk>[]> {
    let page = 0
    for await (const some of pages) {
      if (page++ >= until) throw new Error('killed')
      yield some.map((talk) => {
        const zones = { clientZone: 'A', serverZone: 'B', conduits: [], operations: [] }
        return { talk, isMixed: false, judged: { ...zones, n: talk.n, verdict, answered: true, days: talk.days } }
      })
    }
  }

  const counts = async () =>
    (await loadPairCounts(db, at.plant)).map(({ verdict, conversations }) => [verdict, conversations])
  const stored = async () => {
    const found = await sql<{ verdicts: number; sums: number }>`
      select (select count(*)::int from network.verdict) as verdicts,
        (select count(*)::int from network.verdict_pair) as sums`.execute(db)
    return found.rows[0]
  }
  const revise = async (key: string, verdict: JudgedTalk['verdict'], only: number) => {
    const from = (await loadVerdictStates(db, at.plant)).get(at.captureId)!
    const pages = verdictPages(db, { ...at, generation: from.generation }, [['A', 'B']])
    async function* few(): AsyncGenerator<readonly Judged<Verdicted>[]> {
      for await (const page of judged(pages, verdict)) {
        yield page.map((one) =>
          one.talk.n <= only ? one : { ...one, judged: { ...one.judged, verdict: one.talk.was.verdict } },
        )
      }
    }
    return { from, done: () => reviseVerdicts(db, { ...at, key }, from, few()) }
  }

  it('stand as they were when a judging is ended half-way, and its remains go with the next', async () => {
    const killed = replaceVerdicts(db, { ...at, key: 'second' }, judged(talks(), 'violation', 2))
    await expect(killed).rejects.toThrow('killed')
    expect(await counts()).toEqual([['allowed', 2500]])
    expect((await loadVerdictStates(db, at.plant)).get(at.captureId)).toMatchObject({ key: 'first' })
    expect(await stored()).toEqual({ verdicts: 4500, sums: 1 })
    await replaceVerdicts(db, { ...at, key: 'second' }, judged(talks(), 'violation'))
    expect(await counts()).toEqual([['violation', 2500]])
    expect(await stored()).toEqual({ verdicts: 2500, sums: 1 })
  })

  it('are those of the judging that began last when two processes judge at once', async () => {
    let begun = () => {}
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    let goOn = () => {}
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve
    })
    async function* waiting() {
      for await (const page of talks()) {
        begun()
        await mayGoOn
        yield page
      }
    }
    const slow = replaceVerdicts(db, { ...at, key: 'older' }, judged(waiting(), 'violation'))
    await isBegun
    await replaceVerdicts(db, { ...at, key: 'newer' }, judged(talks(), 'expired'))
    goOn()
    await slow
    expect((await loadVerdictStates(db, at.plant)).get(at.captureId)).toMatchObject({ key: 'newer' })
    expect(await counts()).toEqual([['expired', 2500]])
  })

  it('are revised where few change, with their sums', async () => {
    expect(await (await revise('second', 'violation', 7)).done()).toBe(true)
    expect((await counts()).sort()).toEqual([
      ['allowed', 2493],
      ['violation', 7],
    ])
    expect((await loadVerdictStates(db, at.plant)).get(at.captureId)).toMatchObject({ key: 'second' })
  })

  it('are not revised from what another process has replaced meanwhile', async () => {
    const { done } = await revise('third', 'violation', 7)
    await replaceVerdicts(db, { ...at, key: 'second' }, judged(talks(), 'expired'))
    expect(await done()).toBe(false)
    expect(await counts()).toEqual([['expired', 2500]])
  })
})
