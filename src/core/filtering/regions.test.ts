import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDecider } from './decide.ts'
import { evaluate } from './evaluate.ts'
import type { Packet } from './packet.ts'
import { includes } from './ranges.ts'
import { type FlowBox, regionsOf } from './regions.ts'
import type { Service } from './ruleset.ts'
import { allPackets, placings, rulesets } from './rulesets.testing.ts'

const v4 = (address: Packet['source']) => ('v4' in address ? address.v4 : -1)
const isIn = ({ source, target, services }: FlowBox, packet: Packet): boolean =>
  includes(source.v4, v4(packet.source)) &&
  includes(target.v4, v4(packet.target)) &&
  (services === null || services.some((service) => isOf(service, packet)))
const isOf = ({ protocols, sourcePorts, targetPorts, icmpTypes }: Service, packet: Packet): boolean =>
  includes(protocols, packet.protocol) &&
  (sourcePorts === null || includes(sourcePorts, packet.sourcePort)) &&
  (targetPorts === null || includes(targetPorts, packet.targetPort)) &&
  (icmpTypes === null || includes(icmpTypes, packet.icmp))

describe('regions', () => {
  it('hold every packet in one box, and tell of it what the rules say one by one', () => {
    fc.assert(
      fc.property(rulesets, placings, (ruleset, places) => {
        const { list, isCut } = regionsOf(evaluate(ruleset, places))
        const decider = createDecider(ruleset, places)
        expect(isCut).toBe(false)
        for (const packet of allPackets) {
          const holding = list.flatMap((region) =>
            region.boxes.filter((box) => isIn(box, packet)).map(() => ({ ...region, boxes: null })),
          )
          expect(holding).toEqual([{ ...decider.whole(packet), boxes: null }])
        }
      }),
      { numRuns: 20 },
    )
  })

  it('that would be too many are cut, and said to be', () => {
    fc.assert(
      fc.property(rulesets, (ruleset) => {
        const evaluation = evaluate(ruleset)
        const whole = regionsOf(evaluation).list.reduce((sum, { boxes }) => sum + boxes.length, 0)
        const few = regionsOf(evaluation, 'whole', 2)
        expect(few.isCut).toBe(whole > 2)
        expect(few.list.reduce((sum, { boxes }) => sum + boxes.length, 0)).toBeLessThanOrEqual(2)
      }),
      { numRuns: 20 },
    )
  })
})
