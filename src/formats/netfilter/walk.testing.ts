import { includes } from '#core/filtering/ranges.ts'
import type { ConnectionState, Match, Names, Ruleset } from '#core/filtering/ruleset.ts'

/** A packet of the tests; `source` and `target` are the last digits of an address. */
export interface TestPacket {
  readonly in: string
  readonly out: string
  readonly isV6: boolean
  readonly source: number
  readonly target: number
  readonly protocol: number
  readonly sourcePort: number
  readonly targetPort: number
  readonly icmp: number
  readonly state: ConnectionState
}

/** 10.0.0.n and fd00::n. */
export const v4Of = (last: number): number => 0x0a000000 + last
export const v6Of = (last: number): bigint => (0xfd00n << 112n) + BigInt(last)

type End = 'accept' | 'drop' | 'return'

/** All that a ruleset may do with a packet, one step after the other. */
export function walk(rules: Ruleset, packet: TestPacket): ReadonlySet<End> {
  const chains = new Map(rules.chains.map((chain) => [chain.name, chain]))
  const within = (name: string): Set<End> => {
    const ends = new Set<End>()
    const chain = chains.get(name)!
    for (const { match, action, isDisabled } of chain.steps) {
      if (isDisabled || !meets(match, packet)) continue
      if (action.do === 'continue') continue
      const own: ReadonlySet<End> =
        'chain' in action
          ? within(action.chain)
          : action.do === 'unknown'
            ? new Set<End>(['accept', 'drop'])
            : new Set<End>([action.do])
      for (const end of own) if (action.do !== 'jump' || end !== 'return') ends.add(end)
      const goesOn = match.unknown.length > 0 || (action.do === 'jump' && own.has('return'))
      if (!goesOn) return ends
    }
    ends.add(chain.otherwise)
    return ends
  }
  const all = new Set<End>()
  for (const hook of rules.hooks) {
    if (hook.in !== null && !hook.in.includes(packet.in)) continue
    if (hook.out !== null && !hook.out.includes(packet.out)) continue
    const ends = within(hook.chain)
    if (ends.delete('return')) ends.add(chains.get(hook.chain)!.otherwise === 'drop' ? 'drop' : 'accept')
    if (ends.has('drop')) all.add('drop')
    if (!ends.has('accept')) return all
  }
  return all.add('accept')
}

function meets({ in: entry, out, source, target, services, states }: Match, packet: TestPacket): boolean {
  const has = (set: Match['source'], last: number) =>
    packet.isV6 ? includes(set.v6, v6Of(last)) : includes(set.v4, v4Of(last))
  const withPorts = [6, 17, 33, 132, 136].includes(packet.protocol)
  return (
    isNamed(entry, packet.in) &&
    isNamed(out, packet.out) &&
    has(source, packet.source) &&
    has(target, packet.target) &&
    (states === null || states.includes(packet.state)) &&
    (services === null ||
      services.some(
        (service) =>
          includes(service.protocols, packet.protocol) &&
          (service.sourcePorts === null || (withPorts && includes(service.sourcePorts, packet.sourcePort))) &&
          (service.targetPorts === null || (withPorts && includes(service.targetPorts, packet.targetPort))) &&
          (service.icmpTypes === null || includes(service.icmpTypes, packet.icmp)),
      ))
  )
}

const isNamed = (names: Names | null, own: string): boolean =>
  names === null ||
  names.names.some((name) => (name.endsWith('*') ? own.startsWith(name.slice(0, -1)) : name === own)) !== names.not
