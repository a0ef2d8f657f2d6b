import type { Day } from '#core/calendar/day.ts'
import { type AddressSet, textOfV4, textOfV6, unionOf } from '#core/filtering/addresses.ts'
import { type PolicyView, viewOfPolicy, type ZoneArea } from '#core/filtering/policy-view.ts'
import { pairsOf, type Ranges } from '#core/filtering/ranges.ts'
import type { Service } from '#core/filtering/ruleset.ts'
import type { Conduit, Policy } from '#core/segmentation/policy.ts'
import { filterRules, isOutside } from '../policy/filter-rules.ts'
import { type PolicyExport, type Unsaid, unsaidOf } from '../policy/unsaid.ts'

const table = 'rung_policy'
/** nft keeps comments in 128 bytes, quotes and end included. */
const longestComment = 120

/**
 * Writes what is in force on a day as a whole table for `nft -f`: a set for each zone and family, and a forward chain that
 * lets pass what conduits allow, and drops the rest. It replaces the table of its own name and touches no other.
 */
export function encodeNftables(
  policy: Policy,
  { on, members }: { readonly on: Day; readonly members?: ReadonlyMap<string, AddressSet> },
): PolicyExport {
  const view = viewOfPolicy(policy, on, members)
  const unsaid = unsaidOf(policy, view, on)
  const sets = setsOf(view)
  const text = [
    '#!/usr/sbin/nft -f',
    `# Zones and conduits in force on ${on}. What no conduit allows is dropped.`,
    ...remarks(unsaid),
    `table inet ${table}`,
    `delete table inet ${table}`,
    `table inet ${table} {`,
    ...[...new Set(sets.values())].flatMap(setLines),
    '\tchain forward {',
    '\t\ttype filter hook forward priority filter; policy drop;',
    '\t\tct state established,related accept comment "answers to what was let in"',
    '\t\tct state invalid drop',
    ...ruleLines(view, sets),
    '\t}',
    '}',
    '',
  ]
  return { text: text.join('\n'), unsaid }
}

function remarks(unsaid: readonly Unsaid[]): string[] {
  if (unsaid.length === 0) return ['# Everything that the policy says is said here.']
  return [
    '# The policy says more than a packet filter can:',
    ...unsaid.map(({ subject, name, what }) => `# - ${subject} ${plain(name)}: ${plain(what.en)}`),
  ]
}

/** No line breaks nor control characters: a name must not become a rule. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')

interface FamilySet {
  readonly name: string
  readonly title: string
  readonly family: 'v4' | 'v6'
  readonly elements: readonly string[]
}

type Sets = ReadonlyMap<string, FamilySet>
const setKey = (area: number, family: 'v4' | 'v6'): string => `${area} ${family}`

/** Of each area that has addresses; the two parts of the outside are one set. */
function setsOf({ areas }: PolicyView): Sets {
  const sets = new Map<string, FamilySet>()
  let zones = 0
  for (const [i, area] of areas.entries()) {
    if (area.kind !== 'zone') continue
    zones++
    for (const family of ['v4', 'v6'] as const) addSet(sets, [i], `zone_${zones}_${family}`, area.name!, family, [area])
  }
  const out = areas.flatMap((area, i) => (isOutside(area) ? [i] : []))
  for (const family of ['v4', 'v6'] as const) {
    addSet(
      sets,
      out,
      `outside_${family}`,
      'in no zone',
      family,
      out.map((i) => areas[i]!),
    )
  }
  return sets
}

function addSet(
  sets: Map<string, FamilySet>,
  numbers: readonly number[],
  name: string,
  title: string,
  family: 'v4' | 'v6',
  areas: readonly ZoneArea[],
): void {
  const { v4, v6 } = unionOf(areas.map(({ addresses }) => addresses))
  const elements = family === 'v4' ? spans(v4, textOfV4) : spans(v6, textOfV6)
  const set = { name, title, family, elements }
  for (const number of elements.length === 0 ? [] : numbers) sets.set(setKey(number, family), set)
}

function spans<T extends number | bigint>(ranges: Ranges<T>, text: (value: T) => string): string[] {
  return pairsOf(ranges).map(([from, to]) => (from === to ? text(from) : `${text(from)}-${text(to)}`))
}

function setLines({ name, title, family, elements }: FamilySet): string[] {
  return [
    `\tset ${name} {`,
    `\t\ttype ${family === 'v4' ? 'ipv4_addr' : 'ipv6_addr'}`,
    '\t\tflags interval',
    '\t\tauto-merge',
    `\t\telements = { ${elements.join(', ')} }`,
    `\t\tcomment "${comment(title)}"`,
    '\t}',
  ]
}

/** Without quotes, which nft cannot escape, and cut between two characters. */
function comment(text: string): string {
  let kept = ''
  let bytes = 0
  for (const one of plain(text).replaceAll('"', "'").replaceAll('\\', '/')) {
    bytes += new TextEncoder().encode(one).length
    if (bytes > longestComment) return `${kept.slice(0, -1)}~`
    kept += one
  }
  return kept
}

function ruleLines(view: PolicyView, sets: Sets): string[] {
  const lines: string[] = []
  for (const { from, to, service, conduit } of filterRules(view)) {
    const condition = service === null ? '' : conditionOf(service)
    if (condition === null) continue
    const said = conduit === null ? `within ${view.areas[from[0]!]!.name}` : titleOf(conduit)
    for (const family of ['v4', 'v6'] as const) {
      const [source, target] = [sets.get(setKey(from[0]!, family)), sets.get(setKey(to[0]!, family))]
      if (source === undefined || target === undefined || !isFor(condition, family)) continue
      const ip = family === 'v4' ? 'ip' : 'ip6'
      const match = `${ip} saddr @${source.name} ${ip} daddr @${target.name}${condition === '' ? '' : ` ${condition}`}`
      lines.push(`\t\t${match} accept comment "${comment(said)}"`)
    }
  }
  return lines
}

const titleOf = ({ name, owner, isException, validTo }: Conduit): string =>
  [
    name,
    owner ?? 'no owner',
    ...(isException ? ['exception'] : []),
    ...(validTo === null ? [] : [`until ${validTo}`]),
  ].join(' | ')

const names: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'ipv6-icmp', 132: 'sctp' }

/** Null: nothing that could be let pass. */
function conditionOf({ protocols, targetPorts }: Service): string | null {
  if (targetPorts !== null && targetPorts.length === 0) return null
  const [from, to] = [protocols[0]!, protocols.at(-1)!]
  if (from === 0 && to === 255) return ''
  const protocol = from === to ? (names[from] ?? `${from}`) : `${from}-${to}`
  if (targetPorts === null) return `meta l4proto ${protocol}`
  const ports = pairsOf(targetPorts).map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`))
  return `${protocol} dport ${ports.length === 1 ? ports[0] : `{ ${ports.join(', ')} }`}`
}

const isFor = (condition: string, family: 'v4' | 'v6'): boolean =>
  !(condition === 'meta l4proto icmp' && family === 'v6') &&
  !(condition === 'meta l4proto ipv6-icmp' && family === 'v4')
