import { orderNumberIn } from '../identity/order-numbers.ts'
import { remembered } from '../identity/remembered.ts'
import type { Bilingual } from '../record/record.ts'
import type { Deeds } from './deeds.ts'
import type { Draft } from './drafts.ts'
import type { Identity, RoleName } from './inspection.ts'
import { kindOf, titleOf } from './protocol-kinds.ts'
import { reasons } from './reasons.ts'

/** Fewer reads than these are a look, not the work of an operator station. */
const fewestPolls = 5

/** A role with the observation that says so. */
export interface FoundRole {
  readonly role: RoleName
  readonly because: Bilingual
  /** The device's own word, without a deed. */
  readonly isOnlySaid?: true
  /** Of a field device: down at the process itself. */
  readonly level?: '0'
}

/** What devices say they are: texts of device types, from the more particular on. */
const saidTypes: readonly (readonly [RegExp, RoleName, level?: '0'])[] = [
  [/safety (controller|plc)|fail-?safe cpu/i, 'safety-controller'],
  [
    /programmable logic controller|\bplc\b|IO controller|(managing|management) node|ethercat master|\bmaster station/i,
    'controller',
  ],
  [/human.machine interface|\bhmi\b|operator (panel|terminal)|IO supervisor/i, 'supervisory'],
  [/ethernet switch|\bbridge\b/i, 'switch'],
  [/relay|merging unit|\bied\b|\bpmu\b/i, 'ied'],
  [/valve|gauge|sensor|transmitter|encoder|flow controller|limit switch|proximity|transducer/i, 'field-device', '0'],
  [
    /IO device|\bi\/o\b|drive|starter|contactor|overload|resolver|position controller|circuit breaker|hart device/i,
    'field-device',
  ],
]

/** Devices of one kind say the same few texts, and each is asked about again and again. */
const saidTypeIn = remembered((said) => saidTypes.find(([pattern]) => pattern.test(said)) ?? null)
const isSafetyModel = remembered(
  (said) =>
    orderNumberIn(said)?.isSafety === true ||
    /guardlogix|triconex|\btricon\b|\btrident\b|\bhimax\b|\bhimatrix\b|prosafe|safety manager|failsafe/i.test(said),
)

/** What a device is. A port alone makes no role, and neither does an answer that everybody gives (HTTP, SSH). */
export function rolesOf(
  draft: Draft,
  deeds: Deeds | undefined,
  unitsBehind: readonly string[],
  facts: readonly Identity[] = [],
  /** Of a device behind another one: the protocols in which that one does as it is asked. */
  hostAnswers: ReadonlySet<string> = new Set(),
): FoundRole[] {
  const router: FoundRole[] = draft.isRouterBecause === null ? [] : [{ role: 'router', because: draft.isRouterBecause }]
  // Most of those that are heard of said nothing and did nothing that was read.
  if (draft.behind === null && facts.length === 0 && unitsBehind.length === 0 && isIdle(deeds)) return router
  const roles: FoundRole[] = []
  const add = (role: FoundRole) => {
    if (!roles.some((known) => known.role === role.role)) roles.push(role)
  }
  if (draft.behind !== null) {
    const { id, unit, protocol } = draft.behind
    const { answering, level } = kindOf(protocol)
    const because = reasons.answersAsUnit(titleOf(protocol), unit, id)
    const said = saidRole(facts)
    const isWorking = hostAnswers.has(protocol) || (protocol === 'enip' && hostAnswers.has('cip'))
    if (said !== null) {
      const both = { role: said.role, because: reasons.bothSay(because, said.because), ...levelOf(said.level) }
      add(isWorking ? both : { ...both, isOnlySaid: true })
    } else if (isWorking) add({ role: answering ?? 'controller', because, ...levelOf(level) })
  } else {
    if (unitsBehind.length > 0) add({ role: 'gateway', because: reasons.answersForUnits(unitsBehind) })
    for (const role of servingRoles(deeds, unitsBehind.length > 0)) add(role)
    const said = saidRole(facts)
    // What it says of itself stands where its deeds do not tell, or tell less particularly.
    if (said !== null && !roles.some(({ role }) => role === 'controller' || role === 'gateway')) add(said)
  }
  const isController = roles.some(({ role, isOnlySaid }) => isControlling(role) && isOnlySaid !== true)
  if (deeds !== undefined) for (const role of clientRoles(deeds, isController)) add(role)
  const safety = safetyOf(facts)
  const controller = roles.findIndex(({ role }) => role === 'controller')
  const before = roles[controller]
  // A chassis only carries what its modules and the I/O behind it say.
  const isChassis = facts.some(({ field, value }) => field === 'deviceType' && /communications adapter/i.test(value))
  if (safety?.makesController || (safety?.speaks && before !== undefined && !isChassis)) {
    if (before !== undefined) {
      const because = reasons.bothSay(before.because, safety.because[0]!)
      roles.splice(controller, 1, { ...before, role: 'safety-controller', because })
    } else add({ role: 'safety-controller', because: safety.because[0]! })
  }
  if (deeds !== undefined && !roles.some(({ role }) => isControlling(role))) {
    const sent = [...deeds.sends].filter(([, count]) => count >= 3)
    for (const [protocol] of sent) {
      const { sending, level } = kindOf(protocol)
      if (sending !== undefined) add({ role: sending, because: reasons.sends(titleOf(protocol)), ...levelOf(level) })
    }
  }
  for (const role of router) add(role)
  for (const role of capabilities(facts)) add(role)
  if (roles.length === 0) for (const role of officeRoles(deeds, facts)) add(role)
  return roles
}

