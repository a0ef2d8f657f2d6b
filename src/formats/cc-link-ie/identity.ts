import { isHostIp, isHostMac } from '#core/capture/address-text.ts'
import { ipv4At, macAt } from '../addresses.ts'
import { hex, u16be, u32be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import { isOfControl, tellsNodeType } from './functions.ts'

/** Low half of protocolVerType. */
const networks = ['CC-Link IE Control', 'CC-Link IE Field', '', 'CC-Link IE TSN']
const fieldNodes = new Map<number, string>([
  [0x30, 'master station'],
  [0x32, 'local station'],
  [0x33, 'intelligent device station'],
  [0x34, 'remote device station'],
  [0x35, 'remote I/O station'],
])
const controlNodes = new Map<number, string>([
  [0x00, 'management node'],
  [0x02, 'normal node'],
])

/** Header before TSN: type, data type, four by type (the last may be the node's), node number (2), protocol, reserved, check (4). */
export const header = { nodeTypeAt: 5, nodeNumberAt: 6, protocolAt: 8, length: 14 } as const

export function sayNode(facts: IdentityFact[], bytes: Uint8Array, start: number): void {
  const network = isOfControl(bytes[start]!) ? 0 : bytes[start + header.protocolAt]! & 0x0f
  const name = networks[network] ?? ''
  const nodes = network === 0 ? controlNodes : fieldNodes
  const node = tellsNodeType(bytes[start]!) ? nodes.get(bytes[start + header.nodeTypeAt]!) : undefined
  say(facts, 'network', name)
  say(facts, 'nodeNumber', String(u16be(bytes, start + header.nodeNumberAt)))
  if (name !== '' && node !== undefined) say(facts, 'deviceType', `${name} ${node}`)
}

/** acyclicDetectionAckData, from the frame's first octet. */
const ack = {
  nodeType: 2,
  mac: 6,
  ip: 58,
  mask: 62,
  gateway: 66,
  version: 118,
  vendor: 120,
  model: 122,
  expansion: 126,
  deviceType: 128,
  functions: 174,
} as const
export const detectionAckLength = 175
const tsnNodes = new Map<number, string>([
  [0, 'master station'],
  [1, 'slave station'],
  [2, 'switch'],
  [4, 'submaster station'],
])
const safetyFunction = 0x10

/** Vendor numbers of the CC-Link Partner Association are its members' business: told as numbers. */
export function sayDetectionAck(facts: IdentityFact[], bytes: Uint8Array, start: number): void {
  const at = (field: keyof typeof ack) => start + ack[field]
  const node = tsnNodes.get(bytes[at('nodeType')]! & 0x0f)
  if (node !== undefined) say(facts, 'deviceType', `CC-Link IE TSN ${node}`)
  const mac = macAt(bytes, at('mac'))
  if (isHostMac(mac)) say(facts, 'mac', mac)
  const ip = ipv4At(bytes, at('ip'))
  if (isHostIp(ip)) {
    say(facts, 'ip', ip)
    say(facts, 'subnetMask', ipv4At(bytes, at('mask')))
    say(facts, 'gateway', ipv4At(bytes, at('gateway')))
  }
  say(facts, 'vendorId', hex(u16be(bytes, at('vendor')), 4))
  say(facts, 'modelCode', hex(u32be(bytes, at('model')), 8))
  say(facts, 'expansionModelCode', hex(u16be(bytes, at('expansion')), 4))
  say(facts, 'deviceTypeId', hex(u16be(bytes, at('deviceType')), 4))
  say(facts, 'deviceVersion', String(u16be(bytes, at('version'))))
  if ((bytes[at('functions')]! & safetyFunction) !== 0) say(facts, 'safety', 'CC-Link IE TSN safety communication')
}
