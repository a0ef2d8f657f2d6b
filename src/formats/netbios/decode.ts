import { ipv4At, macAt } from '../addresses.ts'
import { u16be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading, withFault } from '../reading.ts'
import { say, telling } from '../telling.ts'
import { nameFunction, nodeStatus } from './functions.ts'
import { isComputer, isEncodedName, type NetbiosName, nameAt, plainName, serviceText } from './names.ts'

/** RFC 1002 §4.2.1: id, flags, four counts. */
const header = 12
const [typeName, typeStatus] = [0x20, 0x21]
const mostRecords = 32
const mostNames = 64
const operationsKnown = 0b1000_0011_1110_0001

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < header + 34 || ((operationsKnown >> ((bytes[start + 2]! >> 3) & 15)) & 1) === 0) return false
  for (let at = start + 4; at < start + header; at += 2) if (u16be(bytes, at) > mostRecords) return false
  return isEncodedName(bytes, start + header, end)
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  if (!recognises(bytes, start, end)) return fault('not a complete message')
  const isResponse = (bytes[start + 2]! & 0x80) !== 0
  const code = (bytes[start + 2]! >> 3) & 15
  const facts: IdentityFact[] = []
  const questions = u16be(bytes, start + 4)
  const records = u16be(bytes, start + 6) + u16be(bytes, start + 8) + u16be(bytes, start + 10)
  let fn = nameFunction(code)
  let at = start + header
  for (let i = 0; i < questions && i < mostRecords; i++) {
    const name = nameAt(bytes, start, at, end)
    if (name === undefined) return cut(isResponse, fn, facts)
    if (u16be(bytes, name.next) === typeStatus) fn = nodeStatus
    // A registration asks for the name that its record then claims.
    say(facts, code === 0 ? 'asksFor' : 'netbiosQuestion', name.printed)
    at = name.next + 4
  }
  for (let i = 0; i < records && i < mostRecords; i++) {
    const name = nameAt(bytes, start, at, end)
    if (name === undefined || name.next + 10 > end) return cut(isResponse, fn, facts)
    const type = u16be(bytes, name.next)
    const from = name.next + 10
    const to = from + u16be(bytes, name.next + 8)
    if (to > end) return cut(isResponse, fn, facts)
    if (type === typeName) claims(bytes, name, from, to, code === 0 && isResponse, facts)
    if (type === typeStatus) {
      fn = nodeStatus
      say(facts, 'netbiosQuestion', name.printed)
      status(bytes, from, to, facts)
    }
    at = to
  }
  const isRefused = isResponse && (bytes[start + 3]! & 15) !== 0
  return telling(isResponse ? 'response' : 'request', fn, facts, undefined, isRefused)
}

function cut(isResponse: boolean, fn: ReturnType<typeof nameFunction>, facts: IdentityFact[]): Reading {
  return withFault(telling(isResponse ? 'response' : 'request', fn, facts), 'records cut short')
}

/**
 * Who has the name: flags (group or not) and addresses. An answer may be a name server's, about somebody else; in a
 * registration the sender speaks for itself, with one address of perhaps several.
 */
function claims(
  bytes: Uint8Array,
  name: NetbiosName,
  from: number,
  to: number,
  isAnswer: boolean,
  facts: IdentityFact[],
): void {
  for (let at = from, i = 0; at + 6 <= to && i < mostRecords; at += 6, i++) {
    const isGroup = (bytes[at]! & 0x80) !== 0
    const address = ipv4At(bytes, at + 2)
    const owner = isAnswer ? address : undefined
    say(facts, 'netbiosName', `${name.printed} (${serviceText(name.service)})`, owner)
    say(facts, 'netbiosAddress', address, owner)
    if (!isGroup && isComputer(name)) say(facts, 'name', name.text, owner)
    if (isGroup && name.service === 0) say(facts, 'workgroup', name.text, owner)
  }
}

/** RFC 1002 §4.2.18: the names of the node itself, and the address of its card. */
function status(bytes: Uint8Array, from: number, to: number, facts: IdentityFact[]): void {
  const count = Math.min(bytes[from] ?? 0, mostNames)
  let at = from + 1
  for (let i = 0; i < count && at + 18 <= to; i++, at += 18) {
    const name = plainName(bytes.subarray(at, at + 16))
    const isGroup = (bytes[at + 16]! & 0x80) !== 0
    say(facts, 'netbiosName', `${name.printed} (${serviceText(name.service)})`)
    if (!isGroup && isComputer(name)) say(facts, 'name', name.text)
    if (isGroup && name.service === 0) say(facts, 'workgroup', name.text)
  }
  if (at + 6 > to) return
  const mac = macAt(bytes, at)
  // Samba leaves it empty.
  if (mac !== '00:00:00:00:00:00' && (bytes[at]! & 1) === 0) say(facts, 'mac', mac)
}

/** The NetBIOS name service: names that computers claim, and those that they look for. */
export const nbns: Protocol = {
  name: 'nbns',
  transports: ['udp'],
  ports: [137],
  recognises,
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read }),
}
