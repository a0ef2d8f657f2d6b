import { z } from 'zod'
import * as contract from '#contract/access.ts'
import { accountKey } from '#core/access/shared-accounts.ts'
import { dayNumber, dayOf } from '#core/calendar/day.ts'
import { decodeCursor, encodeCursor, pageOf } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { NetworkContext } from '../context.ts'
import type { AccountDecision } from './account-store.ts'
import { correctAccessLog, decideAccount, undoAccountDecision } from './decide-access.ts'
import { doubtWords } from './doubt-words.ts'
import { lineWords } from './import-access.ts'
import { type ListedAccess, listAccess, listAccounts, mondayOf, type Naming, namingOf } from './list-access.ts'
import { type JudgedLog, type PlantAccess, readAccess } from './read-access.ts'

const skipped = z.number().int().min(0)

export function accessRoutes(context: NetworkContext): Implemented[] {
  return [
    implement(contract.getAccessSummary, async ({ query: { since, ...query } }) =>
      summaryShown(await readAccess(context, query), since),
    ),
    implement(
      contract.listAccess,
      async ({ query: { cursor, limit = 50, plant, asOf, knownAt, programs, ...rest } }) => {
        const skip = cursor ? decodeCursor(cursor, skipped) : 0
        const plants = await readAccess(context, { plant, asOf, knownAt })
        const found = await listAccess(context, plants, {
          ...rest,
          programs: programs === undefined ? undefined : programs === 'true',
        })
        const { items, next } = pageOf(found.slice(skip, skip + limit + 1), limit, () => skip + limit)
        return { items: items.map(accessShown), next, total: found.length }
      },
    ),
    implement(contract.listAccounts, async ({ query: { cursor, limit = 100, q, ...query } }) => {
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const plants = await readAccess(context, query)
      const naming = await namingOf(context, plants)
      const found = listAccounts(plants, naming, q)
      return {
        items: found.slice(skip, skip + limit).map(({ decisions, ...one }) => ({
          ...one,
          witnesses: [...one.witnesses],
          people: [...one.people],
          sources: [...one.sources],
          decisions: decisions.map((decision) => decisionShown(decision, naming)),
        })),
        next: skip + limit < found.length ? encodeCursor(skip + limit) : null,
        total: found.length,
      }
    }),
    implement(contract.decideAccount, async ({ params, body, actor }) => {
      const decision = await decideAccount(context, { ...params, ...body, by: actor })
      return decisionShown(decision, await naming(context, decision))
    }),
    implement(contract.undoAccountDecision, async ({ params, body, actor }) => {
      const decision = await undoAccountDecision(context, { ...params, ...body, by: actor })
      return decisionShown(decision, await naming(context, decision))
    }),
    implement(contract.listAccessLogs, async ({ query: { cursor, limit = 100, ...query } }) => {
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const logs = (await readAccess(context, query)).flatMap((one) => one.logs)
      const names = await logNames(context, logs)
      return {
        items: logs.slice(skip, skip + limit).map((log) => logShown(log, names)),
        next: skip + limit < logs.length ? encodeCursor(skip + limit) : null,
        total: logs.length,
      }
    }),
    implement(contract.correctAccessLog, async ({ params, body, actor }) => {
      const { plant } = await correctAccessLog(context, { ...params, ...body, by: actor })
      const [found] = await readAccess(context, { plant })
      const log = found?.logs.find(({ id }) => id === params.id)
      return logShown(log as JudgedLog, await logNames(context, found?.logs ?? []))
    }),
  ]
}

async function naming(context: NetworkContext, decision: AccountDecision): Promise<Naming> {
  const only = { plant: decision.plant, sessions: [], decisions: [decision], shared: [], logs: [] }
  return namingOf(context, [only as unknown as PlantAccess])
}

async function logNames(
  context: NetworkContext,
  logs: readonly JudgedLog[],
): Promise<ReadonlyMap<string, string | null>> {
  const keys = new Set(logs.flatMap(({ correctedBy }) => correctedBy ?? []))
  return new Map(
    await Promise.all([...keys].map(async (key) => [key, (await context.personName?.(key)) ?? null] as const)),
  )
}

const none = { named: 0, shared: 0, nobody: 0, several: 0, notLogged: 0 }

