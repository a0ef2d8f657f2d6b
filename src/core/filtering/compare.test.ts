import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'
import type { Comparison } from './comparison.ts'
import { createDecider } from './decide.ts'
import { dmzCheck } from './dmz-check.ts'
import { type Packet, textOfAddress } from './packet.ts'
import type { PolicyView } from './policy-view.ts'
import type { Ruleset } from './ruleset.ts'
import { allPackets, areaOf, isAllowed, policies, rulesets } from './rulesets.testing.ts'

const noTraffic = { talks: [], sees: null }
/** Every two areas are parted by the filter: interfaces are tried in the evaluation's own test. */
const everywhere = (from: number, to: number) => from !== to

type Kind = Comparison['differences'][number]['kind'] | 'covered' | 'closed' | null

/** What one packet is, without sets. */
function kindOf(ruleset: Ruleset, policy: PolicyView) {
  const decider = createDecider(ruleset)
  return (packet: Packet): Kind => {
    const [from, to] = [areaOf(policy, packet.source), areaOf(policy, packet.target)]
    if (from === to || policy.areas[from]!.kind !== 'zone' || policy.areas[to]!.kind !== 'zone') return null
    if (isAllowed(policy, packet)) {
      const { verdict } = decider.whole(packet)
      return verdict === 'accepted' ? 'covered' : verdict === 'refused' ? 'missing' : 'mayBeMissing'
    }
    const { verdict } = decider.first(packet)
    return verdict === 'accepted' ? 'excess' : verdict === 'refused' ? 'closed' : 'mayBeExcess'
  }
}

