import type { AddressSet } from '#core/filtering/addresses.ts'
import type { WrittenRoute } from '../routed-networks.ts'
import { createRuleText, type RuleText } from '../rule-text.ts'
import type { InterfaceDraft } from './interfaces.ts'
import type { ListDraft } from './lists.ts'
import { createObjects, type Definition, type Objects } from './objects.ts'

/** `access-group outside_in in interface outside`, `access-group everywhere global`. */
export interface Binding {
  readonly list: string
  readonly line: number
  readonly where: 'in' | 'out' | 'global'
  readonly interface: string
}

/**
 * What comes out of a tunnel passes the list of its interface by, unless `no sysopt connection permit-vpn` is set ("Cisco ASA
 * Series VPN CLI Configuration Guide, sysopt connection permit-vpn").
 */
export interface Tunnels {
  bypassLists: boolean
  /** Lists of what is protected, by crypto map; interfaces, by crypto map. */
  readonly lists: { readonly map: string; readonly list: string; readonly line: number }[]
  readonly interfaces: { readonly map: string; readonly interface: string; readonly line: number }[]
  /** Addresses that people get who sign in. */
  readonly pools: { readonly addresses: AddressSet; readonly line: number }[]
  /** Where people sign in. */
  readonly doors: Set<string>
}

const newTunnels = (): Tunnels => ({ bypassLists: true, lists: [], interfaces: [], pools: [], doors: new Set() })

/** What is known of an ASA while its configuration is read. */
export interface AsaReading {
  readonly text: RuleText
  readonly objects: Objects
  readonly interfaces: InterfaceDraft[]
  readonly routes: WrittenRoute[]
  readonly lists: Map<string, ListDraft>
  readonly bindings: Binding[]
  /** Lines that can be read only when all objects are known. */
  readonly accessLines: { readonly line: number; readonly row: string }[]
  readonly natLines: { readonly line: number; readonly row: string; readonly object: string | null }[]
  readonly tunnels: Tunnels
  /** Commands beside the lists that decide as well, and are not computed. */
  readonly beside: { readonly line: number; readonly why: string }[]
  /** `same-security-traffic permit …`. */
  between: boolean
  within: boolean
  /** Routes are learned (OSPF, BGP, …), which no configuration tells. */
  learnsRoutes: boolean
  device: string | null
  isTransparent: boolean
  /** A line that a whole configuration begins with was seen; its end was. */
  isWhole: boolean
  isEnded: boolean
  /** The definition whose members the last line told, which a cut file leaves unfinished. */
  open: Definition | null
}

export const newAsaReading = (text: string): AsaReading => ({
  text: createRuleText(text),
  objects: createObjects(),
  interfaces: [],
  routes: [],
  lists: new Map(),
  bindings: [],
  accessLines: [],
  natLines: [],
  tunnels: newTunnels(),
  beside: [],
  between: false,
  within: false,
  learnsRoutes: false,
  device: null,
  isTransparent: false,
  isWhole: false,
  isEnded: false,
  open: null,
})
