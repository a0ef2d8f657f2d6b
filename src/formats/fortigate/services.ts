import { type Ranges, rangesOf, subtract, union } from '#core/filtering/ranges.ts'
import type { Service } from '#core/filtering/ruleset.ts'
import { anyService, type PartlyServices, perhapsServices, surelyServices } from '../partly-known.ts'
import { type DefaultService, defaultGroups, defaultServices } from './default-services.ts'
import { type Domain, entriesOf, type Reading } from './firewall.ts'
import { type Entry, isOn, valueIn, valuesIn } from './tree.ts'

/** "FortiOS CLI Reference, config firewall service custom": what does not say which packets a service is. */
const contextSettings = new Set(
  `category check-reset-range color comment fabric-object global-object helper obj-tag proxy session-ttl tcp-halfclose-timer
  tcp-halfopen-timer tcp-rst-timer tcp-timewait-timer udp-idle-timer uuid visibility explicit-proxy protocol protocol-number icmptype icmpcode
  tcp-portrange udp-portrange sctp-portrange udplite-portrange iprange fqdn app-service-type app-category application member`.split(
    /\s+/,
  ),
)

const unread = 'a service that was not understood'
const portProtocols = [
  ['tcp-portrange', 6],
  ['udp-portrange', 17],
  ['sctp-portrange', 132],
  ['udplite-portrange', 136],
] as const
const icmp = 1
const icmp6 = 58

/** `443`, `5000-5010`, `513:512-1023`: target ports, then source ports. Null for what is none. */
function portsOf(protocol: number, text: string): Service | null {
  const [target = '', source, more] = text.split(':')
  const targetPorts = rangeOf(target)
  const sourcePorts = source === undefined ? null : rangeOf(source)
  if (more !== undefined || targetPorts === null || (source !== undefined && sourcePorts === null)) return null
  const isAnySource = sourcePorts?.[0] === 0 && sourcePorts[1] === 65535
  return {
    protocols: [protocol, protocol],
    sourcePorts: isAnySource ? null : sourcePorts,
    targetPorts,
    icmpTypes: null,
  }
}

/** `80` or `80-90`. */
export function rangeOf(text: string): Ranges | null {
  const found = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text)
  if (found === null) return null
  const [from, to] = [Number(found[1]), Number(found[2] ?? found[1])]
  return from > to || to > 65535 ? null : [from, to]
}

const message = (protocol: number, type: number | null, code: number | null): Service => ({
  ...anyService,
  protocols: [protocol, protocol],
  icmpTypes:
    type === null ? null : code === null ? [type << 8, (type << 8) | 255] : [(type << 8) | code, (type << 8) | code],
})

const byNumber = (number: number): Service => ({ ...anyService, protocols: number === 0 ? [0, 255] : [number, number] })

function factoryService({ protocol, number, icmpType, tcp = '', udp = '' }: DefaultService): PartlyServices {
  if (protocol === 'IP') return surelyServices([byNumber(number ?? 0)])
  if (protocol !== undefined)
    return surelyServices([message(protocol === 'ICMP' ? icmp : icmp6, icmpType ?? null, null)])
  const of = (ports: string, one: number) => (ports === '' ? [] : ports.split(' ').map((port) => portsOf(one, port)!))
  return surelyServices([...of(tcp, 6), ...of(udp, 17)])
}

const deepest = 32

/** Services and groups by name; each is put together once. */
export function serviceBook(reading: Reading, domain: Domain): (name: string) => PartlyServices | null {
  const single = new Map(entriesOf(domain, 'firewall service custom').map((entry) => [entry.key, entry]))
  const groups = new Map(entriesOf(domain, 'firewall service group').map((entry) => [entry.key, entry]))
  const known = new Map<string, PartlyServices | null>()
  const nested = perhapsServices('groups that hold each other, or are nested too deep')

  const find = (name: string, depth: number): PartlyServices | null => {
    const found = known.get(name)
    if (found !== undefined) return found ?? nested
    const entry = single.get(name)
    const group = groups.get(name)
    const members = group === undefined ? defaultGroups[name] : valuesIn(group, 'member')
    if (
      entry === undefined &&
      (members === undefined || (group === undefined && !Object.hasOwn(defaultGroups, name)))
    ) {
      return Object.hasOwn(defaultServices, name) ? factoryService(defaultServices[name]!) : null
    }
    if (depth > deepest) return nested
    known.set(name, null)
    if (group !== undefined) faultUnknown(reading, group)
    const whole = entry !== undefined ? serviceIn(reading, entry) : groupOf(members!, depth)
    known.set(name, whole)
    return whole
  }
  const groupOf = (members: readonly string[], depth: number): PartlyServices =>
    members.length === 0
      ? perhapsServices('a group without members')
      : reading.gathering.services(
          members.map((name) => find(name, depth + 1) ?? perhapsServices('a service that the file does not define')),
        )
  for (const name of [...single.keys(), ...groups.keys()]) find(name, 0)
  return (name) => find(name, 0)
}

