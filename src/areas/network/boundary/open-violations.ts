import { lapseOf } from '#areas/assets/index.ts'
import { type Day, type DayNumber, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { Measurement, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import type { Policy } from '#core/segmentation/policy.ts'
import type { NetworkContext } from '../context.ts'
import { inTurn } from '../in-turn.ts'
import { type JudgedPlant, judgePlant } from './judge-traffic.ts'
import { loadOpenTalks, type OpenTalk } from './verdict-list-store.ts'
import { loadWatchedDays } from './verdict-sums-store.ts'

const MONTH = 'P31D'
const NAMED = 10
/** Beyond these nobody counts on: it is far from none. */
const MOST = 5_000

/** One pair of ends and a service that is not allowed, and the stretches of days on which that is open. */
export interface OpenViolation {
  readonly talk: OpenTalk
  readonly stretches: readonly { readonly from: DayNumber; readonly to: DayNumber }[]
}

/**
 * Violations that are open: what was answered and no conduit allowed, until it was not seen for as long as the window, or a
 * conduit (an exception with its end) allows it. An end outside of all zones counts too: unknown is not good.
 */
export async function openViolations(
  context: NetworkContext,
  ask: Measurement,
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const result = new Map<ScopeKey, Series>()
  if (ask.knownAt !== undefined) return result
  for (const plant of ask.plants) {
    const judged = await judgePlant(context, plant)
    if (judged.recorded.policy.conduits.length === 0) continue
    const lapse = lapseOf(ask.within ?? MONTH)
    const open = await violationsOf(context, plant, judged, lapse)
    const watched = await loadWatchedDays(context.db, plant)
    if (watched.size > 0) result.set(plant, stepsOf(open, watched, judged.recorded.policy, lapse))
  }
  return result
}

export async function violationsOf(
  { db }: Pick<NetworkContext, 'db'>,
  plant: string,
  judged: JudgedPlant,
  lapse: (day: DayNumber) => DayNumber,
): Promise<OpenViolation[]> {
  const talks = await loadOpenTalks(db, plant, MOST)
  const same = Map.groupBy(talks, ({ client, server, transport, port, protocol }) =>
    JSON.stringify([client, server, transport, port, protocol]),
  )
  const turns = turningDays(judged.recorded.policy)
  const open: OpenViolation[] = []
  await inTurn(same.values(), (group) => {
    const [talk] = group as [OpenTalk, ...OpenTalk[]]
    const days = [...new Set(group.flatMap((one) => one.days))].sort().map(dayNumber)
    const stretches = cutAt(joined(days, lapse), turns).filter(({ from }) => !isAllowedOn(judged, talk, dayOf(from)))
    open.push({ talk, stretches })
  })
  return open
}

/** As if it took place on that day: an exception that was made since then closes what was seen before. */
function isAllowedOn({ judge, endpoints }: JudgedPlant, talk: OpenTalk, on: Day): boolean {
  const { verdict } = judge.judge({
    ...talk,
    client: endpoints(talk.captureId, talk.client),
    server: endpoints(talk.captureId, talk.server),
    days: [on],
  })
  return verdict === 'allowed'
}

type Stretch = OpenViolation['stretches'][number]

function joined(days: readonly DayNumber[], lapse: (day: DayNumber) => DayNumber): Stretch[] {
  const stretches: { from: DayNumber; to: DayNumber }[] = []
  for (const day of days) {
    const last = stretches.at(-1)
    if (last !== undefined && day <= last.to) last.to = lapse(day)
    else stretches.push({ from: day, to: lapse(day) })
  }
  return stretches
}

/** Days on which what is in force changes. */
function turningDays({ zones, conduits }: Policy): DayNumber[] {
  const days = [...zones, ...conduits].flatMap(({ validFrom, validTo }) => [
    dayNumber(validFrom),
    ...(validTo === null ? [] : [dayNumber(validTo) + 1]),
  ])
  return [...new Set(days)].sort((a, b) => a - b)
}

function cutAt(stretches: readonly Stretch[], turns: readonly DayNumber[]): Stretch[] {
  return stretches.flatMap(({ from, to }) => {
    const starts = [from, ...turns.filter((turn) => from < turn && turn < to)]
    return starts.map((start, i) => ({ from: start, to: starts[i + 1] ?? to }))
  })
}

function stepsOf(
  open: readonly OpenViolation[],
  watched: ReadonlyMap<DayNumber, string>,
  policy: Policy,
  lapse: (day: DayNumber) => DayNumber,
): Step[] {
  const looks = [...watched.keys()].sort((a, b) => a - b)
  const changes = Map.groupBy(
    open.flatMap(({ talk, stretches }) => {
      const ref = `conversation:${talk.captureId}/${talk.n}`
      return stretches.flatMap(({ from, to }) => [
        { at: from, ref, sign: 1 },
        { at: to, ref, sign: -1 },
      ])
    }),
    ({ at }) => at,
  )
  const cuts = [...new Set([...changes.keys(), ...looks, ...looks.map(lapse), ...turningDays(policy)])].sort(
    (a, b) => a - b,
  )
  const inside = new Map<string, number>()
  const steps: Step[] = []
  let look = -1
  for (const cut of cuts) {
    for (const { ref, sign } of changes.get(cut) ?? []) {
      const count = (inside.get(ref) ?? 0) + sign
      if (count === 0) inside.delete(ref)
      else inside.set(ref, count)
    }
    while (look + 1 < looks.length && looks[look + 1]! <= cut) look++
    const last = looks[look]
    if (last === undefined) continue
    const day = dayOf(cut)
    const isWatched = cut < lapse(last)
    const hasPolicy = policy.conduits.some(
      ({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo),
    )
    steps.push({
      from: day,
      value: !hasPolicy ? null : inside.size > 0 ? inside.size : isWatched ? 0 : null,
      records: inside.size > 0 ? [...inside.keys()].slice(0, NAMED) : [`capture:${watched.get(last)!}`],
      recordCount: Math.max(1, inside.size),
      strength: 'measured',
      observedOn: dayOf(last),
    })
  }
  return steps
}
