import { ipv4At, macAt } from '../addresses.ts'
import { text, u32be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

/** What the options of one message say, walked through once: RFC 2132 and those named below. */
export interface Options {
  /** Option 53, -1 in BOOTP. */
  readonly type: number
  /** The options ran beyond the message. */
  readonly isCut: boolean
}

const mostOptions = 256
const printable = /^[\x20-\x7e]+$/

/**
 * Reads the options in [at, end). `client`: whom they are about. `isReply`: a server's words, in which the client's name is
 * the one that it gives.
 */
export function readOptions(
  bytes: Uint8Array,
  at: number,
  end: number,
  client: string | undefined,
  isReply: boolean,
  facts: IdentityFact[],
): Options & { overload: number } {
  let type = -1
  let overload = 0
  for (let i = 0; i < mostOptions && at < end; i++) {
    const code = bytes[at]!
    if (code === 255) break
    if (code === 0) {
      at++
      continue
    }
    const from = at + 2
    const to = from + (bytes[at + 1] ?? 0)
    if (from > end || to > end) return { type, overload, isCut: true }
    if (code === 53 && to > from) type = bytes[from]!
    else if (code === 52 && to > from) overload = bytes[from]! & 3
    else readOption(code, bytes, from, to, client, isReply, facts)
    at = to
  }
  return { type, overload, isCut: false }
}

function readOption(
  code: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  client: string | undefined,
  isReply: boolean,
  facts: IdentityFact[],
): void {
  const field = textFields[code]
  if (field !== undefined) {
    // What the server calls the client is no name that the client gave itself.
    say(facts, code === 12 && isReply ? 'assignedName' : field, text(bytes, from, to), client)
    return
  }
  const single = addressFields[code]
  if (single !== undefined) {
    if (to - from >= 4) say(facts, single, ipv4At(bytes, from), client)
    return
  }
  switch (code) {
    case 54:
      // Through a relay the message comes from another address than the server's own.
      if (to - from >= 4) say(facts, 'serverId', ipv4At(bytes, from))
      break
    case 55:
      say(facts, 'parameterList', bytes.subarray(from, to).join(','), client)
      break
    case 61:
      clientId(bytes, from, to, client, facts)
      break
    case 77:
      userClass(bytes, from, to, client, facts)
      break
    case 81:
      if (to - from > 3) say(facts, 'fqdn', domainName(bytes, from, to), client)
      break
    case 82:
      relay(bytes, from, to, client, facts)
      break
    case 124:
    case 125:
      if (to - from >= 4) say(facts, 'enterprise', String(u32be(bytes, from)), client)
      break
  }
}

/** The host name is what the device calls itself; 66 and 67 tell of devices that load their program over the network. */
const textFields: Readonly<Record<number, string>> = {
  12: 'name',
  15: 'domain',
  60: 'vendorClass',
  66: 'bootServer',
  67: 'bootFile',
  // RFC 8520 §10: where its maker says what the device needs from the network.
  161: 'mudUrl',
}

const addressFields: Readonly<Record<number, string>> = { 1: 'subnetMask', 3: 'gateway', 50: 'requestedAddress' }

/** Type 0 is no hardware address but text, or a DUID (RFC 4361: 255). */
function clientId(bytes: Uint8Array, from: number, to: number, client: string | undefined, facts: IdentityFact[]) {
  if (bytes[from] === 1 && to - from === 7) {
    const mac = macAt(bytes, from + 1)
    if (mac !== client) say(facts, 'clientId', mac, client)
    return
  }
  const said = text(bytes, bytes[from] === 0 ? from + 1 : from, to)
  if (printable.test(said)) say(facts, 'clientId', said, client)
}

/** RFC 3004: length and text, several times; many send the text alone. */
function userClass(bytes: Uint8Array, from: number, to: number, client: string | undefined, facts: IdentityFact[]) {
  const said: string[] = []
  let at = from
  while (at < to && at + 1 + bytes[at]! <= to && bytes[at]! > 0) {
    said.push(text(bytes, at + 1, at + 1 + bytes[at]!))
    at += 1 + bytes[at]!
  }
  for (const one of at === to ? said : [text(bytes, from, to)]) say(facts, 'userClass', one, client)
}

/** RFC 4702: flags, two result codes, then the name, in letters or (flag E) in the form of DNS. */
function domainName(bytes: Uint8Array, from: number, to: number): string {
  if ((bytes[from]! & 4) === 0) return text(bytes, from + 3, to)
  return labels(bytes, from + 3, to)
}

/** A name in the form of DNS without pointers; it may end without its root label. */
export function labels(bytes: Uint8Array, at: number, end: number): string {
  const parts: string[] = []
  while (at < end && bytes[at]! > 0 && bytes[at]! < 64 && at + 1 + bytes[at]! <= end) {
    parts.push(text(bytes, at + 1, at + 1 + bytes[at]!))
    at += 1 + bytes[at]!
  }
  return parts.join('.')
}

/** RFC 3046: which port of which switch the client is connected to, as the switch puts it. */
function relay(bytes: Uint8Array, from: number, to: number, client: string | undefined, facts: IdentityFact[]) {
  for (let at = from; at + 2 <= to; at += 2 + bytes[at + 1]!) {
    const stop = at + 2 + bytes[at + 1]!
    if (stop > to || bytes[at]! < 1 || bytes[at]! > 2) continue
    const said = text(bytes, at + 2, stop)
    const octets = Array.from(bytes.subarray(at + 2, Math.min(stop, at + 34)), (octet) =>
      octet.toString(16).padStart(2, '0'),
    )
    say(
      facts,
      bytes[at] === 1 ? 'relayCircuit' : 'relayRemote',
      printable.test(said) && said.length === stop - at - 2 ? said : octets.join(''),
      client,
    )
  }
}
