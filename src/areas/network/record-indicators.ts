import { type DayNumber, dayNumber } from '#core/calendar/day.ts'
import { dayIn, isSet, numberIn, parts, ratio, textIn } from '#core/record/data.ts'
import { flagInForce } from '#core/record/in-force.ts'
import { latestFlag, latestNumber, latestShare, shareOf } from '#core/record/in-window.ts'
import { latestDate } from '#core/record/latest-date.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'

type Data = DatedRecord['data']

const firewall = (data: Data) => textIn(data, 'kind') === 'firewall-dmz'

/** Violations open for too long, less those accepted; an acceptance that has run out accepts nothing. */
function openViolations(data: Data, day: DayNumber): number | null {
  const overdue = numberIn(data, 'overdue')
  if (overdue === null) return null
  const until = dayIn(data, 'acceptedUntil')
  const accepted = until !== null && dayNumber(until) >= day ? (numberIn(data, 'accepted') ?? 0) : 0
  return Math.max(0, overdue - accepted)
}

/** What records of the network measure for the ladder; what captures prove is measured beside them. */
export const recordIndicators: readonly RecordIndicator[] = [
  flagInForce({ id: 'network.boundaryInForce', kinds: ['boundary'] }),
  flagInForce({
    id: 'network.separationClear',
    kinds: ['boundary'],
    since: (data) => dayIn(data, firewall(data) ? 'policyReviewedOn' : 'evidencedOn'),
  }),
  flagInForce({
    id: 'network.boundaryPolicy',
    kinds: ['boundary'],
    holds: firewall,
    since: (data) => dayIn(data, 'policyReviewedOn'),
  }),
  // The boundaries of a plant are all recorded or none is: where none of them is a gap or a diode, there is none.
  latestDate({
    id: 'network.airGapEvidence',
    kinds: ['boundary'],
    where: (data) => !firewall(data),
    on: (data) => dayIn(data, 'evidencedOn'),
    complete: true,
  }),
  latestDate({ id: 'network.modelReviewed', kinds: ['zone-model-review'] }),
  latestNumber({
    id: 'network.openViolations',
    kinds: ['segmentation-check'],
    of: openViolations,
    until: (data) => dayIn(data, 'acceptedUntil'),
  }),
  latestDate({ id: 'network.accessLogged', kinds: ['access-log'] }),
  shareOf({
    id: 'network.namedSessionShare',
    kinds: ['access-log'],
    of: (data) => parts(data, 'namedSessions', 'sessions'),
  }),
  latestShare({
    id: 'network.continuousAuthShare',
    kinds: ['zero-trust-coverage'],
    of: (data) => ratio(data, 'continuousAuth', 'accesses'),
  }),
  latestShare({
    id: 'network.microsegmentedShare',
    kinds: ['zero-trust-coverage'],
    of: (data) => ratio(data, 'defaultDeny', 'boundaries'),
  }),
  latestDate({ id: 'network.twinUsed', kinds: ['digital-twin-run'] }),
  latestShare({
    id: 'network.twinShare',
    kinds: ['digital-twin-run'],
    of: (data) => ratio(data, 'assetsInTwin', 'assets'),
  }),
  latestDate({ id: 'network.cryptoInventory', kinds: ['crypto-inventory'] }),
  latestFlag({
    id: 'network.quantumMigrationPlan',
    kinds: ['crypto-inventory'],
    of: (data) => isSet(data, 'migrationPlan'),
  }),
]
