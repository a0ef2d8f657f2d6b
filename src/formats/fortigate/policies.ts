import { type AddressSet, anyAddress, anyV4, anyV6, shareAddresses } from '#core/filtering/addresses.ts'
import type { Action, Names, Service, Step, Translation } from '#core/filtering/ruleset.ts'
import {
  anyService,
  type PartlyAddresses,
  type PartlyServices,
  perhaps,
  perhapsServices,
  surely,
  surelyServices,
} from '../partly-known.ts'
import { type RuleDraft, stepsOf } from '../rule-steps.ts'
import { ruleTextOf } from '../rule-text.ts'
import { addressBook, partlyWithout } from './addresses.ts'
import { type Domain, entriesOf, type Reading } from './firewall.ts'
import { zonesOf } from './interfaces.ts'
import {
  conditionDetails,
  conditionSettings,
  contextSettings,
  internetService,
  readSettings,
} from './policy-settings.ts'
import { permanentSchedules } from './schedules.ts'
import { negated, serviceBook } from './services.ts'
import { poolsOf } from './translations.ts'
import { type Entry, isOn, valueIn, valuesIn } from './tree.ts'
import { servicesOutside, translatedTargets, type Vip, vipsOf } from './vips.ts'

/** Tables of policies, and the family that `srcaddr` means in them; both families in their own settings elsewhere. */
const policyTables = [
  ['firewall policy', 4],
  ['firewall consolidated policy', 4],
  ['firewall policy6', 6],
] as const

export interface Policies {
  readonly steps: readonly Step[]
  readonly translations: readonly Translation[]
  /** Names of interfaces and zones that policies speak of. */
  readonly interfaces: ReadonlySet<string>
  readonly hasTable: boolean
}

