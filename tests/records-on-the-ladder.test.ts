import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadAxis } from '#areas/maturity/load-axis.ts'
import { dayNumber, dayOf } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import { climb } from '#core/maturity/assess.ts'
import type { ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { type AssessmentInput, type Attestation, measurementKey, measurementsOf } from '#core/maturity/input.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'
import { record, weHaveNone } from '#core/record/testing.ts'

/** The real definition, the real indicators and the engine together, on records of a small company. */
const root = join(import.meta.dirname, '..')
const areas = join(root, 'src/areas')
const files = readdirSync(areas, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'))
const modules = await Promise.all(
  files
    .filter((path) => /^[a-z]+\/(record-)?indicators\.ts$/.test(path))
    .map(async (path) => (await import(join(areas, path))) as { recordIndicators?: RecordIndicator[] }),
)
const indicators = modules.flatMap((one) => one.recordIndicators ?? [])
const { axis } = await loadAxis(join(root, 'model/ot-it'))

const today = '2026-11-23'
const ago = (period: string) => addPeriod(today, period, -1)
const plants = ['kashima', 'mizushima']

function series(records: readonly DatedRecord[], machine: Readonly<Record<string, Step['value']>>) {
  const byKey = new Map<string, ReadonlyMap<ScopeKey, Series>>()
  for (const { indicator: id, within } of measurementsOf(axis)) {
    const byScope = new Map<ScopeKey, Series>()
    const bound = indicators.find((one) => one.id === id)
    for (const scope of ['*', ...plants]) {
      const mine = records.filter((one) => one.scope === 'enterprise' || (scope !== '*' && one.scope.includes(scope)))
      const steps = bound?.steps(mine, { plants, scope, today, ...(within ? { within } : {}) }) ?? []
      if (steps.length > 0) byScope.set(scope, steps)
      if (id in machine && scope !== '*') byScope.set(scope, measured(id, machine[id] ?? null))
    }
    byKey.set(measurementKey(id, within), byScope)
  }
  return byKey
}

function measured(id: string, value: Step['value']): Series {
  const step = (from: string): Step => ({ from, value, records: [`capture:${id}`], strength: 'measured' })
  if (axis.indicators[id]?.value !== 'events') return [step(ago('P1M'))]
  return Array.from({ length: 15 }, (_, i) => step(ago(`P${14 - i}M`)))
}

function standing(given: {
  readonly records?: readonly DatedRecord[]
  readonly machine?: Readonly<Record<string, Step['value']>>
  readonly attestations?: readonly Attestation[]
}) {
  const input: AssessmentInput = {
    axis,
    fiscalYearStartMonth: 4,
    plants: plants.map((key) => ({
      key,
      criticality: 'major',
      onboardedOn: null,
      processHazards: true,
      shutdowns: [],
    })),
    series: series(given.records ?? [], given.machine ?? {}),
    attestations: given.attestations ?? [],
    exemptions: [],
    compensations: [],
    plans: [],
    today,
    assume: 'feeds',
  }
  const { enterprise } = climb(input).at(today)
  const verdict = (id: string) => enterprise.verdicts.find((one) => one.criterion === id)!
  return {
    enterprise,
    verdict,
    met: enterprise.verdicts.filter((one) => one.verdict === 'met').map((one) => one.criterion),
  }
}

const monthly = (kind: string, data: DatedRecord['data']) =>
  Array.from({ length: 14 }, (_, i) => record(kind, ago(`P${i}M`), data, { id: `${kind}-${i}` }))
const everyone = ['ot', 'it', 'process-safety', 'quality']
const at = (plant: string, one: DatedRecord): DatedRecord => ({ ...one, id: `${plant}-${one.id}`, scope: [plant] })
const atEach = (one: DatedRecord) => plants.map((plant) => at(plant, one))

/** A company that does everything the definition asks for and records can show. */
const everything: readonly DatedRecord[] = [
  ...monthly('meeting', { topic: 'x', departments: everyone, minuted: true }),
  record('team', ago('P1Y'), { name: 'T', departments: everyone, charter: true }),
  record('ownership', ago('P1Y'), { owner: 'x', oneOwner: true, oneBacklog: true, oneBudget: true }),
  record('access-review', ago('P2M'), { accounts: 100, namedAccounts: 98, leastPrivilegeAccounts: 95 }),
  record('perception-survey', ago('P2M'), { answersOt: 9, meanOt: 3.2, answersIt: 9, meanIt: 3.5 }),
  record('incident-procedure', ago('P1Y'), { title: 'IR', state: 'in-force' }),
  record('drill', ago('P4M'), {
    reference: 'D1',
    type: 'integrated',
    departments: everyone,
    rolesNamed: 10,
    rolesPresent: 10,
    findings: 1,
    reviewedBy: 'x',
    fallbackDrilled: true,
  }),
  record('drill-finding', ago('P4M'), { drill: 'D1', finding: 'x', due: ago('P2M'), closedOn: ago('P3M') }),
  record('drill', ago('P5M'), {
    reference: 'R1',
    type: 'red-team',
    departments: everyone,
    techniquesDetected: 5,
    techniquesMissed: 2,
  }),
  record('alert-source', ago('P1Y'), {
    name: 'IDS',
    side: 'ot',
    type: 'ids',
    zones: 10,
    zonesCovered: 9,
    aliveOn: today,
  }),
  record('soc-rota', ago('P1Y'), { hoursPerWeek: 168, otCompetence: true, itCompetence: true }),
  ...monthly('soc-report', { alertsOt: 20, alertsIt: 80, acknowledgedInTime: 97 }),
  ...monthly('incident', { reference: 'x', hoursToDetect: 1, hoursToRecover: 5 }),
  ...monthly('playbook-run', { playbook: 'x', trigger: 'alert', finishedUnattended: true, safetyGate: true }),
  ...atEach(
    record('risk-assessment', ago('P3M'), {
      title: 'RA',
      method: 'iec62443',
      zones: 12,
      zonesCovered: 12,
      allRequirements: true,
      safetyLink: 'linked',
      scenarios: 20,
      scenariosBothLegs: 19,
    }),
  ),
  record('risk-register-review', ago('P3M'), { otRisks: 12, otRisksOwned: 12 }),
  record('quantified-risk', ago('P3M'), {
    scenarios: 20,
    scenariosQuantified: 20,
    decision: 'x',
    simulation: true,
    scenariosCompared: 4,
  }),
  record('insurance', ago('P6M'), { coversOt: true }),
  ...atEach(
    record('process-safety-study', ago('P6M'), {
      reference: 'HZ',
      type: 'hazop',
      unit: 'R1',
      programmableCauses: 9,
      cyberConsidered: 9,
      scenarios: 20,
      scenariosIndependentLayer: 19,
    }),
  ),
  ...atEach(record('sis-register', ago('P3Y'), { sis: 'SIS-1' })),
  ...atEach(record('sis-assessment', ago('P3M'), { sis: 'SIS-1', cyberInSil: true })),
  ...atEach(
    record('use-case', ago('P1Y'), {
      name: 'PdM',
      stage: 'operation',
      baseline: 10,
      measuredOn: ago('P6M'),
      effect: 3,
      effectLow: 1,
      effectHigh: 5,
      roi: 0.5,
      paybackMonths: 20,
    }),
  ),
  record('benefit-statement', ago('P2M'), { totalBenefit: 1e8, countedOnce: true }),
  record('innovation', ago('P2M'), { title: 'x', type: 'service', result: 'x' }),
  record('dissemination', ago('P2M'), { title: 'x', type: 'talk' }),
  ...monthly('board-report', { title: 'x', delivered: true, minuted: true }),
  ...atEach(record('boundary', ago('P1Y'), { kind: 'firewall-dmz', policyReviewedOn: ago('P6M') })),
  ...atEach(record('zone-model-review', ago('P3M'), { reviewer: 'x' })),
  ...atEach(record('segmentation-check', ago('P7D'), { violations: 1, overdue: 0 })),
  ...atEach(record('access-log', ago('P7D'), { sessions: 100, namedSessions: 99 })),
  ...atEach(
    record('zero-trust-coverage', ago('P3M'), { accesses: 50, continuousAuth: 48, boundaries: 20, defaultDeny: 20 }),
  ),
  ...atEach(record('digital-twin-run', ago('P1M'), { change: 'x', assets: 100, assetsInTwin: 95 })),
  record('crypto-inventory', ago('P3M'), { systems: 20, migrationPlan: true }),
  record('lifecycle-standard', ago('P1Y'), {
    title: 'x',
    phases: ['procurement', 'deployment', 'renewal', 'disposal'],
  }),
  ...atEach(record('cmdb-sync', ago('P7D'), { assets: 100, synchronised: 98 })),
  ...plants.flatMap((plant) =>
    monthly('vulnerability-assessment', {
      method: 'scan',
      assets: 100,
      assetsCovered: 95,
      found: 10,
      decidedInTime: 10,
    }).map((one) => at(plant, one)),
  ),
  record('predictive-maintenance', ago('P1M'), { model: 'x', error: 0.1, usedInPlan: true }),
]

/** What machines and the registry would tell at such plants. */
const machine: Readonly<Record<string, Step['value']>> = {
  'assets.registryExists': true,
  'assets.lastReviewed': ago('P1M'),
  'assets.registryUpdated': ago('P1M'),
  'assets.changeRecorded': ago('P1M'),
  'assets.confirmedShare': 0.99,
  'assets.criticalReviewedShare': 1,
  'assets.protectedShare': 0.9,
  'assets.lifecycleShare': 0.95,
  'assets.lagShare': 0.97,
  'network.sourceSeen': dayOf(dayNumber(today) - 1),
  'network.seenShare': 0.9,
  'network.unmanagedShare': 0.01,
  'network.unmanagedResolved': 1,
  'network.discoveryRun': true,
  'network.answeredCrossings': 0,
  'network.zonesDefined': true,
}

describe('the definition on records', () => {
  test('with nothing recorded everything is unknown and the company stands at level 1', () => {
    const { enterprise } = standing({})
    expect(enterprise.level).toBe(1)
    expect(new Set(enterprise.verdicts.map((one) => one.verdict))).toEqual(new Set(['unknown']))
  })

  test('every criterion that has a source can be met, and no symptom is left', () => {
    const { verdict, enterprise } = standing({ records: everything, machine })
    const open = axis.criteria.filter((one) => one.kind === 'criterion' && verdict(one.id).verdict !== 'met')
    // These wait for measurements of later: trends, changes on the wire, models of normal traffic.
    expect(open.map((one) => one.id)).toEqual(['A4.1', 'O4.1', '4.5', 'N5.1', '5.2'])
    expect(new Set(open.map((one) => verdict(one.id).verdict))).toEqual(new Set(['unknown']))
    expect(enterprise.level).toBe(3)
    const symptoms = axis.criteria.filter((one) => one.kind === 'symptom').map((one) => verdict(one.id).verdict)
    expect(new Set(symptoms)).toEqual(new Set(['notMet']))
  })

  test('where measurements are still to come, signed answers lead to level 5', () => {
    const signed = (criterion: string): Attestation => ({
      id: `a-${criterion}`,
      criterion,
      reach: 'enterprise',
      answer: 'yes',
      fix: false,
      effectiveFrom: ago('P7D'),
      effectiveTo: null,
      recordedAt: `${ago('P7D')}T09:00:00Z`,
      accepted: true,
    })
    const { enterprise, verdict } = standing({ records: everything, machine, attestations: ['4.5', '5.2'].map(signed) })
    expect(enterprise.level).toBe(5)
    expect(verdict('4.5').strength).toBe('attested')
  })

  test('taking away any one record never raises a verdict', () => {
    const rank = { notMet: 0, unknown: 0, partly: 1, notApplicable: 2, met: 2 } as const
    const whole = standing({ records: everything, machine })
    for (const kind of new Set(everything.map((one) => one.kind))) {
      const less = standing({ records: everything.filter((one) => one.kind !== kind), machine })
      for (const { criterion, kind: sort, verdict } of less.enterprise.verdicts) {
        if (sort === 'criterion') {
          expect(rank[verdict], `${criterion} without ${kind}`).toBeLessThanOrEqual(
            rank[whole.verdict(criterion).verdict],
          )
        }
      }
    }
  })

  test('"we have none", said a dozen times, turns unknowns into honest noes', () => {
    const about = ['incident-procedure', 'drill', 'meeting', 'team', 'boundary', 'zone-model-review', 'access-log']
    const more = [
      'risk-assessment',
      'risk-register-review',
      'process-safety-study',
      'vulnerability-assessment',
      'use-case',
    ]
    const { verdict, enterprise } = standing({
      records: [...about, ...more].map((one) => weHaveNone(one, ago('P1M'))),
    })
    for (const id of ['1.2', '1.3', '1.4', '1.5', 'A1.2', 'N1.1', 'O1.1', 'O1.2', 'R1.1']) {
      expect(verdict(id).verdict, id).toBe('met')
    }
    for (const id of ['2.3', '2.4', 'N2.3', 'O2.2', 'O2.3', 'R2.1', 'R2.2', '3.1', '3.2', '3.3', '3.5', '4.4']) {
      expect(verdict(id).verdict, id).toBe('notMet')
    }
    // Nobody said anything of the registry, or of how traffic flows.
    for (const id of ['1.1', '2.1', '2.5']) expect(verdict(id).verdict, id).toBe('unknown')
    expect(enterprise.level).toBe(1)
  })

  test('an air gap without evidence is no boundary; with evidence it counts as enforced', () => {
    const gap = (evidencedOn: string | null) => atEach(record('boundary', ago('P1Y'), { kind: 'air-gap', evidencedOn }))
    const crossings = { 'network.answeredCrossings': 0 }
    expect(standing({ records: gap(null), machine: crossings }).verdict('2.2').verdict).not.toBe('met')
    expect(standing({ records: gap(ago('P6M')), machine: crossings }).verdict('2.2').verdict).toBe('met')
    expect(
      standing({ records: gap(ago('P6M')), machine: { 'network.answeredCrossings': 3 } }).verdict('2.2').verdict,
    ).toBe('partly')
  })
})
