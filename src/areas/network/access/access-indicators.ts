import { lapseOf, type Piece, shareSteps } from '#areas/assets/index.ts'
import { accountKey } from '#core/access/shared-accounts.ts'
import { type Day, dayNumber } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import type { Indicator, Measurement, Proof, ProofRequest, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import type { NetworkContext } from '../context.ts'
import { packetHref } from '../proofs.ts'
import { loadAccessLogs } from './access-store.ts'
import { lineWords } from './import-access.ts'
import { accessOf, type PlantAccess } from './read-access.ts'

const QUARTER = 'P3M'
/** By which axis' N1.3 speaks of accounts of several people. */
const SHARED_SYMPTOM = 0.5

/**
 * What logs of jump hosts and VPNs prove, beside what people record. Where no log was imported nothing is measured, and the
 * records speak.
 */
export function accessIndicators(context: NetworkContext): Indicator[] {
  return [
    {
      id: 'network.accessLogged',
      alsoRecorded: 'value',
      async measure(ask) {
        const result = new Map<ScopeKey, Series>()
        for (const plant of ask.plants) {
          const steps = await loggedSteps(context, plant, ask)
          if (steps.length > 0) result.set(plant, steps)
        }
        return result
      },
      proof: (ask) => logProofs(context, ask),
    },
    {
      id: 'network.namedSessionShare',
      alsoRecorded: 'value',
      measure: (ask) => measured(context, ask, (access) => shareSteps(sessionPieces(access, ask.within ?? QUARTER))),
      proof: (ask) => sessionProofs(context, ask),
    },
    {
      // A log shows who came by this way alone: it proves that accounts are shared, and never that none is.
      id: 'people.namedAccountShare',
      alsoRecorded: 'value',
      measure: (ask) =>
        measured(context, ask, (access) =>
          shareSteps(accountPieces(access, ask.within ?? QUARTER)).map((step) =>
            typeof step.value === 'number' && step.value > SHARED_SYMPTOM ? { ...step, value: null } : step,
          ),
        ),
      proof: (ask) => accountProofs(context, ask),
    },
  ]
}

/** Plants of which a log was imported. */
async function measured(
  context: NetworkContext,
  ask: Measurement,
  of: (access: PlantAccess) => Step[],
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const result = new Map<ScopeKey, Series>()
  const logged = new Set((await loadAccessLogs(context.db, { knownAt: ask.knownAt })).map(({ plant }) => plant))
  for (const plant of ask.plants) {
    if (!logged.has(plant)) continue
    await context.keeper.pictures([plant])
    const steps = of(await accessOf(context, plant, ask.to > ask.today ? ask.to : ask.today, ask.knownAt))
    if (steps.length > 0)
      result.set(
        plant,
        steps.map((step) => ({ ...step, strength: 'measured' as const })),
      )
  }
  return result
}

async function loggedSteps({ db }: NetworkContext, plant: string, { knownAt }: Measurement): Promise<Step[]> {
  const days = new Map<Day, string>()
  for (const log of await loadAccessLogs(db, { plant, knownAt })) {
    // A clock that nobody can believe dates nothing.
    const isDated = log.addSeconds !== null || log.doubts.every(({ kind }) => kind !== 'future')
    if (log.lastAt === null || !isDated) continue
    const at = new Date(Date.parse(log.lastAt) + (log.addSeconds ?? 0) * 1000)
    days.set(at.toISOString().slice(0, 10), log.id)
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, id]) => ({ from: day, value: day, records: [`access-log:${id}`], strength: 'measured' }))
}

const refOf = (log: string, line: number) => `access-line:${log}/${line}`

/**
 * Logged sessions with a person behind them count for the share; those of shared accounts, and what was seen where the log
 * of that path tells of nobody, against it.
 */
function sessionPieces({ sessions, entries, shared }: PlantAccess, within: string): Piece[] {
  const lapse = lapseOf(within)
  const among = new Set(shared.map(({ account }) => account))
  const pieces = sessions.map(({ from, person, account, log, line }): Piece => {
    const day = dayNumber(from.slice(0, 10))
    const good = person !== null || (account !== null && !among.has(accountKey(account)))
    return { from: day, to: lapse(day), count: 1, good, byMachine: true, ref: refOf(log, line) }
  })
  const unexplained = entries.filter(({ verdict }) => verdict === 'nobody')
  return [
    ...pieces,
    ...unexplained.map(({ access: { day }, talk }): Piece => {
      const on = dayNumber(day)
      const ref = `conversation:${talk.captureId}/${talk.n}`
      return { from: on, to: lapse(on), count: 1, good: false, byMachine: true, ref }
    }),
  ]
}

