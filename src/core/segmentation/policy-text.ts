import { addressesOf } from '../filtering/addresses.ts'
import { pairsOf, type Ranges, rangesOf } from '../filtering/ranges.ts'
import type { NetworkMember, PolicyService, PolicyTransport } from './policy.ts'

/**
 * Members and services as people write them into one cell: pieces separated by `;`, `,`, `、`, blanks or new lines. What
 * is none is given back with its text, never dropped.
 */
export interface ReadPieces<T> {
  readonly found: readonly T[]
  readonly unread: readonly string[]
}

const mostPieces = 4096

function piecesOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .split(/[\s;,、]+/)
    .filter((piece) => piece !== '')
    .slice(0, mostPieces)
}

function read<T>(text: string, one: (piece: string) => T | null): ReadPieces<T> {
  const found: T[] = []
  const unread: string[] = []
  for (const piece of piecesOf(text)) {
    const value = one(piece)
    if (value === null) unread.push(piece)
    else found.push(value)
  }
  return { found, unread }
}

/** `10.1.2.0/24; 10.1.3.7; 10.1.4.10-10.1.4.20; fd00::/8`. */
export function readNetworks(text: string): ReadPieces<NetworkMember> {
  return read(text, (piece) => {
    const addresses = addressesOf(piece)
    return addresses === null ? null : { text: piece, addresses }
  })
}

/** `110; 120-129`. */
export function readVlans(text: string): ReadPieces<number> {
  const { found, unread } = read(text, (piece) => {
    const [from, to] = spanOf(piece) ?? [0, 0]
    return from >= 1 && to <= 4094 && from <= to ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : null
  })
  return { found: [...new Set(found.flat())], unread }
}

/** `00:0e:8c:01:02:03`, `00-0E-8C-01-02-03`, `000e.8c01.0203`. */
export function readMacs(text: string): ReadPieces<string> {
  return read(text, (piece) => {
    const digits = piece.toLowerCase().replace(/[:.-]/g, '')
    return /^[0-9a-f]{12}$/.test(digits) ? digits.replace(/(..)(?=.)/g, '$1:') : null
  })
}

/** Tags may hold blanks: only `;`, `、` and new lines separate them. */
export function readTags(text: string): string[] {
  return text
    .split(/[;、\n\r]+/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
    .slice(0, mostPieces)
}

const transports: readonly PolicyTransport[] = ['tcp', 'udp', 'sctp', 'ip', 'eth']

/** `modbus; tcp/443; udp/5000-5010; opcua/tcp/4840`; `any`: null. A bare protocol is known by its content. */
export function readServices(text: string): ReadPieces<PolicyService> & { readonly any: boolean } {
  let any = false
  const { found, unread } = read(text, (piece) => {
    if (/^(any|all|\*|すべて|全て)$/i.test(piece)) {
      any = true
      return 'any' as const
    }
    return serviceOf(piece.toLowerCase())
  })
  return { found: found.filter((one) => one !== 'any'), unread, any }
}

function serviceOf(piece: string): PolicyService | null {
  const parts = piece.split('/')
  if (parts.length > 3 || parts.some((part) => part === '')) return null
  const ports = parts.length > 1 ? portsOf(parts.at(-1)!) : null
  const names = ports === null ? parts : parts.slice(0, -1)
  const transport = transports.find((one) => one === names.at(-1)) ?? null
  const [protocol = null, ...more] = transport === null ? names : names.slice(0, -1)
  if (more.length > 0 || (protocol !== null && !/^[a-z][a-z0-9.+-]*$/.test(protocol))) return null
  return { protocol, transport, ports }
}

function portsOf(text: string): Ranges | null {
  const span = spanOf(text)
  return span !== null && span[0] <= span[1] && span[1] <= 65_535 ? rangesOf([span]) : null
}

function spanOf(text: string): [number, number] | null {
  const span = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text)
  return span === null ? null : [Number(span[1]), Number(span[2] ?? span[1])]
}

/** What {@link readServices} reads as the same; several ranges of ports become several pieces. */
export function servicesText(services: readonly PolicyService[] | null): string {
  if (services === null) return 'any'
  return services.flatMap(serviceTexts).join('; ')
}

function serviceTexts({ protocol, transport, ports }: PolicyService): string[] {
  const name = [protocol, transport].filter((part) => part !== null)
  if (ports === null) return [name.join('/')]
  return pairsOf(ports).map(([from, to]) => [...name, from === to ? `${from}` : `${from}-${to}`].join('/'))
}
