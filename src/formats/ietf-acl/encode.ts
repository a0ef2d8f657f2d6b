import type { Day } from '#core/calendar/day.ts'
import { type AddressSet, unionOf } from '#core/filtering/addresses.ts'
import { viewOfPolicy, type ZoneArea } from '#core/filtering/policy-view.ts'
import { pairsOf } from '#core/filtering/ranges.ts'
import type { Service } from '#core/filtering/ruleset.ts'
import type { Policy } from '#core/segmentation/policy.ts'
import { type FilterRule, filterRules } from '../policy/filter-rules.ts'
import { type PolicyExport, type Unsaid, unsaidOf } from '../policy/unsaid.ts'
import { prefixesV4, prefixesV6 } from './prefixes.ts'

/** An access control entry, as far as a policy needs it (RFC 8519, 4.1; leaves of ietf-packet-fields, 4.2). */
interface Ace {
  readonly name: string
  readonly matches?: Readonly<Record<string, unknown>>
  readonly actions: { readonly forwarding: 'accept' | 'drop' }
}

type Family = 'ipv4' | 'ipv6'
type Matches = Readonly<Record<string, unknown>>

/** More entries than this are no list that anybody loads. */
const mostEntries = 200_000

/**
 * Writes what is in force on a day as one list for each family of addresses, JSON by RFC 7951: accepted is the way of those
 * who may open a conversation, and everything else is dropped. The model has no place for remarks: what the lists cannot say
 * is in `unsaid`; what conduits they are from is in the names of their entries.
 */
export function encodeIetfAcl(
  policy: Policy,
  { on, members }: { readonly on: Day; readonly members?: ReadonlyMap<string, AddressSet> },
): PolicyExport {
  const view = viewOfPolicy(policy, on, members)
  const rules = filterRules(view)
  const unsaid = [...unsaidOf(policy, view, on), ...withoutPorts(rules)]
  const lists = (['ipv4', 'ipv6'] as const).map((family) => listOf(family, rules, view.areas))
  for (const { cut } of lists) unsaid.push(...cut)
  const acl = lists.map(({ name, type, aces }) => ({ name, type, aces: { ace: aces } }))
  return { text: `${JSON.stringify({ 'ietf-access-control-list:acls': { acl } }, null, 2)}\n`, unsaid }
}

function listOf(family: Family, rules: readonly FilterRule[], areas: readonly ZoneArea[]) {
  const aces: Ace[] = []
  const cut = new Map<string, Unsaid>()
  const prefixes = new Map<string, readonly string[]>()
  const prefixesOf = (side: readonly number[]): readonly string[] => {
    const key = side.join()
    const known = prefixes.get(key)
    if (known !== undefined) return known
    const { v4, v6 } = unionOf(side.map((area) => areas[area]!.addresses))
    const found = family === 'ipv4' ? prefixesV4(v4) : prefixesV6(v6)
    prefixes.set(key, found)
    return found
  }
  for (const [i, { from, to, service, conduit }] of rules.entries()) {
    const fields = service === null ? [{}] : fieldsOf(service, family)
    const title = conduit === null ? `within ${areas[from[0]!]!.name}` : conduit.name
    let number = 0
    for (const source of prefixesOf(from)) {
      for (const target of prefixesOf(to)) {
        for (const { [family]: more, ...layer4 } of fields as readonly Readonly<Record<string, Matches>>[]) {
          if (aces.length >= mostEntries) {
            const { name, record } = conduit ?? { name: title, record: '' }
            cut.set(`${name}\n${record}`, tooMany(conduit === null ? 'zone' : 'conduit', name, record))
            continue
          }
          const ends = { [`source-${family}-network`]: source, [`destination-${family}-network`]: target }
          const matches = { [family]: { ...more, ...ends }, ...layer4 }
          aces.push({ name: aceName(i, ++number, title), matches, actions: { forwarding: 'accept' } })
        }
      }
    }
  }
  aces.push({ name: 'drop the rest', actions: { forwarding: 'drop' } })
  return { name: `rung-policy-${family}`, type: `${family}-acl-type`, aces, cut: cut.values() }
}

/** Unique, and at most 64 characters long. */
function aceName(rule: number, number: number, title: string): string {
  const head = `${rule + 1}.${number} `
  const shown = [...title.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')]
  const room = 64 - head.length
  return head + (shown.length > room ? `${shown.slice(0, room - 1).join('')}~` : shown.join(''))
}

/** SCTP has no ports in this model; a list of protocols becomes an entry each. */
function fieldsOf({ protocols, targetPorts }: Service, family: Family): Readonly<Record<string, Matches>>[] {
  const [from, to] = [protocols[0]!, protocols.at(-1)!]
  if (from === 0 && to === 255 && targetPorts === null) return [{}]
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((protocol) => {
    if ((protocol === 1 && family === 'ipv6') || (protocol === 58 && family === 'ipv4')) return []
    if (targetPorts === null) return [{ [family]: { protocol } }]
    const layer4 = protocol === 6 ? 'tcp' : protocol === 17 ? 'udp' : null
    if (layer4 === null) return []
    return pairsOf(targetPorts).map(([low, high]) => {
      const ports = low === high ? { operator: 'eq', port: low } : { 'lower-port': low, 'upper-port': high }
      return { [family]: { protocol }, [layer4]: { 'destination-port': ports } }
    })
  })
}

function withoutPorts(rules: readonly FilterRule[]): Unsaid[] {
  return rules.flatMap(({ service, conduit }): Unsaid[] => {
    if (conduit === null || service?.targetPorts == null || service.protocols[0] !== 132) return []
    const what = { en: 'ports of SCTP: left out', ja: 'SCTPのポートは表現できないため出力していない' }
    return [{ subject: 'conduit', name: conduit.name, record: conduit.record, effect: 'narrower', what }]
  })
}

function tooMany(subject: Unsaid['subject'], name: string, record: string): Unsaid {
  const what = {
    en: `more than ${mostEntries} entries: the rest is left out`,
    ja: `エントリが${mostEntries}件を超えるため、以降は出力していない`,
  }
  return { subject, name, record, effect: 'narrower', what }
}