const isIdle = (deeds: Deeds | undefined): boolean =>
  deeds === undefined ||
  (deeds.answers.size === 0 &&
    deeds.sends.size === 0 &&
    deeds.programs.size === 0 &&
    deeds.polls.size === 0 &&
    deeds.writes.size === 0 &&
    deeds.asks.size === 0)

const levelOf = (level: '0' | undefined): { level?: '0' } => (level === undefined ? {} : { level })

const isControlling = (role: RoleName): boolean => role === 'controller' || role === 'safety-controller'

/** One role for all protocols that make the same one. */
function servingRoles(deeds: Deeds | undefined, isGateway: boolean): FoundRole[] {
  const byRole = new Map<RoleName, { protocols: string[]; level: '0' | undefined }>()
  for (const protocol of deeds?.answers ?? []) {
    const { answering, level } = kindOf(protocol)
    if (answering === null) continue
    const known = byRole.get(answering) ?? { protocols: [], level }
    known.protocols.push(titleOf(protocol))
    byRole.set(answering, known)
  }
  // A safety controller answers Modbus as well.
  if (byRole.has('safety-controller')) byRole.delete('controller')
  if (isGateway) for (const role of ['controller', 'field-device'] as const) byRole.delete(role)
  // A controller's own OPC UA server makes it no server of others' data; an IED speaks DNP3 as well as MMS.
  if (byRole.has('controller') || byRole.has('ied')) byRole.delete('server')
  if (byRole.has('ied')) byRole.delete('controller')
  return [...byRole].map(([role, { protocols, level }]) => ({
    role,
    because: reasons.answers(protocols.join(', ')),
    ...levelOf(level),
  }))
}

/** What a device says it is, by its type or by the form of its order number. */
function saidRole(facts: readonly Identity[]): FoundRole | null {
  for (const { field, value, protocol } of facts) {
    if (field !== 'deviceType' || !kindOf(protocol).isControl) continue
    const found = saidTypeIn(value)
    if (found === null) continue
    return {
      role: found[1],
      because: reasons.saysItIs(titleOf(protocol), value),
      isOnlySaid: true,
      ...levelOf(found[2]),
    }
  }
  for (const { field, value, protocol } of facts) {
    if (field !== 'orderNumber' && field !== 'model' && field !== 'product') continue
    const form = orderNumberIn(value)
    if (form?.role === undefined || form.role === null) continue
    return { role: form.role, because: reasons.saysItIs(titleOf(protocol), value), isOnlySaid: true }
  }
  return null
}