function faultUnknown({ text }: Reading, entry: Entry): boolean {
  const other = [...entry.sets].find(([name]) => !contextSettings.has(name))
  if (other !== undefined) text.fault(other[1].line, 'a setting of a service that is not known')
  return other !== undefined
}

function serviceIn(reading: Reading, entry: Entry): PartlyServices {
  if (faultUnknown(reading, entry)) return perhapsServices(unread)
  const written = writtenIn(entry)
  if (written === null) {
    reading.text.fault(entry.line, 'a service that is not understood')
    return perhapsServices(unread)
  }
  const limits = limitsOf(entry)
  return limits === null ? surelyServices(written) : perhapsServices(limits, written)
}

/** What makes a service match a part of its packets, and is not told by ports. */
function limitsOf(entry: Entry): string | null {
  const range = valueIn(entry, 'iprange')
  if (range !== null && !/^0\.0\.0\.0(-0\.0\.0\.0)?$/.test(range)) return 'a service of certain addresses'
  if (valueIn(entry, 'fqdn') !== null) return 'a service of a host name'
  if ((valueIn(entry, 'app-service-type') ?? 'disable') !== 'disable') return 'a service told by its application'
  return null
}

function writtenIn(entry: Entry): readonly Service[] | null {
  if (isOn(entry, 'proxy') || isOn(entry, 'explicit-proxy')) return null
  const protocol = (valueIn(entry, 'protocol') ?? 'TCP/UDP/SCTP').toUpperCase()
  const number = (name: string, most: number): number | null | undefined => {
    const text = valueIn(entry, name)
    if (text === null || text === '') return null
    return /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : undefined
  }
  if (protocol === 'IP') {
    const of = number('protocol-number', 255)
    return of === undefined ? null : [byNumber(of ?? 0)]
  }
  if (protocol === 'ICMP' || protocol === 'ICMP6') {
    const [type, code] = [number('icmptype', 255), number('icmpcode', 255)]
    if (type === undefined || code === undefined) return null
    return [message(protocol === 'ICMP' ? icmp : icmp6, type, type === null ? null : code)]
  }
  if (!/^(TCP\/UDP\/SCTP|TCP\/UDP|TCP\/UDP\/UDP-LITE\/SCTP|TCP|UDP|SCTP)$/.test(protocol)) return null
  const services = portProtocols.flatMap(([name, of]) => valuesIn(entry, name).map((text) => portsOf(of, text)))
  if (services.length === 0 || services.includes(null)) return null
  return services as Service[]
}

/**
 * Everything but these services ("set service-negate enable"); null where source ports make that no list of services. TCP, UDP
 * and SCTP keep the ports, ICMP the messages, that none of them names.
 */
export function negated(services: readonly Service[]): readonly Service[] | null {
  if (services.some(({ sourcePorts }) => sourcePorts !== null)) return null
  let whole: Ranges = []
  const parts = new Map<number, Ranges>()
  for (const { protocols, targetPorts, icmpTypes } of services) {
    const part = targetPorts ?? icmpTypes
    if (part === null) whole = union(whole, protocols)
    else for (const protocol of protocols) parts.set(protocol, union(parts.get(protocol) ?? [], part))
  }
  const rest: Service[] = []
  const named = rangesOf([...parts.keys()].map((protocol) => [protocol, protocol] as const))
  const untouched = subtract(subtract(anyService.protocols, whole), named)
  if (untouched.length > 0) rest.push({ ...anyService, protocols: untouched })
  for (const [protocol, part] of parts) {
    const left = subtract([0, 65535], part)
    if (left.length === 0 || subtract([protocol, protocol], whole).length === 0) continue
    const isMessage = protocol === icmp || protocol === icmp6
    const one = { ...anyService, protocols: [protocol, protocol] }
    rest.push(isMessage ? { ...one, icmpTypes: left } : { ...one, targetPorts: left })
  }
  return rest
}