/** Each account once, from its first session within the window to the lapse of its last. */
function accountPieces({ sessions, shared }: PlantAccess, within: string): Piece[] {
  const lapse = lapseOf(within)
  const among = new Set(shared.map(({ account }) => account))
  const byAccount = Map.groupBy(
    sessions.filter(({ account }) => account !== null),
    ({ account }) => accountKey(account as string),
  )
  return [...byAccount].flatMap(([account, mine]) => {
    const pieces: Piece[] = []
    for (const { from, log, line } of mine) {
      const day = dayNumber(from.slice(0, 10))
      const last = pieces.at(-1)
      const piece = {
        from: day,
        to: lapse(day),
        count: 1,
        good: !among.has(account),
        byMachine: true,
        ref: refOf(log, line),
      }
      if (last !== undefined && day <= last.to) pieces[pieces.length - 1] = { ...last, to: Math.max(last.to, piece.to) }
      else pieces.push(piece)
    }
    return pieces
  })
}

const accessHref = (plant: string, more: string): string => `/network/access?plant=${encodeURIComponent(plant)}${more}`

async function logProofs({ db }: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const logs = await loadAccessLogs(db, { plant: ask.scope })
  return logs
    .filter(({ firstAt }) => firstAt !== null && firstAt.slice(0, 10) <= ask.on)
    .slice(0, ask.limit)
    .map((log) => ({
      ref: `access-log:${log.id}`,
      text: `${log.fileName}: ${log.accounting.read} lines of access, ${log.firstAt?.slice(0, 10)} to ${log.lastAt?.slice(0, 10)}`,
      textJa: `${log.fileName}：接続の行${log.accounting.read}件（${log.firstAt?.slice(0, 10)}〜${log.lastAt?.slice(0, 10)}）`,
      href: accessHref(log.plant, '&show=logs'),
      speaks: 'for',
    }))
}

async function sessionProofs(context: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const plant = ask.scope
  const access = await accessOf(context, plant, ask.on)
  const since = addPeriod(ask.on, ask.within ?? QUARTER, -1)
  const among = new Set(access.shared.map(({ account }) => account))
  const files = new Map(access.logs.map((log) => [log.id, log]))
  const proofs: Proof[] = []
  for (const { verdict, access: seen, talk } of access.entries) {
    if (verdict !== 'nobody' || seen.day < since || proofs.length >= ask.limit) continue
    const what = `${seen.client} → ${seen.server} (${seen.service}), ${seen.day}`
    proofs.push({
      ref: `conversation:${talk.captureId}/${talk.n}`,
      text: `${what}: the log of this path tells of nobody`,
      textJa: `${what}：この経路のログに該当者がいません`,
      href: talk.packet === null ? accessHref(plant, '&verdict=nobody') : packetHref(talk.captureId, talk.packet),
      speaks: 'against',
    })
  }
  const inWindow = access.sessions.filter(({ from }) => from.slice(0, 10) >= since && from.slice(0, 10) <= ask.on)
  const byShared = inWindow.filter(
    ({ person, account }) => person === null && (account === null || among.has(accountKey(account))),
  )
  const named = inWindow.filter((one) => !byShared.includes(one)).reverse()
  for (const one of [...byShared.reverse(), ...named]) {
    if (proofs.length >= ask.limit) break
    const isShared = byShared.includes(one)
    const place = lineWords(files.get(one.log)?.parts ?? [], one.line)
    const who = one.account ?? one.stored.personName ?? '–'
    proofs.push({
      ref: refOf(one.log, one.line),
      text: `${place}: ${who}, ${one.from.slice(0, 10)}${isShared ? ', an account of several' : ''}`,
      textJa: `${place}：${who}、${one.from.slice(0, 10)}${isShared ? '（共有アカウント）' : ''}`,
      href: accessHref(plant, isShared ? '&show=accounts' : ''),
      speaks: isShared ? 'against' : 'for',
    })
  }
  return proofs
}

async function accountProofs(context: NetworkContext, ask: ProofRequest): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const plant = ask.scope
  const { shared } = await accessOf(context, plant, ask.on)
  return shared.slice(0, ask.limit).map(({ account, because }) => ({
    ref: `account:${plant}/${account}`,
    text: `${account}: ${sharedWords[because].en}`,
    textJa: `${account}：${sharedWords[because].ja}`,
    href: accessHref(plant, '&show=accounts'),
    speaks: 'against',
  }))
}

const sharedWords = {
  decided: { en: 'said to be shared', ja: '共有と判断' },
  generic: { en: 'the name of a job, not of a person', ja: '個人名でない名称' },
  simultaneous: { en: 'used from two addresses at once', ja: '2か所から同時に使用' },
  severalPeople: { en: 'used by several people', ja: '複数の人が使用' },
} as const
