import { type AddressSet, anyAddress } from '#core/filtering/addresses.ts'
import type { Chain, FilterInterface, Hook, Ruleset, Step, Translation } from '#core/filtering/ruleset.ts'
import { createRuleText } from '../rule-text.ts'
import { accountTable, holdsEntries, multicastTable, unreadTables } from './accounts.ts'
import { type Domain, newReading, type Reading } from './firewall.ts'
import { interfacesOf } from './interfaces.ts'
import { policiesOf } from './policies.ts'
import { translationsOf } from './translations.ts'
import { type Entry, type Table, treeOf, valueIn } from './tree.ts'

/**
 * Reads the configuration of a FortiGate ("show", "show full-configuration", a backup). Each virtual domain is a firewall of
 * its own. Never throws; what it does not understand is a fault with its line, and undecided where it may matter.
 */
export function decodeFortigate(source: string): Ruleset {
  const text = createRuleText(source)
  const { root, openedAt } = treeOf(text)
  const reading = newReading(text)
  const { domains, global, hasDomains } = domainsOf(reading, root)
  const cutLine = openedAt === null ? null : Math.max(1, text.rows.length)
  if (!text.rows[0]?.startsWith('#config-version=')) {
    text.remark(1, 'a part of a configuration: what the rest of it says is not known')
  }
  if (openedAt !== null && cutLine !== null) {
    text.remark(openedAt, 'what begins here does not end')
    text.remark(cutLine, 'the file is cut')
  }
  const parts = domains.map((domain) => readDomain(reading, domain, global, hasDomains, cutLine))
  const hooks = hasDomains ? domainHooks(parts) : parts.map(({ chain }) => ({ chain: chain.name, in: null, out: null }))
  const between = hasDomains && parts.length > 1 ? [betweenDomains(parts[0]!.line)] : []
  if (parts.length > 1)
    text.remark(parts[0]!.line, 'several virtual domains: what passes from one to another is not computed')
  return {
    language: 'fortigate',
    device: deviceOf(global),
    answers: 'pass',
    chains: [...parts.map(({ chain }) => chain), ...between],
    hooks,
    interfaces: parts.flatMap(({ interfaces }) => interfaces),
    translations: parts.flatMap(({ translations }) => translations),
    lines: text.accounts(),
    faults: text.faults(),
  }
}

interface Part {
  readonly line: number
  readonly chain: Chain
  readonly interfaces: readonly FilterInterface[]
  /** Names by which packets of this domain come and go. */
  readonly names: readonly string[]
  readonly translations: readonly Translation[]
}

/** Without virtual domains, everything is of one; with them, what stands outside is global. */
function domainsOf(reading: Reading, root: Entry): { domains: Domain[]; global: Domain; hasDomains: boolean } {
  const global: Domain = { name: '', tables: new Map() }
  const domains = new Map<string, Domain>()
  const add = (domain: Domain, table: Table) => {
    accountTable(reading.text, table)
    const known = domain.tables.get(table.path)
    if (known === undefined) domain.tables.set(table.path, [table])
    else known.push(table)
  }
  for (const table of root.tables) {
    if (table.path === 'global') {
      accountTable(reading.text, table)
      for (const inner of table.own.tables) add(global, inner)
    } else if (table.path === 'vdom') {
      accountTable(reading.text, table)
      for (const { key, tables } of table.entries) {
        const domain = domains.get(key) ?? { name: key, tables: new Map() }
        domains.set(key, domain)
        for (const inner of tables) add(domain, inner)
      }
    } else add(global, table)
  }
  const hasDomains = domains.size > 0
  return { domains: hasDomains ? [...domains.values()] : [global], global, hasDomains }
}

const deviceOf = (global: Domain): string | null =>
  (global.tables.get('system global') ?? []).map(({ own }) => valueIn(own, 'hostname')).find((name) => name !== null) ??
  null

