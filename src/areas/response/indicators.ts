import { dayIn, hasAll, isSet, numberIn, parts, ratio, textIn } from '#core/record/data.ts'
import { flagInForce, numberInForce } from '#core/record/in-force.ts'
import { bestShare, shareOf } from '#core/record/in-window.ts'
import { eventsOf, latestDate } from '#core/record/latest-date.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'
import { dueFindingsReflected } from './findings.ts'

type Data = DatedRecord['data']

const is = (key: string, ...values: readonly string[]) => {
  return (data: Data) => values.includes(textIn(data, key) ?? '')
}

/** A drill counts as integrated when OT and IT took part and a second person has reviewed its findings. */
const integrated = (data: Data) =>
  is('type', 'integrated')(data) && hasAll(data, 'departments', ['ot', 'it']) && textIn(data, 'reviewedBy') !== null

/** Without what was detected and what was missed, a red-team exercise taught nothing that a record could show. */
const redTeam = (data: Data) =>
  is('type', 'red-team')(data) &&
  numberIn(data, 'techniquesDetected') !== null &&
  numberIn(data, 'techniquesMissed') !== null

const otDetection = (data: Data) => is('side', 'ot')(data) && is('type', 'ids', 'ips')(data)

const automated = (data: Data) =>
  is('trigger', 'alert')(data) && isSet(data, 'finishedUnattended') && isSet(data, 'safetyGate')

function alerts(data: Data): number {
  return (numberIn(data, 'alertsOt') ?? 0) + (numberIn(data, 'alertsIt') ?? 0)
}

/** What procedures, drills, alerts and playbook runs measure for the ladder. */
export const recordIndicators: readonly RecordIndicator[] = [
  flagInForce({ id: 'response.procedureExists', kinds: ['incident-procedure'] }),
  flagInForce({ id: 'response.procedureInForce', kinds: ['incident-procedure'], holds: is('state', 'in-force') }),
  latestDate({ id: 'response.training', kinds: ['drill'], where: is('type', 'training', 'tabletop', 'integrated') }),
  shareOf({
    id: 'response.trainingAttendance',
    kinds: ['drill'],
    where: is('type', 'training', 'tabletop', 'integrated'),
    of: (data) => parts(data, 'rolesPresent', 'rolesNamed'),
  }),
  latestDate({ id: 'response.tabletop', kinds: ['drill'], where: is('type', 'tabletop', 'integrated') }),
  latestDate({ id: 'response.integratedDrill', kinds: ['drill'], where: integrated }),
  dueFindingsReflected,
  latestDate({ id: 'response.redTeam', kinds: ['drill'], where: redTeam }),
  latestDate({ id: 'response.fallbackDrilled', kinds: ['drill'], where: (data) => isSet(data, 'fallbackDrilled') }),
  latestDate({
    id: 'response.otDetectionAlive',
    kinds: ['alert-source'],
    where: otDetection,
    on: (data) => dayIn(data, 'aliveOn'),
  }),
  bestShare({
    id: 'response.otDetectionZoneShare',
    kinds: ['alert-source'],
    where: otDetection,
    on: (data) => dayIn(data, 'aliveOn'),
    of: (data) => ratio(data, 'zonesCovered', 'zones'),
  }),
  numberInForce({
    id: 'response.socHours',
    kinds: ['soc-rota'],
    of: (data) =>
      isSet(data, 'otCompetence') && isSet(data, 'itCompetence') ? (numberIn(data, 'hoursPerWeek') ?? 0) : 0,
  }),
  latestDate({
    id: 'response.alertsBothSides',
    kinds: ['soc-report'],
    where: (data) => (numberIn(data, 'alertsOt') ?? 0) > 0 && (numberIn(data, 'alertsIt') ?? 0) > 0,
  }),
  shareOf({
    id: 'response.acknowledgedShare',
    kinds: ['soc-report'],
    of: (data) => [numberIn(data, 'acknowledgedInTime') ?? 0, alerts(data)],
  }),
  latestDate({ id: 'response.automatedRun', kinds: ['playbook-run'], where: automated }),
  shareOf({
    id: 'response.unattendedShare',
    kinds: ['playbook-run'],
    where: is('trigger', 'alert'),
    of: (data) => [isSet(data, 'finishedUnattended') ? 1 : 0, 1],
  }),
  shareOf({
    id: 'response.safetyGatedShare',
    kinds: ['playbook-run'],
    of: (data) => [isSet(data, 'safetyGate') ? 1 : 0, 1],
  }),
  eventsOf({
    id: 'response.timesMeasured',
    kinds: ['incident'],
    where: (data) => numberIn(data, 'hoursToDetect') !== null && numberIn(data, 'hoursToRecover') !== null,
  }),
]
