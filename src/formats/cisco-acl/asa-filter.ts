import { anyAddress } from '#core/filtering/addresses.ts'
import type { Action, Chain, Hook, Names, Step } from '#core/filtering/ruleset.ts'
import type { AsaReading, Binding } from './asa-reading.ts'
import { tunnelSteps } from './asa-tunnels.ts'
import { undecidedChain, unknownStep } from './lists.ts'

/** Chains and the hooks that run through them. */
export interface Filter {
  readonly chains: Chain[]
  readonly hooks: Hook[]
}

/**
 * What an ASA does with a new connection ("Cisco ASA Series Firewall CLI Configuration Guide, Access Rules"): the list of the
 * interface where it arrives, then the global list, then the list of the interface where it leaves. Without any list on the
 * way in, it may go to interfaces of a lower security level; between equal levels only where that is permitted.
 */
export function asaFilter(reading: AsaReading): Filter {
  const filter: Filter = { chains: [], hooks: [] }
  // Lists of frames (ethertype) are bound beside those of packets.
  const bindings = reading.bindings.filter(({ list }) => reading.lists.get(list)?.kind !== 'other')
  const global = bindings.find(({ where }) => where === 'global')
  for (const list of reading.lists.values()) {
    if (list.kind === 'other') continue
    filter.chains.push({
      name: list.name,
      steps: list.rules.flatMap(({ steps }) => steps),
      otherwise: global === undefined ? 'drop' : 'return',
      otherwiseLine: null,
    })
  }
  addEqualLevels(reading, filter)
  const names = new Set(reading.interfaces.flatMap(({ alias, isShut }) => (alias === null || isShut ? [] : [alias])))
  for (const { interface: name } of bindings) if (name !== '') names.add(name)
  for (const name of names) {
    const own = bindings.filter((binding) => binding.where === 'in' && binding.interface === name)
    const lists = [...own, ...(global === undefined ? [] : [global])]
    const chain = lists.length === 0 ? implicitChain(reading, name) : listsChain(reading, lists, global, `${name} in`)
    if (chain.name !== lists[0]?.list) filter.chains.push(chain)
    const beside = reading.beside.map(({ line, why }) => unknownStep(line, reading.text.rows[line - 1] ?? '', why))
    const tunnels = [...beside, ...tunnelSteps(reading, name)]
    if (tunnels.length === 0) filter.hooks.push({ chain: chain.name, in: [name], out: null })
    else {
      const jump = madeStep(tunnels[0]!.line, chain.name, null, null, { do: 'jump', chain: chain.name })
      const whole = { name: `${name} in, with what stands beside it`, steps: [...tunnels, jump] }
      filter.chains.push({ ...whole, otherwise: 'drop', otherwiseLine: null })
      filter.hooks.push({ chain: whole.name, in: [name], out: null })
    }
  }
  for (const binding of bindings.filter(({ where }) => where === 'out')) {
    const chain = listsChain(reading, [binding], global, `${binding.interface} out`)
    if (chain.name !== binding.list) filter.chains.push(chain)
    filter.hooks.push({ chain: chain.name, in: null, out: [binding.interface] })
  }
  return filter
}

/** The chain of one list where there is no global one; else one that calls each, and drops what none decided. */
function listsChain(
  reading: AsaReading,
  bindings: readonly Binding[],
  global: Binding | undefined,
  name: string,
): Chain {
  const missing = bindings.find(({ list }) => !reading.lists.has(list))
  const second = bindings.filter(({ where }) => where !== 'global')[1]
  if (second !== undefined) {
    const why = 'two lists are bound in one direction'
    reading.text.remark(second.line, why)
    return undecidedChain(name, second.line, `access-group ${second.list}`, why)
  }
  if (missing !== undefined) {
    const why = 'a list is bound that the file does not hold'
    reading.text.remark(missing.line, why)
    return undecidedChain(name, missing.line, `access-group ${missing.list}`, why)
  }
  if (global === undefined) return { name: bindings[0]!.list, steps: [], otherwise: 'drop', otherwiseLine: null }
  const steps = bindings.map((binding) =>
    madeStep(binding.line, `access-group ${binding.list}`, null, null, { do: 'jump', chain: binding.list }),
  )
  return { name, steps, otherwise: 'drop', otherwiseLine: null }
}

function implicitChain({ interfaces, between }: AsaReading, name: string): Chain {
  const own = interfaces.find(({ alias }) => alias === name)
  const level = own?.securityLevel ?? 0
  const reached = interfaces.filter(
    ({ alias, securityLevel }) =>
      alias !== null && (alias === name || (securityLevel ?? 0) < level || (between && securityLevel === level)),
  )
  const out = { names: reached.flatMap(({ alias }) => alias ?? []), not: false }
  const line = own?.securityLine ?? 1
  const step = madeStep(line, `security-level ${level}: to interfaces of lower levels`, null, out, { do: 'accept' })
  return { name: `${name} in`, steps: [step], otherwise: 'drop', otherwiseLine: null }
}

/** Holds with and without lists: equal levels, and one interface's own networks, are kept apart. */
function addEqualLevels({ interfaces, between, within, lists }: AsaReading, { chains, hooks }: Filter): void {
  const steps = interfaces.flatMap(({ alias, securityLevel, securityLine }) => {
    if (alias === null) return []
    const equal = interfaces.filter(
      (other) => other.alias !== null && other.alias !== alias && other.securityLevel === securityLevel,
    )
    const out = [...(within ? [] : [alias]), ...(between ? [] : equal.map((other) => other.alias!))]
    if (out.length === 0) return []
    const text = 'same-security-traffic is not permitted'
    return [madeStep(securityLine, text, { names: [alias], not: false }, { names: out, not: false }, { do: 'drop' })]
  })
  for (const { alias, isManagement, line } of interfaces) {
    if (alias === null || !isManagement) continue
    const own = { names: [alias], not: false }
    steps.push(madeStep(line, 'management-only', own, null, { do: 'drop' }))
    steps.push(madeStep(line, 'management-only', null, own, { do: 'drop' }))
  }
  if (steps.length === 0) return
  const name = lists.has('same-security-traffic') ? 'same-security-traffic (command)' : 'same-security-traffic'
  chains.push({ name, steps, otherwise: 'accept', otherwiseLine: null })
  hooks.push({ chain: name, in: null, out: null })
}

const madeStep = (line: number, text: string, from: Names | null, to: Names | null, action: Action): Step => ({
  line,
  lastLine: line,
  text,
  label: null,
  match: { in: from, out: to, source: anyAddress, target: anyAddress, services: null, states: null, unknown: [] },
  action,
  isDisabled: false,
  hits: null,
})
