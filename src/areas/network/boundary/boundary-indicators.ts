import type { Indicator } from '#core/maturity/indicator.ts'
import type { NetworkContext } from '../context.ts'
import { conduitProofs, violationProofs } from './boundary-proofs.ts'
import { conduitFitShare } from './conduit-fit.ts'
import { excessProofs, firewallExcess, microsegmentedShare } from './filter-indicators.ts'
import { openViolations } from './open-violations.ts'

/** What zones, conduits and rules prove against traffic. */
export function boundaryIndicators(context: NetworkContext): Indicator[] {
  return [
    {
      id: 'network.openViolations',
      alsoRecorded: 'value',
      measure: (ask) => openViolations(context, ask),
      proof: (ask) => violationProofs(context, ask),
    },
    {
      id: 'network.conduitFitShare',
      measure: (ask) => conduitFitShare(context, ask),
      proof: (ask) => conduitProofs(context, ask),
    },
    {
      id: 'network.firewallExcess',
      measure: (ask) => firewallExcess(context, ask),
      proof: (ask) => excessProofs(context, ask),
    },
    {
      id: 'network.microsegmentedShare',
      alsoRecorded: 'value',
      measure: (ask) => microsegmentedShare(context, ask),
      proof: (ask) => excessProofs(context, ask),
    },
  ]
}