function summaryShown(plants: readonly PlantAccess[], since: string | undefined) {
  const inWindow = (day: string) => since === undefined || day >= since
  const entries = plants.flatMap((plant) => plant.entries.filter(({ access }) => inWindow(access.day)))
  const verdicts = { ...none }
  const services = new Map<(typeof contract.accessServices)[number], number>()
  const weeks = new Map<string, typeof none & { week: string }>()
  for (const { verdict, access } of entries) {
    verdicts[verdict]++
    services.set(access.service, (services.get(access.service) ?? 0) + 1)
    const week = mondayOf(access.day)
    const counts = weeks.get(week) ?? { ...none, week }
    counts[verdict]++
    weeks.set(week, counts)
  }
  const sessions = plants.flatMap(({ shared, sessions: own }) => {
    const among = new Set(shared.map(({ account }) => account))
    return own
      .filter(({ from }) => inWindow(from.slice(0, 10)))
      .map(({ person, account, from }) => ({
        from,
        isNamed: person !== null || (account !== null && !among.has(accountKey(account))),
      }))
  })
  const days = sessions.map(({ from }) => from.slice(0, 10)).sort()
  const accounts = plants.map(
    ({ sessions: own }) => new Set(own.flatMap(({ account }) => account ?? []).map(accountKey)).size,
  )
  return {
    verdicts,
    programming: entries.filter(({ talk }) => talk.programs > 0).length,
    services: [...services].map(([service, count]) => ({ service, count })).sort((a, b) => b.count - a.count),
    weeks: withoutGaps([...weeks.values()].sort((a, b) => (a.week < b.week ? -1 : 1))),
    logged: {
      logs: plants.reduce((sum, { logs }) => sum + logs.length, 0),
      sessions: sessions.length,
      named: sessions.filter(({ isNamed }) => isNamed).length,
      refusals: plants.reduce(
        (sum, one) => sum + one.refusals.filter(({ from }) => inWindow(from.slice(0, 10))).length,
        0,
      ),
      from: days[0] ?? null,
      to: days.at(-1) ?? null,
    },
    accounts: {
      all: accounts.reduce((sum, one) => sum + one, 0),
      shared: plants.reduce((sum, { shared }) => sum + shared.length, 0),
    },
    clocks: plants.reduce((sum, { logs }) => sum + logs.filter(({ against }) => against.length > 0).length, 0),
  }
}

const MOST_WEEKS = 60

/** Weeks without access are weeks too; of a long time the last. */
function withoutGaps(weeks: readonly (typeof none & { week: string })[]) {
  const [first, last] = [weeks[0]?.week, weeks.at(-1)?.week]
  if (first === undefined || last === undefined) return []
  const known = new Map(weeks.map((one) => [one.week, one]))
  const all: (typeof none & { week: string })[] = []
  for (let at = dayNumber(last); at >= dayNumber(first) && all.length < MOST_WEEKS; at -= 7) {
    const week = dayOf(at)
    all.unshift(known.get(week) ?? { ...none, week })
  }
  return all
}

function accessShown({ entry, plant, sessions, client, server }: ListedAccess) {
  const { access, talk, verdict, rule, logs } = entry
  const files = new Map(plant.logs.map(({ id, fileName }) => [id, fileName]))
  const end = (device: string, record: ListedAccess['client']) => ({
    device,
    name: record?.name ?? null,
    asset: record?.tag ?? null,
    level: record?.level ?? null,
  })
  return {
    id: `${plant.plant}/${access.id}`,
    plant: plant.plant,
    day: access.day,
    from: access.from,
    to: access.to,
    client: end(access.client, client),
    server: end(access.server, server),
    service: access.service,
    protocol: talk.protocol,
    port: talk.port,
    verdict,
    rule,
    sessions: sessions.map((session) => ({ ...session })),
    logs: logs.map((id) => files.get(id) ?? id),
    programs: talk.programs,
    writes: talk.writes,
    deeds: [...(talk.deeds ?? [])],
    conversation: `${talk.captureId}/${talk.n}`,
    proof:
      talk.packet === null
        ? null
        : {
            capture: talk.captureId,
            captureName: plant.captures.get(talk.captureId)?.fileName ?? talk.captureId,
            packet: talk.packet,
          },
  }
}

function decisionShown({ person, by, undone, ...decision }: AccountDecision, { nameOf }: Naming) {
  return {
    ...decision,
    person: nameOf(person),
    personKey: person,
    by: nameOf(by),
    undone: undone === null ? null : { ...undone, by: nameOf(undone.by) },
  }
}

function logShown(log: JudgedLog, names: ReadonlyMap<string, string | null>) {
  const { accounting } = log
  return {
    id: log.id,
    plant: log.plant,
    name: log.fileName,
    timeZone: log.timeZone,
    from: log.firstAt,
    to: log.lastAt,
    lines: accounting.lines,
    read: accounting.read,
    ignored: accounting.ignored,
    faulty: accounting.faulty,
    sessions: log.sessions,
    refusals: log.refusals,
    doubts: log.against.map((doubt) => ({
      kind: doubt.kind,
      told: doubtWords(doubt, (line) => lineWords(log.parts, line)),
      // What is off beside an earlier correction is added to it.
      seconds: doubt.kind === 'offset' ? (log.addSeconds ?? 0) + doubt.seconds : null,
    })),
    addSeconds: log.addSeconds,
    hostAddress: log.hostAddress,
    correctionReason: log.correctionReason,
    correctedBy: log.correctedBy === null ? null : (names.get(log.correctedBy) ?? null),
    recordedAt: log.recordedAt,
  }
}
