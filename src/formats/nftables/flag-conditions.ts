import { connectionStates } from '#core/filtering/ruleset.ts'
import { type Condition, packetCondition, perhaps, stateCondition } from '../netfilter/match.ts'
import { namedIn, numberOf } from '../netfilter/names.ts'
import { tcpFlagCondition, tcpFlags } from '../netfilter/tcp-flags.ts'
import type { Comparison } from './comparison.ts'

/** Bits of `ct state` (nft describe ct state). */
const stateBits: Readonly<Record<string, number>> = { invalid: 1, established: 2, related: 4, new: 8, untracked: 64 }
/** Conditions on bits; undefined for keys that have none, null for values that are not understood. */
export function flagCondition(key: string, comparison: Comparison): Condition | null | undefined {
  if (key === 'ct state') {
    const holds = predicate(comparison, stateBits)
    return holds === null
      ? null
      : stateCondition(
          connectionStates.filter((state) => holds(stateBits[state]!)),
          false,
        )
  }
  if (key === 'tcp flags') {
    const holds = predicate(comparison, tcpFlags)
    return holds === null ? null : tcpFlagCondition(holds)
  }
  if (key !== 'ct direction') return undefined
  const said = comparison.values.map((words) => words[0])
  if (
    comparison.mask !== null ||
    !said.every((word) => word === 'original' || word === 'reply' || word === '0' || word === '1')
  )
    return perhaps('the direction of the packet')
  const not = comparison.operator === '!=' || comparison.operator === '!'
  const isFirst = (said.includes('original') || said.includes('0')) !== not
  return packetCondition(isFirst, null, 'the direction of the packet')
}

/** Whether a set of bits meets the comparison: without an operator one bit in common is enough, `==` wants all. */
function predicate(
  { operator, values, mask, isSet }: Comparison,
  names: Readonly<Record<string, number>>,
): ((bits: number) => boolean) | null {
  const bitsOf = (words: readonly string[]): number | null =>
    words.reduce<number | null>((sum, text) => {
      const bit = namedIn(names, text) ?? numberOf(text, 0xffff)
      return sum === null || bit === null ? null : sum | bit
    }, 0)
  const wanted = values.map(bitsOf)
  const masked = mask === null ? 0xffff : bitsOf(mask)
  if (masked === null || wanted.includes(null)) return null
  const all = wanted as number[]
  if (isSet || mask !== null) {
    if (operator === '==' || operator === 'in') return (bits) => all.includes(bits & masked)
    return operator === '!=' || operator === '!' ? (bits) => !all.includes(bits & masked) : null
  }
  const value = all.reduce((sum, bits) => sum | bits, 0)
  if (operator === 'in') return (bits) => (bits & value) !== 0
  if (operator === '!') return (bits) => (bits & value) === 0
  if (operator === '==') return (bits) => bits === value
  return operator === '!=' ? (bits) => bits !== value : null
}
