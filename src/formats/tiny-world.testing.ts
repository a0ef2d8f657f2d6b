import fc from 'fast-check'
import { expect } from 'vitest'
import { createDecider } from '#core/filtering/decide.ts'
import type { Packet } from '#core/filtering/packet.ts'
import type { Ruleset } from '#core/filtering/ruleset.ts'

/**
 * Eight addresses behind three interfaces, and the packets between them: small enough to ask a configuration about every one,
 * and to hold the answer against an interpreter of the language that a test writes down plainly.
 */
export const base = 0x0a000000
export const addressText = (i: number): string => `10.0.0.${i}`
/** 0-3, 4-5 and 6-7. */
export const sides = [
  { name: 'outside', from: 0, length: 30 },
  { name: 'inside', from: 4, length: 31 },
  { name: 'dmz', from: 6, length: 31 },
] as const
export const sideOf = (i: number): number => (i < 4 ? 0 : i < 6 ? 1 : 2)

export interface Question {
  readonly source: number
  readonly target: number
  readonly protocol: number
  readonly sourcePort: number
  readonly targetPort: number
  /** Type and code. */
  readonly icmp: readonly [number, number]
}

const whats = [
  ...[79, 80, 443].flatMap((targetPort) =>
    [1000, 2000].map((sourcePort) => ({ protocol: 6, sourcePort, targetPort, icmp: [0, 0] as const })),
  ),
  { protocol: 17, sourcePort: 1000, targetPort: 80, icmp: [0, 0] as const },
  { protocol: 17, sourcePort: 2000, targetPort: 443, icmp: [0, 0] as const },
  { protocol: 1, sourcePort: 0, targetPort: 0, icmp: [8, 0] as const },
  { protocol: 1, sourcePort: 0, targetPort: 0, icmp: [3, 4] as const },
  { protocol: 47, sourcePort: 0, targetPort: 0, icmp: [0, 0] as const },
]
const eight = [0, 1, 2, 3, 4, 5, 6, 7]
export const questions: readonly Question[] = eight.flatMap((source) =>
  eight.flatMap((target) => whats.map((what) => ({ ...what, source, target }))),
)

const packetOf = ({ source, target, icmp, ...rest }: Question): Packet => ({
  ...rest,
  source: { v4: base + source },
  target: { v4: base + target },
  icmp: (icmp[0] << 8) | icmp[1],
})

/** Whether something holds, as far as the configuration tells: 1, 0, or ½. */
export type Truth = 0 | 0.5 | 1
export const truth = (holds: boolean): Truth => (holds ? 1 : 0)
export const all = (...parts: readonly Truth[]): Truth => Math.min(...parts, 1) as Truth
export const some = (...parts: readonly Truth[]): Truth => Math.max(...parts, 0) as Truth
export const not = (part: Truth): Truth => (1 - part) as Truth

export type Verdict = 'accepted' | 'refused' | 'undecided'
const verdictOf = (accept: boolean, drop: boolean): Verdict =>
  accept && drop ? 'undecided' : accept ? 'accepted' : 'refused'

/** The first line that holds decides; one that perhaps holds leaves it open. */
export function firstOf<T>(
  lines: readonly T[],
  holds: (line: T) => Truth,
  permits: (line: T) => boolean,
  otherwise: boolean,
): Verdict {
  let [accept, drop] = [false, false]
  for (const line of lines) {
    const held = holds(line)
    if (held === 0) continue
    if (permits(line)) accept = true
    else drop = true
    if (held === 1) return verdictOf(accept, drop)
  }
  return verdictOf(accept || otherwise, drop || !otherwise)
}

/** What answers a first packet: null for messages that nobody answers. */
export function answerTo({ source, target, sourcePort, targetPort, protocol, icmp }: Question): Question | null {
  const answer = icmp[0] === 8 ? ([0, icmp[1]] as const) : icmp
  if (protocol === 1 && icmp[0] !== 8) return null
  return { protocol, source: target, target: source, sourcePort: targetPort, targetPort: sourcePort, icmp: answer }
}

/** Both have to let it pass. */
export function bothOf(a: Verdict, b: Verdict): Verdict {
  if (a === 'refused' || b === 'refused') return 'refused'
  return a === 'undecided' || b === 'undecided' ? 'undecided' : 'accepted'
}

/** Asks about every packet; says which text and which packet the two disagree on. */
export function agrees(
  text: string,
  ruleset: Ruleset,
  expected: (question: Question) => Verdict,
  ask: 'first' | 'whole' = 'first',
): void {
  expect(ruleset.faults, text).toEqual([])
  const decider = createDecider(ruleset)
  for (const question of questions) {
    const { verdict } = decider[ask](packetOf(question))
    const wanted = expected(question)
    if (verdict !== wanted) {
      expect.fail(`${JSON.stringify(question)} is ${verdict}, but by the language ${wanted}:\n${text}`)
    }
  }
}

export const someone = fc.integer({ min: 0, max: 7 })
export const between = fc.tuple(someone, someone).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
/** A network by its first address and how many it holds: 1, 2, 4 or 8. */
export const network = fc
  .tuple(someone, fc.constantFrom(1, 2, 4, 8))
  .map(([at, size]) => ({ from: at - (at % size), size }))
export const isIn = ({ from, size }: { from: number; size: number }, i: number): boolean => i >= from && i < from + size

export type PortRule =
  | { readonly is: 'any' }
  | { readonly is: 'eq' | 'neq' | 'lt' | 'gt'; readonly port: number }
  | { readonly is: 'range'; readonly from: number; readonly to: number }

const port = fc.constantFrom(79, 80, 443, 1000, 1500, 2000)
export const portRule: fc.Arbitrary<PortRule> = fc.oneof(
  { arbitrary: fc.constant<PortRule>({ is: 'any' }), weight: 3 },
  {
    arbitrary: fc.record({ is: fc.constantFrom('eq' as const, 'neq' as const, 'lt' as const, 'gt' as const), port }),
    weight: 3,
  },
  {
    arbitrary: fc
      .tuple(port, port)
      .map(([a, b]) => ({ is: 'range' as const, from: Math.min(a, b), to: Math.max(a, b) })),
    weight: 1,
  },
)

export function meetsPort(rule: PortRule, value: number): boolean {
  switch (rule.is) {
    case 'any':
      return true
    case 'eq':
      return value === rule.port
    case 'neq':
      return value !== rule.port
    case 'lt':
      return value < rule.port
    case 'gt':
      return value > rule.port
    case 'range':
      return value >= rule.from && value <= rule.to
  }
}