/** Why a device is part of a safety system, and whether that makes the controller itself a safety controller. */
export function safetyOf(
  facts: readonly Identity[],
): { because: Bilingual[]; makesController: boolean; speaks: boolean } | null {
  const because: Bilingual[] = []
  let makesController = false
  let speaks = false
  for (const { field, value, protocol } of facts) {
    if (field === 'safety') {
      because.push(reasons.speaksSafety(value))
      makesController ||= kindOf(protocol).isSafety === true || /F-Host|F-CPU/.test(value)
      speaks = true
    } else if (field === 'deviceType' && /\bsafety\b/i.test(value)) {
      because.push(reasons.saysItIs(titleOf(protocol), value))
    } else if (field === 'orderNumber' || field === 'model' || field === 'product') {
      if (isSafetyModel(value)) {
        because.push(reasons.safetyModel(orderNumberIn(value)?.orderNumber ?? value))
        makesController = true
      }
    }
  }
  return because.length === 0 ? null : { because: eachOnce(because).slice(0, 4), makesController, speaks }
}

const eachOnce = (said: readonly Bilingual[]): Bilingual[] => [...new Map(said.map((one) => [one.en, one])).values()]

function clientRoles({ programs, polls, writes, asks }: Deeds, isController: boolean): FoundRole[] {
  const roles: FoundRole[] = []
  for (const [server, functions] of [...programs].slice(0, 1)) {
    roles.push({ role: 'engineering-station', because: reasons.programs(functions, server, programs.size - 1) })
  }
  for (const [protocol, servers] of asks) {
    const { asking } = kindOf(protocol)
    if (asking === undefined || isController) continue
    roles.push({ role: asking, because: reasons.asks(titleOf(protocol), [...servers]) })
  }
  // A concentrator of measurements reads as well, and is no operator's station.
  const isOther = roles.some(({ role }) => role === 'controller' || role === 'server')
  const [reads, written] = [sum(polls), sum(writes)]
  // Controllers read from each other, too.
  if (!isController && !isOther && reads + written >= fewestPolls) {
    const servers = [...new Set([...polls.keys(), ...writes.keys()])]
    roles.push({ role: 'supervisory', because: reasons.polls(reads, written, servers) })
  }
  return roles
}

/** What a network device tells its neighbours that it does (IEEE 802.1AB, 8.5.8; CDP capabilities). */
function capabilities(facts: readonly Identity[]): FoundRole[] {
  const roles: FoundRole[] = []
  for (const { field, value, protocol } of facts) {
    if (field !== 'capabilities' || kindOf(protocol).isControl) continue
    if (/router/i.test(value))
      roles.push({ role: 'router', because: reasons.saysItIs(titleOf(protocol), value), isOnlySaid: true })
    if (/bridge|switch/i.test(value))
      roles.push({ role: 'switch', because: reasons.saysItIs(titleOf(protocol), value), isOnlySaid: true })
  }
  return roles
}

/** Announces itself as PCs do, and does nothing of a plant. */
function officeRoles(deeds: Deeds | undefined, facts: readonly Identity[]): FoundRole[] {
  const announced = facts.find(
    ({ field, value, protocol }) =>
      (protocol === 'browser' && field === 'name') ||
      (protocol === 'dhcp' && /^(MSFT|android|dhcpcd|iPhone)/i.test(value)) ||
      (protocol === 'smb' && /windows/i.test(value)),
  )
  if (announced === undefined || (deeds !== undefined && deeds.sends.size > 0)) return []
  return [{ role: 'workstation', because: reasons.saysItIs(titleOf(announced.protocol), announced.value) }]
}

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0)
