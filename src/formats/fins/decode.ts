import { createCalls } from '../calls.ts'
import { text, u16be, u32be } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { callOf, fault, nothing, type Reading, withIdentity } from '../reading.ts'
import { wireFunction } from '../telling.ts'
import { commandAt, isCommand } from './functions.ts'

const callFor = createCalls()

/**
 * FINS header (Omron W342, §1-3): ICF, reserved, permissible gateways left, destination and source (network, node, unit each),
 * service id; then the command (2). ICF: bit 7 with gateways, bit 6 answer, bit 0 no answer wanted.
 */
const header = 10
const answerBit = 0x40
/** FINS/TCP (W343, §7-4): `FINS`, length of what follows, command, error code; command 2 carries a FINS message. */
const magic = 0x46494e53
const tcpHeader = 16
const carries = 2
/** How many gateways a message may pass when it starts; units of the CS series from 2.0 on say 7. */
const gateways = [2, 7]
const longest = 2048 + tcpHeader
const unitLimit = 64

const isFramed = (bytes: Uint8Array, start: number): boolean => u32be(bytes, start) === magic

/** The header of a bare message, with a command that exists. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < header + 2 || end - start > longest) return false
  const icf = bytes[start]!
  if ((icf & 0xbe) !== 0x80 || bytes[start + 1] !== 0 || bytes[start + 2]! > 7) return false
  // Networks are 0 to 127, nodes 0 to 254 or, for everybody, 255.
  if (bytes[start + 3]! > 127 || bytes[start + 6]! > 127) return false
  const code = u16be(bytes, start + header)
  if (!isCommand(code)) return false
  if ((icf & answerBit) !== 0) return end - start >= header + 4
  // What a request must say when its length is fixed: reading memory, asking who it is.
  if (code === 0x0101) return end - start === header + 8
  if (code === 0x0501) return end - start <= header + 3
  return code !== 0x0102 || end - start >= header + 9
}

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  const held = end - start
  if (held >= 4 && !isFramed(bytes, start)) return isPlain(bytes, start, end) ? held : -1
  if (held > 0 && bytes[start] !== 0x46 && (bytes[start]! & 0xbe) !== 0x80) return -1
  if (held < 8) return 0
  const length = u32be(bytes, start + 4)
  return length < 8 || length > longest ? -1 : 8 + length
}

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < header + 2) return false
  if (!isFramed(bytes, start)) return isPlain(bytes, start, end)
  return end - start >= tcpHeader && lengthAt(bytes, start, end) > 0 && u32be(bytes, start + 8) <= 6
}

const handshakes: readonly (WireFunction | undefined)[] = [
  wireFunction('tcp 0', 'Node Address', 'other'),
  wireFunction('tcp 0', 'Node Address', 'other'),
  undefined,
  wireFunction('tcp 3', 'Frame Error', 'other'),
  undefined,
  undefined,
  wireFunction('tcp 6', 'Connection Confirmation', 'other'),
]
const handshakeCalls = handshakes.map((fn) => (fn === undefined ? undefined : callOf(fn)))

function open(): ProtocolSession {
  /** What was asked under each service id: an answer names the command but not the memory area. */
  const asked: (WireFunction | undefined)[] = new Array(256).fill(undefined)
  /** Nodes whose answers came through a gateway: only they are other devices than the one that is spoken to. */
  const beyond = new Set<number>()

  function plain(bytes: Uint8Array, start: number, end: number): Reading {
    if (end - start < header + 2) return fault('FINS message cut short')
    const isAnswer = (bytes[start]! & answerBit) !== 0
    const place = isAnswer ? start + 6 : start + 3
    const node = (bytes[place]! << 8) | bytes[place + 1]!
    if (isAnswer && !gateways.includes(bytes[start + 2]!) && bytes[place] !== 0 && beyond.size < unitLimit) {
      beyond.add(node)
    }
    const unit = beyond.has(node) ? `${node >> 8}.${node & 0xff}` : undefined
    const service = bytes[start + 9]!
    const fn = commandAt(bytes, start + header, isAnswer ? start + header + 2 : end)
    if (!isAnswer) {
      asked[service] = fn
      return callFor(fn, unit).request
    }
    const before = asked[service]
    const call = callFor(before?.code === fn.code ? before : fn, unit)
    if (end - start < header + 4) return fault('FINS answer cut short')
    // Response code: bit 7 of the first octet says that a gateway failed, bits 6 and 7 of the second that there are CPU errors.
    if ((bytes[start + 12]! & 0x7f) !== 0 || (bytes[start + 13]! & 0x3f) !== 0) return call.refusal
    const identity = factsOf(u16be(bytes, start + header), bytes, start + header + 4, end)
    return withIdentity(call.response, identity)
  }

  return {
    read(bytes, start, end) {
      if (end - start < 4) return fault('FINS message cut short')
      if (!isFramed(bytes, start)) return plain(bytes, start, end)
      const length = lengthAt(bytes, start, end)
      if (length < tcpHeader || start + length > end) return fault('FINS message cut short')
      const kind = u32be(bytes, start + 8)
      if (kind === carries) return plain(bytes, start + tcpHeader, start + length)
      const call = handshakeCalls[kind]
      if (call === undefined) return nothing
      if (u32be(bytes, start + 12) !== 0) return call.refusal
      return kind === 0 ? call.request : call.response
    },
  }
}

