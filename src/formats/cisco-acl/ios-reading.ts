import type { WrittenRoute } from '../routed-networks.ts'
import { createRuleText, type RuleText } from '../rule-text.ts'
import type { InterfaceDraft } from './interfaces.ts'
import type { ListDraft, ListKind } from './lists.ts'
import { createObjects, type Definition, type Objects } from './objects.ts'

export interface IosInterface {
  readonly draft: InterfaceDraft
  readonly bindings: IosBinding[]
  nat: 'inside' | 'outside' | null
  zone: string | null
  /** A port of a switch: of this VLAN, or of several. */
  port: { vlan: number | null } | null
}

export interface IosBinding {
  readonly list: string
  readonly line: number
  readonly isIpv6: boolean
  readonly where: 'in' | 'out'
}

export interface ZonePair {
  readonly line: number
  readonly source: string
  readonly target: string
  /** The `policy-map` that decides; null: none, and nothing passes. */
  policy: string | null
}

/** `class-map type inspect`: what it matches. */
export interface ClassMap {
  readonly isAny: boolean
  readonly criteria: Criterion[]
}
export interface Criterion {
  readonly line: number
  /** A list's name, a protocol's, or null for what is not understood. */
  readonly list: string | null
  readonly protocol: string | null
}

/** `policy-map type inspect`: what happens to each class, from the top. */
export interface PolicyClass {
  readonly name: string
  readonly line: number
  action: 'inspect' | 'pass' | 'drop' | null
}

/** What is known of a router or switch while its configuration is read. */
export interface IosReading {
  readonly text: RuleText
  readonly objects: Objects
  readonly interfaces: IosInterface[]
  readonly byName: Map<string, IosInterface>
  readonly routes: WrittenRoute[]
  /** IPv4 lists by name or number; IPv6 lists as `ipv6 NAME`, since they have names of their own. */
  readonly lists: Map<string, ListDraft>
  /** Entries, which can be read only when all objects are known. */
  readonly entries: { readonly line: number; readonly row: string; readonly list: string; readonly kind: ListKind }[]
  readonly natLines: { readonly line: number; readonly row: string }[]
  readonly zonePairs: ZonePair[]
  readonly classMaps: Map<string, ClassMap>
  readonly policyMaps: Map<string, PolicyClass[]>
  /** VLANs with a map of their own (`vlan filter`); null: all. */
  readonly vlanFilters: { readonly line: number; readonly vlans: readonly number[] | null }[]
  /** IPv6 is forwarded, so that what no IPv6 list filters passes. */
  hasIpv6: boolean
  /** Answers are let in by inspection. */
  inspects: boolean
  /** Routes are learned (OSPF, BGP, …), which no configuration tells. */
  learnsRoutes: boolean
  device: string | null
  /** Rules or bindings stand where nothing tells to what they belong. */
  hasOrphans: boolean
  isWhole: boolean
  isEnded: boolean
  open: Definition | null
}

export const newIosReading = (text: string): IosReading => ({
  text: createRuleText(text),
  objects: createObjects(),
  interfaces: [],
  byName: new Map(),
  routes: [],
  lists: new Map(),
  entries: [],
  natLines: [],
  zonePairs: [],
  classMaps: new Map(),
  policyMaps: new Map(),
  vlanFilters: [],
  hasIpv6: false,
  inspects: false,
  learnsRoutes: false,
  device: null,
  hasOrphans: false,
  isWhole: false,
  isEnded: false,
  open: null,
})

export const listKey = (name: string, isIpv6: boolean): string => (isIpv6 ? `ipv6 ${name}` : name)

export function listNamed(reading: IosReading, name: string, kind: ListKind, line: number): ListDraft {
  const key = listKey(name, kind === 'ipv6')
  const known = reading.lists.get(key)
  if (known !== undefined) return known
  const made: ListDraft = { name: key, kind, line, lastLine: line, rules: [] }
  reading.lists.set(key, made)
  return made
}