function readDomain(
  reading: Reading,
  domain: Domain,
  global: Domain,
  hasDomains: boolean,
  cutLine: number | null,
): Part {
  const all = (global.tables.get('system interface') ?? []).flatMap(({ entries }) => entries)
  const own = hasDomains ? all.filter((entry) => (valueIn(entry, 'vdom') ?? 'root') === domain.name) : all
  const { interfaces, openZones } = interfacesOf(reading, domain, own)
  const { steps, translations, interfaces: named, hasTable } = policiesOf(reading, domain)
  const line = steps[0]?.line ?? 1
  const open = openZones.map((zone) => zoneStep(zone.name, zone.line))
  const missing = hasTable
    ? []
    : [undecided(Math.max(1, reading.text.rows.length), 'the file holds no policies of this firewall')]
  if (!hasTable)
    reading.text.remark(Math.max(1, reading.text.rows.length), 'the file holds no policies of this firewall')
  const cut = cutLine === null ? [] : [undecided(cutLine, 'the file is cut: what follows is not known')]
  const chain: Chain = {
    name: hasDomains ? `${domain.name} policy` : 'policy',
    steps: [...unreadSteps(reading, domain), ...steps, ...open, ...missing, ...cut],
    otherwise: 'drop',
    otherwiseLine: null,
  }
  const zones = new Set(interfaces.map(({ alias }) => alias))
  const others = [...named].filter((name) => name !== 'any' && !zones.has(name))
  return {
    line,
    chain,
    interfaces,
    names: [...new Set([...interfaces.map(({ name }) => name), ...others])],
    translations: [...translationsOf(reading, domain), ...translations],
  }
}

const step = (line: number, text: string, target: AddressSet, rest: Pick<Step, 'action'>): Step => ({
  line,
  lastLine: line,
  text,
  label: null,
  match: {
    in: null,
    out: null,
    source: anyAddress,
    target,
    services: null,
    states: null,
    unknown: [],
  },
  isDisabled: false,
  hits: null,
  ...rest,
})

const undecided = (line: number, why: string, target = anyAddress): Step =>
  step(line, why, target, { action: { do: 'unknown', why } })

/** `set intrazone allow`: between interfaces of one zone, where no policy says otherwise. */
function zoneStep(name: string, line: number): Step {
  const within = { names: [name], not: false }
  const made = step(line, 'set intrazone allow', anyAddress, { action: { do: 'accept' } })
  return { ...made, match: { ...made.match, in: within, out: within } }
}

const multicast: AddressSet = { v4: [0xe0000000, 0xefffffff], v6: [0xffn << 120n, (1n << 128n) - 1n] }

/** Tables that filter before or beside the policies, and settings that change what policies are. */
function unreadSteps({ text }: Reading, domain: Domain): Step[] {
  const steps: Step[] = []
  for (const [path, tables] of domain.tables) {
    for (const table of tables.filter(holdsEntries)) {
      const why = unreadTables.find(([pattern]) => pattern.test(path))?.[1]
      if (why !== undefined) steps.push(undecided(table.line, why))
      else if (multicastTable.test(path))
        steps.push(undecided(table.line, 'policies of multicast are not understood', multicast))
    }
  }
  for (const { own } of domain.tables.get('system settings') ?? []) {
    if (valueIn(own, 'ngfw-mode') === 'policy-based') {
      const { line } = own.sets.get('ngfw-mode')!
      text.fault(line, 'policies by application are not understood')
      steps.push(undecided(line, 'policies by application are not understood'))
    }
    if (valueIn(own, 'opmode') === 'transparent') {
      text.remark(own.sets.get('opmode')!.line, 'a transparent firewall: what lies behind its interfaces is not told')
    }
    if (valueIn(own, 'asymroute') === 'enable') {
      const { line } = own.sets.get('asymroute')!
      text.remark(line, 'connections are not followed (asymmetric routes)')
      steps.push(undecided(line, 'connections are not followed (asymmetric routes)'))
    }
  }
  return steps
}

/** A domain asks its policies for what comes and goes by its own interfaces. */
function domainHooks(parts: readonly Part[]): Hook[] {
  const hooks: Hook[] = parts.map(({ chain, names }) => ({ chain: chain.name, in: names, out: null }))
  if (parts.length < 2) return hooks
  for (const part of parts) {
    const others = parts.filter((other) => other !== part).flatMap(({ names }) => names)
    hooks.push({ chain: 'between virtual domains', in: part.names, out: others })
  }
  return hooks
}

const betweenDomains = (line: number): Chain => ({
  name: 'between virtual domains',
  steps: [undecided(line, 'what passes from one virtual domain to another is not computed')],
  otherwise: 'drop',
  otherwiseLine: null,
})
