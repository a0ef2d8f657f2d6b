import { isHostIp } from '#core/capture/address-text.ts'
import { hex, u16be, u16le, u32le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { callOf, fault, withIdentity } from '../reading.ts'
import { say, wireFunction } from '../telling.ts'

/**
 * CC-Link IE Field Basic: cyclic data in SLMP frames over UDP, as rt-labs' c-link lays them out. Request: SLMP header (15) with
 * command 0x0e70, cyclic header (20), master's state (12), cyclic data header (20). Answer: SLMP header (11), cyclic header
 * (20), slave's state and label (20), cyclic data header (8). Little endian but for the first two octets.
 */
const cyclic = callOf(wireFunction('0x0e70', 'Cyclic Data', 'other'))
const heads = { request: 0x5000, response: 0xd000 } as const
/** Network 0, station 0xff, I/O 0x03ff, multidrop 0. */
const route = [0x00, 0xff, 0xff, 0x03, 0x00]
const lengthEnd = 9
const request = { command: 11, cyclicAt: 15, stateAt: 35, masterAt: 47, length: 67, offset: 36 } as const
const response = { cyclicAt: 11, endCodeAt: 13, labelAt: 31, slaveAt: 51, length: 59, offset: 40 } as const

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < lengthEnd) return 0
  const head = u16be(bytes, start)
  if (head !== heads.request && head !== heads.response) return -1
  for (let i = 0; i < route.length; i++) if (bytes[start + 2 + i] !== route[i]) return -1
  const length = lengthEnd + u16le(bytes, start + 7)
  return length >= (head === heads.request ? request.length : response.length) ? length : -1
}

/** Versions 1 and 2; the offset of the cyclic information and the fourteen zeros are fixed. */
function isCyclicHeader(bytes: Uint8Array, at: number, offset: number): boolean {
  const version = u16le(bytes, at)
  if (version !== 1 && version !== 2) return false
  if (u16le(bytes, at + 4) !== offset) return false
  for (let i = 6; i < 20; i++) if (bytes[at + i] !== 0) return false
  return true
}

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = lengthAt(bytes, start, end)
  if (length <= 0 || start + length !== end) return false
  if (u16be(bytes, start) === heads.response) return isCyclicHeader(bytes, start + response.cyclicAt, response.offset)
  return (
    u16le(bytes, start + request.command) === 0x0e70 && isCyclicHeader(bytes, start + request.cyclicAt, request.offset)
  )
}

/** Addresses stand in the order of the other numbers: the last octet first. */
function sayAddress(facts: IdentityFact[], address: number): void {
  const ip = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.')
  if (isHostIp(ip)) say(facts, 'ip', ip)
}

function masterFacts(bytes: Uint8Array, start: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  say(facts, 'deviceType', 'CC-Link IE Field Basic master station')
  sayAddress(facts, u32le(bytes, start + request.masterAt))
  say(facts, 'state', (bytes[start + request.stateAt]! & 1) === 1 ? 'run' : 'stop')
  return facts
}

function slaveFacts(bytes: Uint8Array, start: number): IdentityFact[] {
  const at = start + response.labelAt
  const facts: IdentityFact[] = []
  say(facts, 'deviceType', 'CC-Link IE Field Basic slave station')
  sayAddress(facts, u32le(bytes, start + response.slaveAt))
  say(facts, 'vendorId', hex(u16le(bytes, at), 4))
  say(facts, 'modelCode', hex(u32le(bytes, at + 4), 8))
  say(facts, 'deviceVersion', String(u16le(bytes, at + 8)))
  say(facts, 'state', (bytes[at + 12]! & 1) === 1 ? 'run' : 'stop')
  return facts
}

function open(): ProtocolSession {
  /** What either side last said, as octets: cyclic data is dense, and nobody changes. */
  const said = { request: new Uint8Array(5), response: new Uint8Array(24) }
  let hasSaid = 0

  const isNews = (
    kind: 'request' | 'response',
    bytes: Uint8Array,
    runs: readonly (readonly [number, number])[],
  ): boolean => {
    const bit = kind === 'request' ? 1 : 2
    const known = said[kind]
    let isNew = (hasSaid & bit) === 0
    hasSaid |= bit
    let to = 0
    for (const [from, length] of runs) {
      for (let i = 0; i < length; i++, to++) {
        if (known[to] === bytes[from + i]) continue
        known[to] = bytes[from + i]!
        isNew = true
      }
    }
    return isNew
  }

  return {
    read(bytes, start, end) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('cyclic data cut short')
      if (u16be(bytes, start) === heads.request) {
        const runs = [
          [start + request.stateAt, 1],
          [start + request.masterAt, 4],
        ] as const
        return isNews('request', bytes, runs) ? withIdentity(cyclic.request, masterFacts(bytes, start)) : cyclic.request
      }
      if (u16le(bytes, start + response.endCodeAt) !== 0) return cyclic.refusal
      // Vendor, model, version and state; then the address.
      const runs = [
        [start + response.labelAt, 14],
        [start + response.slaveAt, 4],
      ] as const
      return isNews('response', bytes, runs) ? withIdentity(cyclic.response, slaveFacts(bytes, start)) : cyclic.response
    },
  }
}

export const ccLinkIeBasic: Protocol = {
  name: 'cc-link-ie',
  transports: ['udp'],
  ports: [61450],
  recognises,
  lengthAt,
  session: open,
}
