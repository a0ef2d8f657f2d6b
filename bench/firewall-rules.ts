import { type AddressSet, addressesOf, anyAddress, unionOf } from '#core/filtering/addresses.ts'
import type { Ranges } from '#core/filtering/ranges.ts'
import type { Chain, Ruleset, Service, Step } from '#core/filtering/ruleset.ts'

/** The same numbers on every machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The network of a zone: 10.Z.0.0/20. */
export const zoneNetwork = (zone: number): string => `10.${zone}.0.0/20`
const service = (protocol: number, from: number, to = from): Service => ({
  protocols: [protocol, protocol] as Ranges,
  sourcePorts: null,
  targetPorts: [from, to],
  icmpTypes: null,
})
export const services: readonly Service[] = [
  service(6, 443),
  service(6, 80),
  service(6, 502),
  service(6, 102),
  service(6, 44818),
  service(6, 4840),
  service(6, 3389),
  service(6, 22),
  service(6, 1433),
  service(17, 123),
  service(17, 161, 162),
  service(17, 53),
  service(6, 49152, 65535),
]

/**
 * Rules as a plant's filter grows them over the years: most from some hosts to some hosts for a few services, networks to
 * networks, management to everywhere, everybody to a server, exceptions that refuse, and what was entered twice.
 */
export function plantRules(count: number, zones: number, seed = 1): Ruleset {
  const random = seeded(seed)
  const upTo = (limit: number) => Math.floor(random() * limit)
  const host = () => addressesOf(`10.${upTo(zones)}.${upTo(16)}.${1 + upTo(254)}`)!
  const hosts = (most: number) => unionOf(Array.from({ length: 1 + upTo(most) }, host))
  const network = () => {
    const zone = upTo(zones)
    return addressesOf(random() < 0.3 ? zoneNetwork(zone) : `10.${zone}.${upTo(16)}.0/24`)!
  }
  const some = () => Array.from({ length: 1 + upTo(3) }, () => services[upTo(services.length)]!)
  const steps: Step[] = []
  const add = (source: AddressSet, target: AddressSet, list: readonly Service[] | null, isDrop = false) => {
    const line = steps.length + 1
    steps.push({
      line,
      lastLine: line,
      text: `rule ${line}`,
      label: String(line),
      match: { in: null, out: null, source, target, services: list, states: null, unknown: [] },
      action: { do: isDrop ? 'drop' : 'accept' },
      isDisabled: false,
      hits: null,
    })
  }
  while (steps.length < count - 1) {
    const kind = random()
    if (kind < 0.45) add(host(), host(), some())
    else if (kind < 0.65) add(hosts(8), hosts(8), some())
    else if (kind < 0.8) add(network(), network(), some())
    else if (kind < 0.87) add(anyAddress, host(), some())
    else if (kind < 0.88) add(host(), anyAddress, some())
    else if (kind < 0.96) add(network(), network(), random() < 0.5 ? null : some(), true)
    else {
      const earlier = steps[upTo(steps.length)]
      if (earlier) add(earlier.match.source, earlier.match.target, earlier.match.services)
    }
  }
  add(anyAddress, anyAddress, null, true)
  const chain: Chain = { name: 'forward', steps, otherwise: 'drop', otherwiseLine: null }
  return {
    language: 'cisco-asa',
    device: 'bench',
    chains: [chain],
    answers: 'pass',
    hooks: [{ chain: 'forward', in: null, out: null }],
    interfaces: [],
    translations: [],
    lines: [],
    faults: [],
  }
}
