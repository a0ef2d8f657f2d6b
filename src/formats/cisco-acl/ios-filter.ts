import { anyAddress } from '#core/filtering/addresses.ts'
import type { Action, Chain, Hook, Step } from '#core/filtering/ruleset.ts'
import { chainOf } from './ios-lists.ts'
import { type IosBinding, type IosReading, listKey } from './ios-reading.ts'
import { policyChainName, policyChains } from './ios-zones.ts'
import { undecidedChain } from './lists.ts'

/** Chains and the hooks that run through them. */
export interface Filter {
  readonly chains: Chain[]
  readonly hooks: Hook[]
}

/** Lists at the interfaces where a packet arrives and leaves; zones between them; maps of VLANs on both sides. */
export function iosFilter(reading: IosReading): Filter {
  const filter: Filter = {
    chains: [...reading.lists.values()].map((list) => chainOf(list, reading.hasIpv6)),
    hooks: [],
  }
  const { hooks } = filter
  for (const where of ['in', 'out'] as const) {
    addVlanFilters(reading, filter, where)
    for (const { draft, bindings, port } of reading.interfaces) {
      for (const binding of bindings.filter((one) => one.where === where)) {
        const chain = boundChain(reading, filter, binding)
        if (port === null)
          hooks.push(where === 'in' ? hookOf(chain, [draft.name], null) : hookOf(chain, null, [draft.name]))
        else addPortList(reading, filter, binding, port.vlan)
      }
    }
    if (where === 'in') addZones(reading, filter)
  }
  return filter
}

const hookOf = (chain: string, from: readonly string[] | null, to: readonly string[] | null): Hook => ({
  chain,
  in: from,
  out: to,
})

/** A list that is bound and does not exist lets everything pass; in a part of a configuration it may stand elsewhere. */
function boundChain(reading: IosReading, { chains }: Filter, { list, line, isIpv6 }: IosBinding): string {
  const name = listKey(list, isIpv6)
  if (reading.lists.has(name)) {
    if (reading.lists.get(name)!.rules.length === 0)
      reading.text.remark(line, 'a list without entries is bound: everything passes')
    return name
  }
  if (chains.some((chain) => chain.name === name)) return name
  const isWhole = reading.isWhole && reading.isEnded
  const why = isWhole
    ? 'a list is bound that does not exist: everything passes'
    : 'a list is bound that the file does not hold'
  reading.text.remark(line, why)
  chains.push(
    isWhole
      ? { name, steps: [], otherwise: 'accept', otherwiseLine: null }
      : undecidedChain(name, line, `ip access-group ${list}`, why),
  )
  return name
}

/** A list at a port of a switch concerns a part of what arrives in its VLAN, before it is routed. */
function addPortList(
  reading: IosReading,
  { chains, hooks }: Filter,
  { line, list, where }: IosBinding,
  vlan: number | null,
): void {
  const why = 'a list at a port of the switch concerns a part of a VLAN'
  reading.text.fault(line, why)
  const name = `port list of line ${line}`
  chains.push(undecidedChain(name, line, `ip access-group ${list} ${where}`, why))
  const at = vlan === null ? null : [`Vlan${vlan}`]
  hooks.push(where === 'in' ? hookOf(name, at, null) : hookOf(name, null, at))
}

/** VLAN maps ("vlan access-map") filter what enters and leaves a VLAN; they are named, and not computed. */
function addVlanFilters({ vlanFilters }: IosReading, { chains, hooks }: Filter, where: 'in' | 'out'): void {
  for (const { line, vlans } of vlanFilters) {
    const name = `vlan filter of line ${line}`
    if (where === 'in')
      chains.push(undecidedChain(name, line, 'vlan filter', 'a map of access to a VLAN is not understood'))
    const names = vlans?.map((vlan) => `Vlan${vlan}`) ?? null
    hooks.push(where === 'in' ? hookOf(name, names, null) : hookOf(name, null, names))
  }
}

/**
 * Zone-based firewall ("Cisco IOS Security Configuration Guide, Zone-Based Policy Firewall"): within a zone everything passes,
 * between zones nothing without a pair, between a zone and no zone nothing. A pair's policy decides for its own two.
 */
function addZones(reading: IosReading, { chains, hooks }: Filter): void {
  const members = new Map<string, string[]>()
  for (const { zone, draft } of reading.interfaces) {
    if (zone !== null) members.set(zone, [...(members.get(zone) ?? []), draft.name])
  }
  if (members.size === 0) return
  const zoned = [...members.values()].flat()
  const outside = reading.interfaces.filter(({ zone }) => zone === null).map(({ draft }) => draft.name)
  const namesOf = (zone: string) => members.get(zone) ?? (zone === 'default' ? outside : [])
  const steps: Step[] = []
  for (const { source, target, policy, line } of reading.zonePairs) {
    const [from, to] = [namesOf(source), namesOf(target)]
    if (from.length === 0 || to.length === 0 || policy === null) continue
    steps.push(zoneStep(line, 'zone-pair security', from, to, { do: 'jump', chain: policyChainName(policy) }))
  }
  for (const { zone, draft } of reading.interfaces) {
    if (zone !== null) steps.push(zoneStep(draft.line, 'within a zone', [draft.name], namesOf(zone), { do: 'accept' }))
  }
  const line = reading.interfaces.find(({ zone }) => zone !== null)!.draft.line
  steps.push(zoneStep(line, 'between zones without a pair', zoned, null, { do: 'drop' }))
  steps.push(zoneStep(line, 'between zones without a pair', null, zoned, { do: 'drop' }))
  chains.push(...policyChains(reading))
  chains.push({ name: 'zone security', steps, otherwise: 'accept', otherwiseLine: null })
  hooks.push(hookOf('zone security', null, null))
}

const zoneStep = (
  line: number,
  text: string,
  from: readonly string[] | null,
  to: readonly string[] | null,
  action: Action,
): Step => ({
  line,
  lastLine: line,
  text,
  label: null,
  match: {
    in: from === null ? null : { names: from, not: false },
    out: to === null ? null : { names: to, not: false },
    source: anyAddress,
    target: anyAddress,
    services: null,
    states: null,
    unknown: [],
  },
  action,
  isDisabled: false,
  hits: null,
})
