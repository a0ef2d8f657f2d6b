import { hex } from '../octets.ts'

/** A NetBIOS name on the wire: its length 32, then each octet as two letters from A to P (RFC 1001 §14.1). */
export const encodedLength = 32

export function isEncodedName(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at] !== encodedLength || at + 2 + encodedLength > end) return false
  for (let i = at + 1; i <= at + encodedLength; i++) if (bytes[i]! < 0x41 || bytes[i]! > 0x50) return false
  return true
}

/** A name of 16 octets: 15 of text and the service in the last. */
export interface NetbiosName {
  /** Without padding; what is no letter as `<00>`. */
  readonly text: string
  readonly service: number
  /** As tshark prints it: `PLC1<20>`, with the scope behind it. */
  readonly printed: string
  /** Where the next field begins. */
  readonly next: number
}

const lettersAt = (bytes: Uint8Array, at: number): number => ((bytes[at]! - 0x41) << 4) | (bytes[at + 1]! - 0x41)

/** Reads an encoded name with its scope, or the pointer to one. Check with {@link isEncodedName} where it must be one. */
export function nameAt(bytes: Uint8Array, start: number, at: number, end: number): NetbiosName | undefined {
  if ((bytes[at] ?? 0) >= 0xc0) {
    const target = start + (((bytes[at]! & 0x3f) << 8) | (bytes[at + 1] ?? 0))
    // A pointer to a pointer is none.
    const known = target < at && isEncodedName(bytes, target, end) ? nameAt(bytes, start, target, end) : undefined
    return known === undefined ? undefined : { ...known, next: at + 2 }
  }
  if (!isEncodedName(bytes, at, end)) return undefined
  const octets: number[] = []
  for (let i = 0; i < 16; i++) octets.push(lettersAt(bytes, at + 1 + 2 * i))
  let scope = ''
  let next = at + 1 + encodedLength
  while (next < end && bytes[next]! > 0 && bytes[next]! < 64 && scope.length < 255) {
    for (let i = next + 1; i <= next + bytes[next]!; i++) {
      scope += i === next + 1 ? '.' : ''
      scope += String.fromCharCode(bytes[i] ?? 0x3f)
    }
    next += 1 + bytes[next]!
  }
  const { text, service, printed } = plainName(octets)
  return { text, service, printed: `${printed}${scope}`, next: next + 1 }
}

/** A name of 16 plain octets, as the table of a node status holds it. */
export function plainName(octets: ArrayLike<number>): Omit<NetbiosName, 'next'> {
  let text = ''
  for (let i = 0; i < 15; i++) {
    const octet = octets[i] ?? 0
    text += octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `<${hex(octet, 2).slice(2)}>`
  }
  text = text.replace(/ +$/, '')
  const service = octets[15] ?? 0
  return { text, service, printed: `${text}<${hex(service, 2).slice(2)}>` }
}

/** Services by the last octet, in the words of Microsoft's list and of tshark. */
const services: Readonly<Record<number, string>> = {
  0: 'Workstation/Redirector',
  1: 'Browser',
  2: 'Workstation/Redirector',
  3: 'Messenger service/Main name',
  5: 'Forwarded name',
  6: 'RAS Server service',
  27: 'Domain Master Browser',
  28: 'Domain Controllers',
  29: 'Local Master Browser',
  30: 'Browser Election Service',
  31: 'Net DDE Service',
  32: 'Server service',
  33: 'RAS client service',
  34: 'Exchange Interchange (MSMail Connector)',
  35: 'Exchange Store',
  36: 'Exchange Directory',
  43: 'Lotus Notes Server service',
  48: 'Modem sharing server service',
  49: 'Modem sharing client service',
  67: 'SMS Clients Remote Control',
  68: 'SMS Administrators Remote Control Tool',
  69: 'SMS Clients Remote Chat',
  70: 'SMS Clients Remote Transfer',
  76: 'DEC Pathworks TCP/IP Service on Windows NT',
  82: 'DEC Pathworks TCP/IP Service on Windows NT',
  106: 'Microsoft Exchange IMC',
  135: 'Microsoft Exchange MTA',
  190: 'Network Monitor Agent',
  191: 'Network Monitor Analyzer',
}
export const serviceText = (service: number): string => services[service] ?? 'Unknown'

/** Under these two services a computer has its own name. */
export const isComputer = ({ text, service }: Pick<NetbiosName, 'text' | 'service'>): boolean =>
  (service === 0 || service === 0x20) && text !== '' && !text.startsWith('<') && !text.startsWith('*')
