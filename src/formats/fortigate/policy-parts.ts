import { type AddressSet, anyV4, anyV6 } from '#core/filtering/addresses.ts'
import type { Action, Names, Service } from '#core/filtering/ruleset.ts'
import {
  anyService,
  type PartlyAddresses,
  type PartlyServices,
  perhaps,
  perhapsServices,
  surely,
  surelyServices,
} from '../partly-known.ts'
import { partlyWithout } from './addresses.ts'
import type { Reading } from './firewall.ts'
import {
  conditionDetails,
  conditionSettings,
  contextSettings,
  internetService,
  readSettings,
} from './policy-settings.ts'
import { negated } from './services.ts'
import { type Entry, isOn, valueIn, valuesIn } from './tree.ts'
import type { Vip } from './vips.ts'

/** All that a policy may name. */
export interface Books {
  readonly reading: Reading
  readonly permanent: ReadonlySet<string>
  readonly v4: (name: string) => PartlyAddresses | null
  readonly v6: (name: string) => PartlyAddresses | null
  readonly services: (name: string) => PartlyServices | null
  readonly vips: ReadonlyMap<string, Vip>
  readonly vipGroups: ReadonlyMap<string, readonly string[]>
  readonly pools: ReadonlyMap<string, AddressSet>
  /** By interface, `any` among them: zones stand for the interfaces in them. */
  readonly zones: ReadonlyMap<string, string>
  /** What virtual IPs translate, by the interfaces of policies. */
  readonly byInterfaces: Map<string, AddressSet>
}

export function namesOf(entry: Entry, setting: string, conditions: Set<string>): Names | null {
  const names = valuesIn(entry, setting)
  if (names.length === 0) conditions.add('a policy that does not name its interfaces')
  return names.length === 0 || names.includes('any') ? null : { names, not: false }
}

/** `deny` where nothing is set. */
export function actionOf({ reading }: Books, entry: Entry): Action {
  const action = valueIn(entry, 'action') ?? 'deny'
  if (action === 'accept') return { do: 'accept' }
  if (action === 'deny') return { do: 'drop' }
  if (action === 'ipsec') return { do: 'unknown', why: 'a tunnel takes what the other end agrees to' }
  reading.text.fault(entry.sets.get('action')?.line ?? entry.line, 'an action that is not known')
  return { do: 'unknown', why: 'an action that is not known' }
}

/** What else must hold, and cannot be told. */
export function conditionsOf({ reading, permanent }: Books, entry: Entry): Set<string> {
  const conditions = new Set<string>()
  for (const [name, { line, values }] of entry.sets) {
    const condition = conditionSettings.get(name)
    const isOff =
      values.length === 0 || values[0] === 'disable' || values[0] === '' || values[0] === '0' || values[0] === '0x00'
    if (condition !== undefined && !isOff) conditions.add(condition)
    else if (condition === undefined && !isKnown(name)) {
      reading.text.fault(line, 'a setting of a policy that is not known')
      conditions.add('a setting of the policy that is not known')
    }
  }
  for (const table of entry.tables) {
    reading.text.fault(table.line, 'a table within a policy that is not understood')
    conditions.add('a table within the policy')
  }
  if (isOn(entry, 'policy-expiry')) conditions.add('an end date of the policy')
  const schedule = valueIn(entry, 'schedule')
  if (schedule !== null && !permanent.has(schedule)) conditions.add('a schedule')
  return conditions
}

const isKnown = (name: string): boolean =>
  readSettings.has(name) || contextSettings.has(name) || conditionDetails.has(name)

/** Sources or targets of both families; what a policy does not name, of neither. */
export function sideOf(
  books: Books,
  entry: Entry,
  side: 'src' | 'dst',
  family: 4 | 6,
  conditions: Set<string>,
  only: ReadonlySet<string> | null = null,
): PartlyAddresses {
  const { reading, v4, v6 } = books
  const parts: PartlyAddresses[] = []
  for (const [setting, is6] of [
    [`${side}addr`, family === 6],
    [`${side}addr4`, false],
    [`${side}addr6`, true],
  ] as const) {
    const names = valuesIn(entry, setting).filter((name) => only === null || only.has(name))
    if (names.length === 0) continue
    const any = is6 ? anyV6 : anyV4
    const members = names.map((name) => {
      const found = is6 ? v6(name) : v4(name)
      if (found !== null) return found
      reading.text.remark(entry.sets.get(setting)!.line, 'a policy names an address that the file does not define')
      return perhaps('an address that the file does not define', any)
    })
    const whole = reading.gathering.addresses(members)
    parts.push(isOn(entry, `${setting}-negate`) ? partlyWithout(surely(any), whole, reading.gathering) : whole)
  }
  if (parts.length > 0) return reading.gathering.addresses(parts)
  return perhaps(conditions.has(internetService) ? internetService : 'a policy that does not name its addresses')
}

export function servicesOf({ reading, services }: Books, entry: Entry, conditions: Set<string>): PartlyServices {
  const names = valuesIn(entry, 'service')
  if (names.length === 0) {
    if (!conditions.has(internetService)) conditions.add('a policy that does not name its services')
    return surelyServices([anyService])
  }
  const members = names.map((name) => {
    const found = services(name)
    if (found !== null) return found
    reading.text.remark(entry.sets.get('service')!.line, 'a policy names a service that the file does not define')
    return perhapsServices('a service that the file does not define')
  })
  const whole = reading.gathering.services(members)
  if (!isOn(entry, 'service-negate')) return whole
  const [most, sure]: [readonly Service[] | null, readonly Service[] | null] = [
    negated(whole.sure),
    negated(whole.most),
  ]
  if (most === null || sure === null) return perhapsServices('services that are left out, with source ports')
  return { most, sure, unknown: whole.unknown }
}
