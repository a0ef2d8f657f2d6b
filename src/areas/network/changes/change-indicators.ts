import { addPeriod } from '#core/calendar/period.ts'
import { utcDayOf } from '#core/change/sighting.ts'
import type { Indicator, Measurement, Proof, ProofRequest, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { loadCaptures } from '../capture-store.ts'
import type { NetworkContext } from '../context.ts'
import { sourceWords } from '../proof-place.ts'
import { captureProofs } from '../proofs.ts'
import { liveSensors } from '../sensor-feeds.ts'
import { loadTakenDays } from './change-sightings-store.ts'
import { lagSteps, type MeasuredChange, reconciledSteps } from './change-steps.ts'
import { changeWords, delayWords, standingWords } from './change-words.ts'
import { type JudgedChange, judgeChanges } from './judge-changes.ts'
import { learnedSources, loadLearning } from './keep-changes.ts'
import { isOpen } from './list-changes.ts'

const QUARTER = 'P3M'
const AN_HOUR = 60

/** What changes tell of a plant's watch over itself. */
export function changeIndicators(context: NetworkContext): Indicator[] {
  return [
    {
      id: 'network.changeAlertLag',
      async measure(ask) {
        const measured = await changesOf(context, ask)
        return steps(context, ask, measured, ({ changes }) => lagSteps(changes, ask.within ?? QUARTER))
      },
      proof: (ask) => changeProofs(context, ask, 'lag'),
    },
    {
      id: 'network.changesReconciledShare',
      async measure(ask) {
        const measured = await changesOf(context, ask)
        return steps(context, ask, measured, ({ changes, looked }) =>
          reconciledSteps(changes, looked, ask.within ?? QUARTER),
        )
      },
      proof: (ask) => changeProofs(context, ask, 'standing'),
    },
  ]
}

interface Measured {
  readonly changes: readonly MeasuredChange[]
  /** Days on which a source that has learned looked, with one of its captures. */
  readonly looked: readonly { readonly day: string; readonly ref: string }[]
}

async function changesOf(context: NetworkContext, ask: Measurement): Promise<Map<string, Measured>> {
  if (ask.knownAt === undefined) await context.changes.keepUp(ask.plants)
  const found = new Map<string, Measured>()
  for (const plant of ask.plants) {
    const { learning } = await loadLearning(context.db, plant, ask.today, ask.knownAt)
    const learned = new Map(learnedSources(learning).map(({ source, until }) => [source, until]))
    if (learned.size === 0) continue
    const looked = (await loadTakenDays(context.db, plant, ask.knownAt)).flatMap(({ source, days, id }) => {
      const until = learned.get(source)
      return until === undefined ? [] : days.filter((day) => day > until).map((day) => ({ day, ref: `capture:${id}` }))
    })
    const judged = await judgeChanges(context, { plants: [plant], knownAt: ask.knownAt })
    const changes = judged.filter(({ standing }) => standing !== 'learned').map(measuredOf)
    found.set(plant, { changes, looked: looked.sort((a, b) => (a.day < b.day ? -1 : 1)) })
  }
  return found
}

function measuredOf(change: JudgedChange): MeasuredChange {
  const { at, standing, decision, noticedAt, isLive, kind } = change
  const noticedOn = noticedAt.slice(0, 10)
  const day = at === null ? noticedOn : utcDayOf(at)
  const isSettled = standing === 'authorised' || standing === 'accepted' || standing === 'explained'
  // That somebody is missed is known after days of looking: there is no moment on the wire.
  const hasLag = isLive && at !== null && kind !== 'gone-device'
  return {
    ref: `change:${change.id}`,
    day,
    settledOn: !isSettled ? null : standing === 'authorised' ? day : (decision?.recordedAt.slice(0, 10) ?? day),
    lagMinutes: hasLag ? lagOf(change) : null,
    noticedOn,
  }
}

const lagOf = ({ at, noticedAt }: JudgedChange): number => Math.max(0, (Date.parse(noticedAt) - (at ?? 0)) / 60_000)

/** A sensor that is alive goes on telling. */
async function steps(
  context: NetworkContext,
  ask: Measurement,
  measured: ReadonlyMap<string, Measured>,
  of: (one: Measured) => Step[],
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const live = ask.knownAt === undefined ? await liveSensors(context) : new Map<string, string>()
  return new Map(
    [...measured].flatMap(([plant, one]) => {
      const all = of(one)
      if (all.length === 0) return []
      const at = all.findLastIndex(({ from }) => from <= ask.today)
      const goesOn = at >= 0 && live.has(plant) && one.looked.at(-1)?.day === live.get(plant)
      return [[plant, goesOn ? all.with(at, { ...all[at]!, feed: true }) : all] as const]
    }),
  )
}

async function changeProofs(context: NetworkContext, ask: ProofRequest, by: 'lag' | 'standing'): Promise<Proof[]> {
  if (ask.scope === '*') return []
  const plant = ask.scope
  await context.changes.keepUp([plant])
  const since = addPeriod(ask.on, ask.within ?? QUARTER, -1)
  const inWindow = (await judgeChanges(context, { plants: [plant], asOf: ask.on })).filter((change) => {
    const { day, lagMinutes } = measuredOf(change)
    return change.standing !== 'learned' && day >= since && day <= ask.on && (by === 'standing' || lagMinutes !== null)
  })
  if (inWindow.length === 0) return captureProofs(context, { ...ask, within: ask.within ?? QUARTER })
  const isAgainst = (change: JudgedChange) =>
    by === 'lag' ? lagOf(change) > AN_HOUR : isOpen(change.standing) || change.standing === 'raised'
  const sorted = inWindow.toSorted((a, b) =>
    by === 'lag' ? lagOf(b) - lagOf(a) : Number(isAgainst(b)) - Number(isAgainst(a)) || (b.at ?? 0) - (a.at ?? 0),
  )
  const proofs: Proof[] = []
  for (const change of sorted.slice(0, ask.limit)) {
    const [capture] = await loadCaptures(context.db, { id: change.captureId, limit: 1, skip: 0 })
    const words = changeWords(change)
    const how = by === 'lag' ? delayWords(lagOf(change)) : standingWords(change)
    const place = change.packet === null ? null : sourceWords(capture, change.packet)
    proofs.push({
      ref: `change:${change.id}`,
      text: `${words.en}: ${how.en}${place === null ? '' : ` (${place.en})`}`,
      textJa: `${words.ja}：${how.ja}${place === null ? '' : `（${place.ja}）`}`,
      href: changeHref(change.id),
      speaks: isAgainst(change) ? 'against' : 'for',
    })
  }
  return proofs
}

const changeHref = (id: string): string => `/network/changes/${encodeURIComponent(id)}`
