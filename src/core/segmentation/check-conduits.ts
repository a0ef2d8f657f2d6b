import { type TroubleCode, troubleTexts } from './check-texts.ts'
import { meetInTime } from './epochs.ts'
import { foldName } from './fold-name.ts'
import { flowMask, maskOf } from './operation-masks.ts'
import { type Conduit, outside, type Policy, type Zone } from './policy.ts'
import type { PolicyTrouble } from './policy-trouble.ts'

export function* checkConduits({ zones, conduits }: Policy): Generator<PolicyTrouble> {
  const byName = Map.groupBy(zones, ({ name }) => foldName(name))
  for (const conduit of conduits) {
    yield* checkDates(conduit)
    yield* checkWhat(conduit)
    yield* checkEnds(conduit, byName)
  }
}

function trouble(
  conduit: Conduit,
  code: TroubleCode,
  text: PolicyTrouble['text'],
  severity: PolicyTrouble['severity'] = 'error',
  others: readonly Zone[] = [],
): PolicyTrouble {
  const records = [...new Set(others.map(({ record }) => record))].sort().slice(0, 20)
  return { code, severity, subject: 'conduit', name: conduit.name, record: conduit.record, others: records, text }
}

function* checkDates(conduit: Conduit): Generator<PolicyTrouble> {
  const { validFrom, validTo } = conduit
  if (validTo !== null && validTo < validFrom) {
    yield trouble(conduit, 'endBeforeBegin', troubleTexts.endBeforeBegin(validFrom, validTo))
  }
  if (conduit.isException && validTo === null) {
    yield trouble(conduit, 'exceptionWithoutEnd', troubleTexts.exceptionWithoutEnd())
  }
  if (conduit.isException && (conduit.reason ?? '').trim() === '') {
    yield trouble(conduit, 'exceptionWithoutReason', troubleTexts.exceptionWithoutReason())
  }
  if (conduit.owner === null) yield trouble(conduit, 'noOwner', troubleTexts.noOwner(), 'warning')
}

function* checkWhat(conduit: Conduit): Generator<PolicyTrouble> {
  const { services, operations } = conduit
  if (services?.length === 0 || operations?.length === 0) {
    yield trouble(conduit, 'allowsNothing', troubleTexts.allowsNothing())
  }
  if (services === null && operations === null) {
    yield trouble(conduit, 'allowsEverything', troubleTexts.allowsEverything())
  } else if (services === null) {
    yield trouble(conduit, 'anyService', troubleTexts.anyService(), 'warning')
  }
}

type ZonesByName = ReadonlyMap<string, readonly Zone[]>

function* checkEnds(conduit: Conduit, byName: ZonesByName): Generator<PolicyTrouble> {
  const { from, to } = conduit
  if (foldName(from) === '' || foldName(to) === '') yield trouble(conduit, 'noEnds', troubleTexts.noEnds())
  else if (from === outside && to === outside) yield trouble(conduit, 'outsideOnly', troubleTexts.outsideOnly())
  else if (foldName(from) === foldName(to)) yield trouble(conduit, 'sameEnds', troubleTexts.sameEnds(from), 'warning')
  for (const end of new Set([from, to])) {
    if (foldName(end) === '' || end === outside) continue
    const named = byName.get(foldName(end)) ?? []
    if (named.length === 0) yield trouble(conduit, 'unknownZone', troubleTexts.unknownZone(end))
    else if (!named.some((zone) => meetInTime(zone, conduit)))
      yield trouble(conduit, 'zoneNotInForce', troubleTexts.zoneNotInForce(end), 'error', named)
  }
  if (foldName(from) === foldName(to)) return
  yield* checkSafety(conduit, byName)
  yield* checkDmz(conduit, byName)
}

const inForceOf = (end: string, conduit: Conduit, byName: ZonesByName): Zone[] =>
  (byName.get(foldName(end)) ?? []).filter((zone) => meetInTime(zone, conduit))

/** IEC 61511-1, 8.2.4 and 11.2.12: the safety system is not to be changed through what it has to be independent of. */
function* checkSafety(conduit: Conduit, byName: ZonesByName): Generator<PolicyTrouble> {
  for (const isFrom of [true, false]) {
    const mayOpen = conduit.initiator === 'either' || (conduit.initiator === 'from') === isFrom
    const programs = maskOf(conduit.operations) & flowMask(conduit.dataFlow, isFrom) & maskOf(['program'])
    if (!mayOpen || programs === 0 || conduit.services?.length === 0) continue
    const server = isFrom ? conduit.to : conduit.from
    const safe = inForceOf(server, conduit, byName).filter(({ safety }) => safety)
    if (safe.length > 0) yield trouble(conduit, 'programsSafety', troubleTexts.programsSafety(server), 'error', safe)
  }
}

/** NIST SP 800-82r3: no direct way between the enterprise and the control systems. */
function* checkDmz(conduit: Conduit, byName: ZonesByName): Generator<PolicyTrouble> {
  const levelsOf = (end: string): number[] =>
    end === outside
      ? [5]
      : inForceOf(end, conduit, byName).flatMap(({ level }) => (level === null ? [] : [Number(level)]))
  for (const [high, low] of [
    [conduit.from, conduit.to],
    [conduit.to, conduit.from],
  ] as const) {
    if (!levelsOf(high).some((level) => level >= 4) || !levelsOf(low).some((level) => level <= 3)) continue
    const severity = conduit.isException ? 'warning' : 'error'
    yield trouble(conduit, 'passesDmzBy', troubleTexts.passesDmzBy(high, low), severity)
  }
}
