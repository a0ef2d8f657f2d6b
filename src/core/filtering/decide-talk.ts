import { cutsOf } from './cuts.ts'
import { createDecider } from './decide.ts'
import type { Decision } from './evaluate.ts'
import type { Places } from './interfaces.ts'
import { firstPacket, type ObservedTalk } from './observed.ts'
import { firstClientPort } from './packet.ts'
import type { Ruleset } from './ruleset.ts'

/** Rules that tell more client ports apart are not tried port by port. */
const mostPorts = 64

/**
 * Which rule let a conversation pass, or refuses it, with its answers. Its client's port is not known: where rules ask for it
 * and differ, it is undecided. Null for what no packet filter sees, or of which nobody knows what was spoken.
 */
export const decideTalk = (ruleset: Ruleset, talk: ObservedTalk, places: Places = new Map()): Decision | null =>
  createTalkDecider(ruleset, places)(talk)

/** For many conversations: each takes a walk through the rules. */
export function createTalkDecider(ruleset: Ruleset, places: Places): (talk: ObservedTalk) => Decision | null {
  const decider = createDecider(ruleset, places)
  const { starts } = cutsOf([{ ruleset, places: [] }], { addresses: [], services: [] }).sourcePort
  const ports = starts.filter((port) => port >= firstClientPort)
  return (talk) => {
    const packet = firstPacket(talk)
    if (packet === null) return null
    const all = packet.protocol === 17 ? [...ports, packet.targetPort] : ports
    const decisions = all.slice(0, mostPorts).map((sourcePort) => decider.whole({ ...packet, sourcePort }))
    const first = decisions[0]!
    if (all.length <= mostPorts && decisions.every(({ verdict }) => verdict === first.verdict)) return first
    const by = [...new Set(decisions.flatMap((decision) => decision.by))]
    return { verdict: 'undecided', by, doubts: [{ kind: 'sourcePort' }] }
  }
}
