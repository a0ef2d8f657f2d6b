import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import { type PolicyOperation, policyOperations } from '#core/segmentation/policy.ts'
import type { JudgedTalk, TalkToJudge } from './judged-talk.ts'

/** Where no clock tells when a conversation began. */
export const UNDATED = 0

interface Sum {
  /** '' where there is none. */
  readonly clientZone: string
  readonly serverZone: string
  readonly verdict: JudgedTalk['verdict']
  conversations: number
  /** Days on which conversations began, with how many did and how many of them were attempts. */
  readonly starts: Map<number, [conversations: number, attempts: number]>
  readonly days: Set<number>
  readonly attemptDays: Set<number>
}

/** A day and a conversation's number in its capture. */
type First = readonly [day: number, n: number]

export interface PairSum extends Sum {
  attempts: number
  answered: First | null
  attempt: First | null
}

export interface ConduitSum extends Sum {
  readonly conduit: string
  readonly protocol: string | null
  readonly transport: TalkToJudge['transport']
  readonly port: number | null
  readonly operations: Set<PolicyOperation>
}

/** The verdicts of a capture added up, in whatever order they come. */
export interface Sums {
  add(talk: TalkToJudge, judged: JudgedTalk): void
  readonly pairs: ReadonlyMap<string, PairSum>
  readonly conduits: ReadonlyMap<string, ConduitSum>
}

export function createSums(): Sums {
  const pairs = new Map<string, PairSum>()
  const conduits = new Map<string, ConduitSum>()
  return {
    pairs,
    conduits,
    add(talk, judged) {
      const days = judged.days.map(numberOfDay)
      const isAttempt = judged.answered === false
      const named = `${zonesKey(judged)}\n${judged.verdict}`
      const pair = found(pairs, named, () => emptyPair(judged))
      count(pair, days, isAttempt)
      if (isAttempt) pair.attempts++
      const first: First = [days[0] ?? UNDATED, judged.n]
      if (isAttempt) pair.attempt = earlier(pair.attempt, first)
      else pair.answered = earlier(pair.answered, first)
      for (const conduit of judged.conduits) {
        const key = [conduit, named, talk.protocol ?? '', talk.transport, talk.port ?? ''].join('\n')
        const sum = found(conduits, key, () => emptyConduit(conduit, judged, talk))
        count(sum, days, isAttempt)
        if (isAttempt) continue
        for (const one of policyOperations) if ((talk.operations?.[one] ?? 0) > 0) sum.operations.add(one)
      }
    },
  }
}

/** Sums of conversations between the same zones are of the same key. */
export const zonesKey = ({ clientZone, serverZone }: Pick<JudgedTalk, 'clientZone' | 'serverZone'>): string =>
  `${clientZone ?? ''}\n${serverZone ?? ''}`

const empty = ({ verdict, clientZone, serverZone }: JudgedTalk): Sum => ({
  ...{ verdict, clientZone: clientZone ?? '', serverZone: serverZone ?? '', conversations: 0 },
  ...{ starts: new Map(), days: new Set(), attemptDays: new Set() },
})

const emptyPair = (judged: JudgedTalk): PairSum => ({ ...empty(judged), attempts: 0, answered: null, attempt: null })

function emptyConduit(conduit: string, judged: JudgedTalk, { protocol, transport, port }: TalkToJudge): ConduitSum {
  return { ...empty(judged), conduit, protocol, transport, port, operations: new Set() }
}

function found<One>(all: Map<string, One>, key: string, make: () => One): One {
  const known = all.get(key)
  if (known !== undefined) return known
  const made = make()
  all.set(key, made)
  return made
}

function count(sum: Sum, days: readonly number[], isAttempt: boolean): void {
  sum.conversations++
  const start = days[0] ?? UNDATED
  const begun = sum.starts.get(start)
  if (begun === undefined) sum.starts.set(start, [1, isAttempt ? 1 : 0])
  else {
    begun[0]++
    if (isAttempt) begun[1]++
  }
  const into = isAttempt ? sum.attemptDays : sum.days
  for (const day of days) into.add(day)
}

function earlier(a: First | null, b: First): First {
  return a === null || b[0] < a[0] || (b[0] === a[0] && b[1] < a[1]) ? b : a
}

const numbers = new Map<Day, number>()
const texts = new Map<number, Day>()
/** A few thousand days are all that plants have seen; a hostile clock does not get further. */
const mostDays = 200_000

function numberOfDay(day: Day): number {
  const known = numbers.get(day)
  if (known !== undefined) return known
  const number = dayNumber(day)
  if (numbers.size < mostDays) numbers.set(day, number)
  return number
}

export function textOfDay(number: number): Day {
  const known = texts.get(number)
  if (known !== undefined) return known
  const text = dayOf(number)
  if (texts.size < mostDays) texts.set(number, text)
  return text
}

/** Days as first, length, first, length, …, ascending. */
export function runsOf(days: Iterable<number>): number[] {
  const runs: number[] = []
  for (const day of [...days].sort((a, b) => a - b)) {
    const at = runs.length - 2
    if (at >= 0 && runs[at]! + runs[at + 1]! === day) runs[at + 1]!++
    else runs.push(day, 1)
  }
  return runs
}

/** The days of runs, ascending, from one to another, both included. */
export function* daysOfRuns(runs: readonly number[], from = -Infinity, to = Infinity): Generator<number> {
  for (let i = 0; i < runs.length; i += 2) {
    const last = Math.min(runs[i]! + runs[i + 1]! - 1, to)
    for (let day = Math.max(runs[i]!, from); day <= last; day++) yield day
  }
}
