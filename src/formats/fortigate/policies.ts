import { anyAddress } from '#core/filtering/addresses.ts'
import type { Step, Translation } from '#core/filtering/ruleset.ts'
import { anyService, perhaps, perhapsServices, surely } from '../partly-known.ts'
import { type RuleDraft, stepsOf } from '../rule-steps.ts'
import { ruleTextOf } from '../rule-text.ts'
import { addressBook } from './addresses.ts'
import { type Domain, entriesOf, type Reading } from './firewall.ts'
import { zonesOf } from './interfaces.ts'
import { actionOf, type Books, conditionsOf, namesOf, servicesOf, sideOf } from './policy-parts.ts'
import { besideVips, splitTargets } from './policy-vips.ts'
import { permanentSchedules } from './schedules.ts'
import { serviceBook } from './services.ts'
import { poolsOf } from './translations.ts'
import { type Entry, isOn, valueIn, valuesIn } from './tree.ts'
import { servicesOutside, vipsOf } from './vips.ts'

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