interface Books {
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

/** The policies of one domain, in the order of the file, as steps. */
export function policiesOf(reading: Reading, domain: Domain): Policies {
  const vips = vipsOf(reading, domain)
  const groups = [...entriesOf(domain, 'firewall vipgrp'), ...entriesOf(domain, 'firewall vipgrp6')]
  const books: Books = {
    reading,
    permanent: permanentSchedules(domain),
    v4: addressBook(reading, domain, false),
    v6: addressBook(reading, domain, true),
    services: serviceBook(reading, domain),
    vips,
    vipGroups: new Map(groups.map((group) => [group.key, valuesIn(group, 'member')])),
    pools: poolsOf(domain),
    zones: zonesOf(domain).byInterface,
    byInterfaces: new Map(),
  }
  const steps: Step[] = []
  const translations: Translation[] = []
  const interfaces = new Set<string>()
  let hasTable = false
  for (const [path, family] of [
    ['firewall acl', 4],
    ['firewall acl6', 6],
  ] as const) {
    for (const entry of entriesOf(domain, path)) steps.push(...stepsOf(earlyDrop(books, entry, family)))
  }
  for (const [path, family] of policyTables) {
    hasTable ||= domain.tables.has(path)
    for (const entry of entriesOf(domain, path)) {
      const drafts = policyDrafts(books, entry, family)
      const own = drafts.flatMap(stepsOf)
      steps.push(...own)
      translations.push(...sourceTranslation(books, entry, drafts))
      for (const name of [...valuesIn(entry, 'srcintf'), ...valuesIn(entry, 'dstintf')]) interfaces.add(name)
    }
  }
  return { steps, translations, interfaces, hasTable }
}

/** `config firewall acl`: drops on arrival, before virtual IPs and policies are asked. */
function earlyDrop(books: Books, entry: Entry, family: 4 | 6): RuleDraft {
  const { text } = books.reading
  const conditions = new Set<string>()
  const known = ['status', 'interface', 'srcaddr', 'dstaddr', 'service', 'name', 'comments', 'uuid']
  const other = [...entry.sets].find(([name]) => !known.includes(name))
  if (other !== undefined) {
    text.fault(other[1].line, 'a setting of a policy that is not known')
    conditions.add('a setting of the policy that is not known')
  }
  return {
    line: entry.line,
    lastLine: entry.lastLine,
    text: ruleTextOf(text.rows.slice(entry.line - 1, Math.min(entry.lastLine, entry.line + 20)).join(' ')),
    label: `acl ${entry.key}`,
    in: namesOf(entry, 'interface', conditions),
    out: null,
    source: sideOf(books, entry, 'src', family, conditions),
    target: sideOf(books, entry, 'dst', family, conditions),
    services: servicesOf(books, entry, conditions),
    states: null,
    conditions: [...conditions],
    action: { do: 'drop' },
    isDisabled: valueIn(entry, 'status') === 'disable',
    hits: null,
  }
}

/** One policy; several drafts where virtual IPs are among its targets, each of which translates in its own way. */
function policyDrafts(books: Books, entry: Entry, family: 4 | 6): RuleDraft[] {
  const { text } = books.reading
  const conditions = conditionsOf(books, entry)
  const source = sideOf(books, entry, 'src', family, conditions)
  const services = servicesOf(books, entry, conditions)
  const { plain, vips } = splitTargets(books, entry, family)
  const target = plain === null ? null : sideOf(books, entry, 'dst', family, conditions, plain)
  const rows = text.rows.slice(entry.line - 1, Math.min(entry.lastLine, entry.line + 60))
  const name = valueIn(entry, 'name')
  const base = {
    line: entry.line,
    lastLine: entry.lastLine,
    text: ruleTextOf(rows.filter((row) => !/^\s*set uuid /.test(row)).join(' ')),
    label: name === null ? entry.key : `${entry.key} ${name}`,
    in: namesOf(entry, 'srcintf', conditions),
    out: namesOf(entry, 'dstintf', conditions),
    source,
    states: null,
    conditions: [...conditions],
    action: actionOf(books, entry),
    isDisabled: valueIn(entry, 'status') === 'disable',
    hits: null,
  }
  const drafts: RuleDraft[] = target === null ? [] : [{ ...base, target: besideVips(books, entry, target), services }]
  for (const vip of vips) {
    const outside = servicesOutside(services.most, vip)
    const sure = servicesOutside(services.sure, vip)
    const external = vip.external === null ? perhaps('the address of an interface', anyAddress) : surely(vip.external)
    drafts.push({
      ...base,
      isDisabled: base.isDisabled || vip.isDisabled,
      target: external,
      services:
        outside === null || sure === null
          ? perhapsServices('ports that a virtual IP does not map one to one')
          : { most: outside, sure, unknown: services.unknown },
      conditions: [...conditions, ...vip.unknown],
    })
  }
  return drafts
}

/** Targets of virtual IPs are translated before this policy is asked, and then it may be asked for another address. */
function besideVips(
  { vips, zones, byInterfaces, reading }: Books,
  entry: Entry,
  target: PartlyAddresses,
): PartlyAddresses {
  if (vips.size === 0 || isOn(entry, 'match-vip')) return target
  const from = valuesIn(entry, 'srcintf')
  const key = from.join('\n')
  const translated = byInterfaces.get(key) ?? translatedFrom(vips, zones, new Set(from))
  byInterfaces.set(key, translated)
  if (!shareAddresses(target.most, translated)) return target
  const rest = partlyWithout(target, surely(translated), reading.gathering)
  return {
    sure: rest.sure,
    most: target.most,
    unknown: [...target.unknown, 'a virtual IP translates the target before policies are asked'],
  }
}

const translatedFrom = (vips: Books['vips'], zones: Books['zones'], from: ReadonlySet<string>): AddressSet =>
  translatedTargets(
    [...vips.values()].filter(
      ({ interface: on }) => on === null || from.has('any') || from.has(on) || from.has(zones.get(on) ?? on),
    ),
  )

function namesOf(entry: Entry, setting: string, conditions: Set<string>): Names | null {
  const names = valuesIn(entry, setting)
  if (names.length === 0) conditions.add('a policy that does not name its interfaces')
  return names.length === 0 || names.includes('any') ? null : { names, not: false }
}

/** `deny` where nothing is set. */
function actionOf({ reading }: Books, entry: Entry): Action {
  const action = valueIn(entry, 'action') ?? 'deny'
  if (action === 'accept') return { do: 'accept' }
  if (action === 'deny') return { do: 'drop' }
  if (action === 'ipsec') return { do: 'unknown', why: 'a tunnel takes what the other end agrees to' }
  reading.text.fault(entry.sets.get('action')?.line ?? entry.line, 'an action that is not known')
  return { do: 'unknown', why: 'an action that is not known' }
}

function conditionsOf({ reading, permanent }: Books, entry: Entry): Set<string> {
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

/** Which names are virtual IPs; `plain` is null where there are no others. */
function splitTargets(
  { vips, vipGroups, v4, v6 }: Books,
  entry: Entry,
  family: 4 | 6,
): { readonly plain: ReadonlySet<string> | null; readonly vips: readonly Vip[] } {
  const names = ['dstaddr', 'dstaddr4', 'dstaddr6'].flatMap((name) => valuesIn(entry, name))
  const plain = new Set<string>()
  const found: Vip[] = []
  for (const name of names) {
    const isAddress = (family === 6 ? v6(name) : (v4(name) ?? v6(name))) !== null
    const members = isAddress ? [] : (vipGroups.get(name) ?? [name])
    const own = members.flatMap((member) => vips.get(member) ?? [])
    if (own.length === 0 || own.length < members.length) plain.add(name)
    found.push(...own)
  }
  return { plain: found.length > 0 && plain.size === 0 ? null : plain, vips: found }
}

/** Sources or targets of both families; what a policy does not name, of neither. */
function sideOf(
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

function servicesOf({ reading, services }: Books, entry: Entry, conditions: Set<string>): PartlyServices {
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

/** `set nat enable`: the source becomes an address of the interface, or of a pool. */
function sourceTranslation({ pools }: Books, entry: Entry, drafts: readonly RuleDraft[]): Translation[] {
  const first = drafts[0]
  if (first === undefined || !isOn(entry, 'nat') || first.isDisabled || first.action.do !== 'accept') return []
  const names = isOn(entry, 'ippool') ? [...valuesIn(entry, 'poolname'), ...valuesIn(entry, 'poolname6')] : []
  const to = names.length === 1 ? (pools.get(names[0]!) ?? null) : null
  return drafts.map(({ source, target, services, conditions, ...draft }) => ({
    kind: 'source',
    line: draft.line,
    text: draft.text,
    match: {
      in: draft.in,
      out: draft.out,
      source: source.most,
      target: target.most,
      services: services.most.includes(anyService) ? null : services.most,
      states: null,
      unknown: [...new Set([...conditions, ...source.unknown, ...target.unknown, ...services.unknown])],
    },
    to,
  }))
}
