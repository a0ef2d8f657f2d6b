import { type AddressSet, addressesOf, anyAddress, anyV4, anyV6 } from '#core/filtering/addresses.ts'
import type { Ranges } from '#core/filtering/ranges.ts'
import { countAt, isObject, listAt, textAt, valueAt } from '../json-value.ts'
import { depthOf } from '../zeek/decode.ts'

/** One access control list of RFC 8519. */
export interface AccessList {
  readonly name: string
  readonly type: string | null
  readonly entries: readonly AccessEntry[]
}

export interface AccessEntry {
  readonly name: string
  /** Where it stands in the file. */
  readonly path: string
  readonly source: AddressSet
  readonly target: AddressSet
  /** IANA's number; null: any. */
  readonly protocol: number | null
  readonly sourcePorts: Ranges | null
  readonly targetPorts: Ranges | null
  readonly action: 'accept' | 'drop' | 'reject' | null
  /** Conditions that were not understood: it matches a part of the rest at most. */
  readonly unknown: readonly string[]
}

export interface AclFault {
  readonly path: string
  readonly reason: string
}

const longestText = 1 << 26
const mostFaults = 1000
const mostEntries = 500_000

/** Reads access control lists (RFC 8519, JSON by RFC 7951). Matches on Ethernet headers are not read: they are told. */
export function decodeIetfAcl(text: string): {
  readonly lists: readonly AccessList[]
  readonly faults: readonly AclFault[]
} {
  const faults: AclFault[] = []
  const note = (path: string, reason: string) => {
    if (faults.length < mostFaults) faults.push({ path, reason })
  }
  const file = text.length > longestText || depthOf(text) > 16 ? undefined : parsed(text)
  if (file === undefined)
    return { lists: [], faults: [{ path: '', reason: 'no JSON, or longer or deeper than any access list' }] }
  const root = valueAt(file, 'ietf-access-control-list:acls') ?? valueAt(file, 'acls')
  if (!isObject(root)) return { lists: [], faults: [{ path: '', reason: 'no ietf-access-control-list:acls in it' }] }
  let left = mostEntries
  const lists = listAt(root, 'acl').flatMap((list, i): AccessList[] => {
    const path = `acl[${i}]`
    const name = textAt(list, 'name')
    if (name === null) note(path, 'a list without a name')
    const all = listAt(list, 'aces', 'ace')
    const entries = all.slice(0, left).flatMap((ace, j) => entryOf(ace, `${path}.aces.ace[${j}]`, note))
    if (all.length > left) note(`${path}.aces.ace[${left}]`, 'more entries than are read')
    left -= Math.min(left, all.length)
    return name === null ? [] : [{ name, type: textAt(list, 'type')?.replace(/^.*:/, '') ?? null, entries }]
  })
  return { lists, faults }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

type Note = (path: string, reason: string) => void

function entryOf(ace: unknown, path: string, note: Note): AccessEntry[] {
  const name = textAt(ace, 'name')
  if (name === null) {
    note(path, 'an entry without a name')
    return []
  }
  const matches = valueAt(ace, 'matches')
  const unknown: string[] = []
  const doubt = (at: string) => {
    unknown.push(at)
    note(`${path}.matches.${at}`, 'a condition that is not understood')
  }
  let source = anyAddress
  let target = anyAddress
  let protocol: number | null = null
  let sourcePorts: Ranges | null = null
  let targetPorts: Ranges | null = null
  for (const layer of isObject(matches) ? Object.keys(matches) : []) {
    const fields = valueAt(matches, layer)
    const family = layer === 'ipv4' || layer === 'ipv6' ? layer : null
    if (family !== null) [source, target] = family === 'ipv4' ? [anyV4, anyV4] : [anyV6, anyV6]
    if (layer === 'tcp') protocol ??= 6
    else if (layer === 'udp') protocol ??= 17
    else if (family === null) {
      doubt(layer)
      continue
    }
    for (const field of isObject(fields) ? Object.keys(fields) : []) {
      const at = `${layer}.${field}`
      if (family !== null && field === 'protocol') {
        protocol = countAt(fields, field)
        if (protocol === null || protocol > 255) doubt(at)
      } else if (
        family !== null &&
        (field === `source-${family}-network` || field === `destination-${family}-network`)
      ) {
        const found = addressesOf(textAt(fields, field) ?? '')
        if (found === null) doubt(at)
        else if (field.startsWith('source')) source = found
        else target = found
      } else if (family === null && (field === 'source-port' || field === 'destination-port')) {
        const ports = portsOf(valueAt(fields, field))
        if (ports === null) doubt(at)
        else if (field === 'source-port') sourcePorts = ports
        else targetPorts = ports
      } else doubt(at)
    }
  }
  const forwarding = textAt(ace, 'actions', 'forwarding')?.replace(/^.*:/, '')
  const action = (['accept', 'drop', 'reject'] as const).find((one) => one === forwarding) ?? null
  if (action === null) note(`${path}.actions.forwarding`, 'no action that is known')
  return [{ name, path, source, target, protocol, sourcePorts, targetPorts, action, unknown }]
}

function portsOf(value: unknown): Ranges | null {
  const [low, high, port] = ['lower-port', 'upper-port', 'port'].map((key) => countAt(value, key))
  if (low != null && high != null) return low <= high && high <= 65_535 ? [low, high] : null
  if (port == null || port > 65_535) return null
  switch (textAt(value, 'operator') ?? 'eq') {
    case 'eq':
      return [port, port]
    case 'lte':
      return [0, port]
    case 'gte':
      return [port, 65_535]
    case 'neq':
      return [...(port > 0 ? [0, port - 1] : []), ...(port < 65_535 ? [port + 1, 65_535] : [])]
    default:
      return null
  }
}
