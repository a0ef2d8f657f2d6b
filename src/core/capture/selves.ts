import { compareTexts } from '../record/text-order.ts'
import type { Answering } from './conversations.ts'

/** A fact that a device told about itself, by the address it came from. */
export interface SaidIdentity {
  readonly address: number
  readonly family: number
  /** '' for the endpoint itself. */
  readonly unit: string
  /** The reader that found it; several protocols may come from one. */
  readonly reader: string
  readonly protocol: string
  readonly field: string
  readonly value: string
  readonly packet: number
}

/** What answers at one endpoint, by one reader's word. */
interface Present {
  readonly host: string
  readonly reader: string
  readonly protocol: string
  readonly units: Set<string>
}

/** Which devices answer at one endpoint. */
export interface Selves {
  idOf(address: string, reader: string, unit: string): string
  /** Devices behind an endpoint, those of one endpoint together. */
  readonly behind: readonly { id: string; unit: string; protocol: string; host: string }[]
  /** The units of an endpoint that never answers for itself, only for them: a gateway. */
  unitsOnlyBehind(id: string): readonly string[]
}

/**
 * Tells the endpoint from the units behind it. A unit is a device of its own (`ip#unit`) only where more than one self
 * answers at an endpoint: many devices give themselves a unit number.
 */
export function selvesOf(
  answering: readonly Answering[],
  said: readonly SaidIdentity[],
  senders: readonly string[],
  deviceOf: (address: string) => string,
): Selves {
  const present: Present[] = []
  // By host, then by reader: no text is put together for each of the many facts.
  const byHost = new Map<string, Map<string, Present>>()
  const presentAt = (host: string, reader: string, protocol: string): Present => {
    const ofHost = byHost.get(host)
    const known = ofHost?.get(reader)
    if (known !== undefined) return known
    const found = { host, reader, protocol, units: new Set<string>() }
    if (ofHost === undefined) byHost.set(host, new Map([[reader, found]]))
    else ofHost.set(reader, found)
    present.push(found)
    return found
  }
  for (const { server, reader, protocol, units } of answering) {
    const known = presentAt(server, reader, protocol).units
    for (const unit of units) known.add(unit)
  }
  for (let i = 0; i < said.length; i++) {
    const { reader, protocol, unit } = said[i]!
    presentAt(senders[i]!, reader, protocol).units.add(unit)
  }
  for (const { protocol, units } of present) {
    if (units.size > 1 && linkOnly.has(protocol)) units.delete('')
  }

  const idOf = (address: string, reader: string, unit: string) => {
    if (standsAlone(reader, unit)) return unit
    const units = byHost.get(address)?.get(reader)?.units
    const host = deviceOf(address)
    return unit !== '' && units !== undefined && units.size > 1 ? `${host}#${unit}` : host
  }
  const behind: { id: string; unit: string; protocol: string; host: string }[] = []
  const gateways = new Map<string, string[]>()
  for (const { host, reader, protocol, units } of present) {
    if (units.size < 2 && ![...units].some((unit) => standsAlone(protocol, unit))) continue
    for (const unit of units) if (unit !== '') behind.push({ id: idOf(host, reader, unit), unit, protocol, host })
    if (!units.has('') && !masters.has(protocol))
      gateways.set(deviceOf(host), [...(gateways.get(deviceOf(host)) ?? []), ...units])
  }
  // Who is met through several hosts is behind the same one, whoever read them first.
  behind.sort((a, b) => compareTexts(a.host, b.host) || compareTexts(a.protocol, b.protocol))
  return { idOf, behind, unitsOnlyBehind: (id) => (gateways.get(id) ?? []).toSorted(byNumber) }
}

/** Their messages without a station only keep the connection: nobody answers for himself in them. */
const linkOnly = new Set(['iec104'])
/** Their units answer within the frames of the one who asks. */
const masters = new Set(['ethercat', 'powerlink'])
/** A BACnet address of a network behind a router (`2001:05`) is one device, whichever router it is met through. */
const standsAlone = (protocol: string, unit: string): boolean => protocol === 'bacnet' && /^\d+:/.test(unit)

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })
