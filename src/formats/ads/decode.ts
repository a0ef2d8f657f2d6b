import { createCalls } from '../calls.ts'
import { text, u16le, u32le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault, withIdentity } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { isDiscovery, magic, netId, readDiscovery } from './discovery.ts'
import { adsStates, functionOf, isCommand } from './functions.ts'

const callFor = createCalls()

/**
 * AMS/TCP: two zeros, length (4); then AMS: target (NetId 6, port 2), source, command (2), state flags (2), length of the data
 * (4), error (4), invoke id (4). Flags: 1 answer, 4 ADS command. All little endian.
 */
const tcpHeader = 6
const header = tcpHeader + 32
const answerFlag = 1
const adsFlag = 4
/** A boot project is larger, but TwinCAT sends it in pieces. */
const longest = 16 * 1024 * 1024
const netIdLimit = 32

const notification = 8
const deviceInfo = 1
const readState = 4

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start >= 4 && u32le(bytes, start) === magic) return end - start
  if (end - start < tcpHeader) return 0
  const length = u32le(bytes, start + 2)
  return bytes[start] !== 0 || bytes[start + 1] !== 0 || length < header - tcpHeader || length > longest
    ? -1
    : tcpHeader + length
}

/** A known command with the flag of ADS, and two lengths that agree. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (isDiscovery(bytes, start, end)) return true
  if (end - start < header || bytes[start] !== 0 || bytes[start + 1] !== 0) return false
  const flags = u16le(bytes, start + 24)
  return (
    isCommand(u16le(bytes, start + 22)) &&
    (flags & adsFlag) !== 0 &&
    flags < 0x200 &&
    u32le(bytes, start + 2) === 32 + u32le(bytes, start + 26) &&
    u32le(bytes, start + 2) <= longest &&
    u16le(bytes, start + 12) !== 0
  )
}

const pendingLimit = 256

function open(): ProtocolSession {
  /** Invoke id → what was asked: an answer repeats the command only. */
  const asked = new Waiting<WireFunction>(pendingLimit)
  /** NetIds told already, by side; each NetId once. */
  const told = new Set<string>()
  const states = new Map<number, number>()
  /** First four octets of the NetId of the endpoint: who was spoken to first. Others lie behind it. */
  let own = -1

  /** Who it is that is spoken to when it is not the endpoint: a NetId whose first four octets are others. */
  function unitOf(bytes: Uint8Array, at: number): string | undefined {
    const said = u32le(bytes, at)
    if (own < 0) own = said
    return said === own ? undefined : netId(bytes, at)
  }

  function news(bytes: Uint8Array, start: number, isAnswer: boolean, unit: string | undefined): IdentityFact[] {
    const key = u32le(bytes, start + 14) * 65_536 + u16le(bytes, start + 18)
    const other = u32le(bytes, start + tcpHeader) * 65_536 + u16le(bytes, start + 10)
    const facts: IdentityFact[] = []
    if (!told.has(`${isAnswer}${key}`) && told.size < netIdLimit) {
      told.add(`${isAnswer}${key}`)
      facts.push({ field: 'amsNetId', value: netId(bytes, start + 14) })
    }
    if (!isAnswer && unit === undefined && !told.has(`to${other}`) && told.size < netIdLimit) {
      told.add(`to${other}`)
      facts.push({ field: 'amsNetId', value: netId(bytes, start + tcpHeader), about: 'peer' })
    }
    return facts
  }

  return {
    read(bytes, start, end) {
      if (end - start >= 4 && u32le(bytes, start) === magic) return readDiscovery(bytes, start, end)
      const length = lengthAt(bytes, start, end)
      if (length < header || end - start < header) return fault('AMS message cut short')
      const stop = Math.min(end, start + length)
      const code = u16le(bytes, start + 22)
      if (!isCommand(code)) return fault('AMS command that does not exist')
      const isAnswer = (u16le(bytes, start + 24) & answerFlag) !== 0
      const invoke = u32le(bytes, start + 34)
      // A notification is sent by the server without having been asked just now.
      const isFromServer = isAnswer || code === notification
      const unit = unitOf(bytes, start + (isFromServer ? 14 : tcpHeader))
      const facts = news(bytes, start, isFromServer, unit)
      if (!isAnswer) {
        const fn = functionOf(
          code,
          u16le(bytes, start + 12),
          code === deviceInfo || code === readState ? 0 : u32le(bytes, start + header),
        )
        if (code !== notification) asked.put(invoke, fn)
        const call = callFor(fn, unit)
        return withIdentity(code === notification ? call.event : call.request, facts)
      }
      const fn = asked.take(invoke)
      const call = callFor(fn?.code === String(code) ? fn : functionOf(code, 0, 0), unit)
      // An AMS error, or the result in front of the data of every answer.
      const refused =
        u32le(bytes, start + 30) !== 0 || (stop - start >= header + 4 && u32le(bytes, start + header) !== 0)
      if (refused) return withIdentity(call.refusal, facts)
      const port = u16le(bytes, start + 20)
      if (code === deviceInfo) facts.push(...serviceFacts(bytes, start + header + 4, stop, port))
      if (code === readState && stop - start >= header + 8) {
        const state = u16le(bytes, start + header + 4)
        const name = adsStates[state]
        if (states.get(port) !== state && name !== undefined && states.size < netIdLimit) {
          states.set(port, state)
          facts.push({ field: port === 10000 ? 'runState' : `runState ${port}`, value: name })
        }
      }
      return withIdentity(call.response, facts)
    },
  }
}

/** Major, minor, build (2), name (16) of the service at a port: `PLC Server`. Only the system service stands for TwinCAT itself. */
function serviceFacts(bytes: Uint8Array, at: number, end: number, port: number): IdentityFact[] {
  if (end - at < 20) return []
  const name = text(bytes, at + 4, at + 20)
  const build = u16le(bytes, at + 2)
  const version = `${bytes[at]}.${bytes[at + 1]}.${build}`
  return [
    ...(name === '' ? [] : [{ field: `service ${port}`, value: name }]),
    { field: `version ${port}`, value: version },
    { field: `build ${port}`, value: String(build) },
    ...(port === 10000 ? [{ field: 'firmware', value: version }] : []),
  ]
}

/** ADS of Beckhoff's TwinCAT on AMS/TCP, and its discovery on UDP. */
export const ads: Protocol = {
  name: 'ads',
  transports: ['tcp', 'udp'],
  ports: [48898, 48899],
  recognises,
  lengthAt,
  wantedAt: () => header + 24,
  session: open,
}