/** Answers that say who it is; `at` is behind the response code. */
function factsOf(code: number, bytes: Uint8Array, at: number, end: number): IdentityFact[] {
  if (code === 0x0501) return controllerData(bytes, at, end)
  if (code === 0x0502) return connectionData(bytes, at, end)
  if (code === 0x0601) return controllerStatus(bytes, at, end)
  return []
}

/** Controller Data Read: model and version in 20 characters each, then 40 for internal use, the sizes of the memories, … */
function controllerData(bytes: Uint8Array, at: number, end: number): IdentityFact[] {
  // Only the CPU bus units were asked for.
  if (end - at < 92) return []
  const model = text(bytes, at, at + 20)
  const version = text(bytes, at + 20, at + 40)
  if (model === '') return []
  return [
    { field: 'vendor', value: 'Omron' },
    { field: 'model', value: model },
    { field: 'orderNumber', value: model },
    ...(version === '' ? [] : [{ field: 'firmware', value: version }]),
  ]
}

/** Connection Data Read: number of units (bit 7: there are no more), then address and model (20 characters) of each. */
function connectionData(bytes: Uint8Array, start: number, end: number): IdentityFact[] {
  if (end <= start) return []
  const count = Math.min(bytes[start]! & 0x7f, unitLimit)
  const facts: IdentityFact[] = []
  for (let i = 0, at = start + 1; i < count && at + 21 <= end; i++, at += 21) {
    const model = text(bytes, at + 1, at + 21)
    if (model !== '') facts.push({ field: `bus unit ${bytes[at]}`, value: model })
  }
  return facts
}

const modes = new Map([
  [0, 'PROGRAM'],
  [1, 'DEBUG'],
  [2, 'MONITOR'],
  [4, 'RUN'],
])

/** Controller Status Read: status (0 stopped, 1 running, 0x80 standby), mode, … */
function controllerStatus(bytes: Uint8Array, at: number, end: number): IdentityFact[] {
  if (end - at < 26) return []
  const mode = modes.get(bytes[at + 1]!)
  return [
    { field: 'runState', value: bytes[at]! & 1 ? 'Running' : 'Stopped' },
    ...(mode === undefined ? [] : [{ field: 'mode', value: mode }]),
  ]
}

/** Omron FINS, bare in UDP and framed in TCP. */
export const fins: Protocol = {
  name: 'fins',
  transports: ['udp', 'tcp'],
  ports: [9600],
  recognises,
  lengthAt,
  session: open,
}