describe('a comparison of rules and policy', () => {
  it('finds every difference that some packet shows, and shows each with a packet', () => {
    fc.assert(
      fc.property(rulesets, policies, (ruleset, policy) => {
        const kind = kindOf(ruleset, policy)
        const { differences, remarks } = compare({ ruleset, policy, traffic: noTraffic, boundary: everywhere })
        expect(remarks.some((one) => one.kind === 'tooLarge')).toBe(false)
        const named = (one: string, from: number, to: number) => `${one} ${from} ${to}`
        const found = new Set(
          differences.map((one) => named(one.kind, policy.areas.indexOf(one.from), policy.areas.indexOf(one.to))),
        )
        for (const packet of allPackets) {
          const own = kind(packet)
          if (own === null || own === 'covered' || own === 'closed') continue
          expect(found).toContain(named(own, areaOf(policy, packet.source), areaOf(policy, packet.target)))
        }
        const decider = createDecider(ruleset)
        for (const one of differences) {
          if (one.from.kind !== 'zone' || one.to.kind !== 'zone') continue
          expect(kind(one.witness)).toBe(one.kind)
          const isNeeded = one.kind === 'missing' || one.kind === 'mayBeMissing'
          const decision = isNeeded ? decider.whole(one.witness) : decider.first(one.witness)
          expect(one.by).toEqual(decision.by)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('is the same whatever the order of the policy, and whether a rule stands there twice', () => {
    fc.assert(
      fc.property(rulesets, policies, fc.nat(), (ruleset, policy, at) => {
        const [first, ...others] = ruleset.chains
        const steps = [...first!.steps]
        const doubled = steps.flatMap((step, i) => (i === at % steps.length ? [step, step] : [step]))
        const again: Ruleset = { ...ruleset, chains: [{ ...first!, steps: doubled }, ...others] }
        const turned: PolicyView = { ...policy, allowances: policy.allowances.toReversed() }
        const told = (result: Comparison) => {
          const all = result.differences.map(({ kind, from, to, conduits }) =>
            JSON.stringify([kind, from.name, to.name, conduits.map(({ name }) => name)]),
          )
          return [...new Set(all)].sort()
        }
        const input = { ruleset, policy, traffic: noTraffic, boundary: everywhere }
        expect(told(compare({ ...input, policy: turned }))).toEqual(told(compare(input)))
        expect(told(compare({ ...input, ruleset: again }))).toEqual(told(compare(input)))
      }),
      { numRuns: 20 },
    )
  })

  it('calls a rule shadowed only where every packet fares the same without it', () => {
    fc.assert(
      fc.property(rulesets, policies, (ruleset, policy) => {
        const { shadows } = compare({ ruleset, policy, traffic: noTraffic })
        const before = createDecider(ruleset)
        const verdicts = allPackets.map((packet) => before.whole(packet).verdict)
        for (const { kind, step } of shadows) {
          if (kind === 'partly') continue
          const chains = ruleset.chains.map((chain) => ({
            ...chain,
            steps: chain.steps.map((one) => (one === step ? { ...one, isDisabled: true } : one)),
          }))
          const without = createDecider({ ...ruleset, chains })
          expect(allPackets.map((packet) => without.whole(packet).verdict)).toEqual(verdicts)
        }
        const idle = new Set(
          shadows.filter(({ kind }) => kind !== 'partly' && kind !== 'redundant').map(({ step }) => step),
        )
        for (const packet of allPackets) {
          for (const cause of before.first(packet).by) if (cause.kind === 'step') expect(idle).not.toContain(cause.step)
        }
      }),
      { numRuns: 8 },
    )
  })

  it('says of every conversation what its first packet shows', () => {
    const tcp = allPackets.filter(({ protocol, sourcePort }) => protocol === 6 && sourcePort === 50000)
    fc.assert(
      fc.property(rulesets, policies, fc.constantFrom(true, false, null), (ruleset, policy, answered) => {
        const talks = tcp.map(({ source, target, targetPort }, i) => ({
          id: String(i),
          client: textOfAddress(source),
          server: textOfAddress(target),
          transport: 'tcp' as const,
          port: targetPort,
          protocol: null,
          answered,
        }))
        const result = compare({ ruleset, policy, traffic: { talks, sees: null }, boundary: everywhere })
        const kind = kindOf(ruleset, policy)
        const bySighting = new Map(result.sightings.map((one) => [one.talk, one]))
        const isPortAsked = ruleset.chains.some(({ steps }) =>
          steps.some(({ match }) => match.services?.some(({ sourcePorts }) => sourcePorts !== null)),
        )
        for (const [i, packet] of tcp.entries()) {
          const [own, sighting] = [kind(packet), bySighting.get(String(i))]
          if (own === null || isPortAsked) continue
          if (own === 'covered') expect(sighting).toBeUndefined()
          else if (own === 'excess') expect(sighting!.kind).toBe('despitePolicy')
          else if (own === 'mayBeExcess' || own === 'mayBeMissing') expect(sighting!.kind).toBe('undecided')
          else if (answered !== true) expect(sighting!.kind).toBe('refused')
          else expect(sighting!.kind).toBe(own === 'closed' ? 'despiteBoth' : 'despiteRules')
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('a check of the DMZ', () => {
  it('shows every direct way past it, through one filter or two in a row, with a packet that both let pass', () => {
    fc.assert(
      fc.property(rulesets, fc.option(rulesets), policies, (one, other, policy) => {
        const rules = other === null ? [one] : [one, other]
        const filters = rules.map((ruleset, i) => ({ name: String(i), ruleset, boundary: everywhere }))
        const { paths } = dmzCheck({ filters, policy })
        const deciders = rules.map((ruleset) => createDecider(ruleset))
        const levels = (packet: Packet) =>
          [packet.source, packet.target].map((end) => Number(policy.areas[areaOf(policy, end)]!.level ?? Number.NaN))
        const passes = (packet: Packet) => deciders.every((decider) => decider.first(packet).verdict === 'accepted')
        const ruled = paths.filter((path) => path.in === 'rules')
        for (const path of ruled.filter(({ isSure }) => isSure)) {
          for (const hop of path.hops) expect(passes(hop.witness!)).toBe(true)
        }
        const direct = new Set(
          ruled
            .filter(({ isSure, hops, direction }) => isSure && direction === 'down' && hops.length === 1)
            .map(({ hops }) => `${hops[0]!.from.name} ${hops[0]!.to.name}`),
        )
        for (const packet of allPackets) {
          const [from, to] = levels(packet)
          if (!(from! >= 4 && to! <= 3) || !passes(packet)) continue
          const names = [packet.source, packet.target].map((end) => policy.areas[areaOf(policy, end)]!.name)
          expect(direct).toContain(names.join(' '))
        }
      }),
      { numRuns: 20 },
    )
  })
})
