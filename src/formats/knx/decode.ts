import { createCalls } from '../calls.ts'
import { hex, text, u16be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading, withIdentity } from '../reading.ts'
import { say } from '../telling.ts'
import { isResponse, serviceOf, telegramOf } from './functions.ts'

/** Header length 6, version 0x10, service (2), length of all (2): KNX 03.08.02, §2.3. */
const header = 6
const longest = 1024
const connectionHeader = 4
const tunnelling = 0x0420
const routing = 0x0530
const description = 0x0204
const searchResponses: readonly number[] = [0x0202, 0x020c]
/** Requests have even, answers odd codes in some families only: those that answer. */
const answers: ReadonlySet<number> = new Set([
  0x0202, 0x0204, 0x0206, 0x0208, 0x020a, 0x020c, 0x0311, 0x0421, 0x0423, 0x0741, 0x0952,
])
/** Status octets of answers that may refuse. */
const statusAt: ReadonlyMap<number, number> = new Map([
  [0x0206, 7],
  [0x0208, 7],
  [0x0421, 9],
  [0x0311, 9],
])
const deviceInformation = 0x01
const manufacturerData = 0xfe
const mostBlocks = 16

const callOf = createCalls()

const isHeader = (bytes: Uint8Array, start: number): boolean =>
  bytes[start] === header &&
  bytes[start + 1] === 0x10 &&
  serviceOf(u16be(bytes, start + 2)) !== undefined &&
  u16be(bytes, start + 4) >= header &&
  u16be(bytes, start + 4) <= longest

const lengthAt = (bytes: Uint8Array, start: number, end: number): number =>
  end - start < header ? 0 : isHeader(bytes, start) ? u16be(bytes, start + 4) : -1

/** `1.1.10`: area, line, device. */
const individual = (address: number): string => `${address >> 12}.${(address >> 8) & 15}.${address & 255}`

const octets = (bytes: Uint8Array, at: number, length: number, between: string): string =>
  Array.from(bytes.subarray(at, at + length), (octet) => hex(octet, 2).slice(2)).join(between)

/** Description information blocks (§7.5.4): length, type, contents. */
function factsOfBlocks(bytes: Uint8Array, at: number, end: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  for (let i = 0; i < mostBlocks && at + 2 <= end; i++) {
    const length = bytes[at]!
    if (length < 2 || at + length > end) break
    if (bytes[at + 1] === deviceInformation && length >= 54) {
      const mac = octets(bytes, at + 18, 6, ':')
      say(facts, 'individualAddress', individual(u16be(bytes, at + 4)))
      say(facts, 'serial', octets(bytes, at + 8, 6, ''))
      if (!/^(00:){5}00$|^(ff:){5}ff$/.test(mac)) say(facts, 'mac', mac)
      say(facts, 'name', text(bytes, at + 24, at + 54))
    } else if (bytes[at + 1] === manufacturerData && length >= 4) say(facts, 'vendorId', hex(u16be(bytes, at + 2), 4))
    at += length
  }
  return facts
}

/** A cEMI frame (KNX 03.06.03, §4): code, additional information, control (2), source, destination, length, service. */
function telegram(bytes: Uint8Array, start: number, end: number): Reading | undefined {
  const at = start + 2 + (bytes[start + 1] ?? 0)
  const code = bytes[start]!
  const isData = code === 0x11 || code === 0x29 || code === 0x2e
  if (!isData || at + 9 > end || bytes[at + 6] === 0) return undefined
  const fn = telegramOf(((bytes[at + 7]! & 3) << 8) | bytes[at + 8]!)
  const isGroup = (bytes[at + 1]! & 0x80) !== 0
  if (isGroup) return callOf(fn).event
  // Confirmations repeat what was sent.
  if (code === 0x2e) return callOf(fn).event
  return isResponse(fn)
    ? callOf(fn, individual(u16be(bytes, at + 2))).response
    : callOf(fn, individual(u16be(bytes, at + 4))).request
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  const length = lengthAt(bytes, start, end)
  if (length <= 0 || start + length > end) return fault('not a complete KNXnet/IP message')
  const stop = start + length
  const service = u16be(bytes, start + 2)
  const call = callOf(serviceOf(service)!)
  if (service === tunnelling || service === routing) {
    const found = telegram(bytes, start + header + (service === tunnelling ? connectionHeader : 0), stop)
    return found ?? call.event
  }
  if (!answers.has(service)) return call.request
  const status = statusAt.get(service)
  if (status !== undefined && start + status < stop && bytes[start + status] !== 0) return call.refusal
  // A search is answered with where the device is reached first (8).
  const blocks = searchResponses.includes(service) ? header + 8 : service === description ? header : -1
  const identity = blocks < 0 ? [] : factsOfBlocks(bytes, start + blocks, stop)
  return withIdentity(call.response, identity)
}

/** KNXnet/IP: routers, tunnels and devices of building automation. */
export const knx: Protocol = {
  name: 'knx',
  transports: ['udp', 'tcp'],
  ports: [3671],
  recognises: (bytes, start, end) =>
    end - start >= header && isHeader(bytes, start) && start + u16be(bytes, start + 4) <= end,
  lengthAt,
  session: () => ({ read }),
}
