import { be16, fromText, join, le16, le32 } from '../octets.ts'
import type { EnipIdentity } from './identity.ts'

type Octets = Uint8Array | readonly number[]

/** One encapsulated message; `context` (up to 2^48) comes back in the answer. */
function encapsulate(command: number, session: number, context: number, data: Octets, status = 0): Uint8Array {
  const high = Math.floor(context / 2 ** 32)
  return join(
    le16(command),
    le16(data.length),
    le32(session),
    le32(status),
    le32(context % 2 ** 32),
    le16(high),
    [0, 0],
    le32(0),
    data,
  )
}

export const listIdentityRequest = (context = 0): Uint8Array => encapsulate(0x63, 0, context, [])

/** The socket address inside is big endian, everything else little endian. */
export function listIdentityResponse(said: EnipIdentity, address: string, context = 0): Uint8Array {
  const octets = address.split('.').map(Number)
  const item = join(le16(1), be16(2), be16(44818), octets, new Uint8Array(8), identityObjectData(said), [
    said.state ?? 3,
  ])
  return encapsulate(0x63, 0, context, join(le16(1), le16(0x0c), le16(item.length), item))
}

export const registerSession = (session: number): Uint8Array => encapsulate(0x65, session, 0, [...le16(1), 0, 0])

/** An unconnected CIP message. */
export function sendRRData(session: number, context: number, cip: Octets): Uint8Array {
  const items = join(le32(0), le16(5), le16(2), le16(0), le16(0), le16(0xb2), le16(cip.length), cip)
  return encapsulate(0x6f, session, context, items)
}

/** A CIP message over an open connection; the answer repeats `sequence`. */
export function sendUnitData(session: number, connection: number, sequence: number, cip: Octets): Uint8Array {
  const data = join(le16(sequence), cip)
  const items = join(
    le32(0),
    le16(0),
    le16(2),
    le16(0xa1),
    le16(4),
    le32(connection),
    le16(0xb1),
    le16(data.length),
    data,
  )
  return encapsulate(0x70, session, 0, items)
}

/** One datagram of connected I/O (UDP 2222). */
export const implicitIo = (connection: number, sequence: number, data: Octets): Uint8Array =>
  join(le16(2), le16(0x8002), le16(8), le32(connection), le32(sequence), le16(0xb1), le16(data.length), data)

/** Class, instance and attribute; 8 bits where they fit, else 16 bits padded. */
export function classPath(cls: number, instance: number, attribute?: number): Uint8Array {
  const segment = (type: number, value: number): number[] =>
    value < 256 ? [type, value] : [type + 1, 0, ...le16(value)]
  return join(segment(0x20, cls), segment(0x24, instance), attribute === undefined ? [] : segment(0x30, attribute))
}

/** A Logix tag by its name. */
function tagPath(name: string): Uint8Array {
  const said = fromText(name).subarray(0, 255)
  return join([0x91, said.length], said, said.length & 1 ? [0] : [])
}

/** A hop over the backplane to a slot. */
export const slotPath = (slot: number): Uint8Array => Uint8Array.of(1, slot)

export const cipRequest = (service: number, path: Uint8Array, data: Octets = []): Uint8Array =>
  join([service, path.length >> 1], path, data)

/** `status` 0 is success; others refuse: 5 path unknown, 8 service not supported, 0x0f privilege violation, … */
export const cipResponse = (service: number, data: Octets = [], status = 0): Uint8Array =>
  join([service | 0x80, 0, status, 0], data)

/** Routes a request on, as programming software does to reach a module in a slot. */
export function unconnectedSend(request: Uint8Array, route: Uint8Array): Uint8Array {
  const padding = request.length & 1 ? [0] : []
  const data = join([7, 249], le16(request.length), request, padding, [route.length >> 1, 0], route)
  return cipRequest(0x52, classPath(6, 1), data)
}

function packed(services: readonly Uint8Array[]): Uint8Array {
  let offset = 2 + 2 * services.length
  const offsets = services.flatMap((service) => {
    const at = offset
    offset += service.length
    return le16(at)
  })
  return join(le16(services.length), offsets, ...services)
}
export const multipleServicePacket = (requests: readonly Uint8Array[]): Uint8Array =>
  cipRequest(0x0a, classPath(2, 1), packed(requests))
export const multipleServiceResponse = (answers: readonly Uint8Array[]): Uint8Array =>
  cipResponse(0x0a, packed(answers))

/** Opens a class 3 connection to the message router, or what else is at the end of `route`. */
export function forwardOpen(
  targetToOriginator: number,
  serial: number,
  route: Uint8Array,
  target: Uint8Array = classPath(2, 1),
): Uint8Array {
  const path = join(route, target)
  const data = join(
    [7, 249],
    le32(0),
    le32(targetToOriginator),
    le16(serial),
    le16(0x4d),
    le32(0x12345678),
    [3, 0, 0, 0],
    le32(2_000_000),
    le16(0x43f8),
    le32(2_000_000),
    le16(0x43f8),
    [0xa3, path.length >> 1],
    path,
  )
  return cipRequest(0x54, classPath(6, 1), data)
}
export const forwardOpenResponse = (
  originatorToTarget: number,
  targetToOriginator: number,
  serial: number,
): Uint8Array =>
  cipResponse(
    0x54,
    join(
      le32(originatorToTarget),
      le32(targetToOriginator),
      le16(serial),
      le16(0x4d),
      le32(0x12345678),
      le32(2_000_000),
      le32(2_000_000),
      [0, 0],
    ),
  )

/** What Get Attributes All of class 1 answers, and the middle of List Identity. */
export function identityObjectData(said: EnipIdentity): Uint8Array {
  const name = fromText(said.product).subarray(0, 64)
  return join(
    le16(said.vendorId),
    le16(said.deviceType),
    le16(said.productCode),
    [said.major, said.minor],
    le16(said.status),
    le32(said.serial),
    [name.length],
    name,
  )
}

export const readTag = (name: string, elements = 1): Uint8Array => cipRequest(0x4c, tagPath(name), le16(elements))
/** Writes DINT values. */
export const writeTag = (name: string, values: readonly number[]): Uint8Array =>
  cipRequest(0x4d, tagPath(name), [...le16(0xc4), ...le16(values.length), ...values.flatMap(le32)])
/** Answer to Read Tag with DINT values. */
export const readTagResponse = (values: readonly number[]): Uint8Array =>
  cipResponse(0x4c, [...le16(0xc4), ...values.flatMap(le32)])

/** A safety network segment (0x50, its length in words, and what it says) in front of the assembly of a safety device. */
export const safetyPath = (): Uint8Array => join([0x50, 0x16], new Uint8Array(44), classPath(4, 0x64))

/** The end of a path to a node of DH+: the bridge, its channel. */
export const dhPlusPath = (channel: 1 | 2): Uint8Array => Uint8Array.of(0x20, dhPlus, 0x24, channel, 0x2c, 1)
const dhPlus = 0xa6
/** A PCCC message from node to node of DH+. */
export const overDhPlus = (to: number, from: number, command: Octets): Uint8Array =>
  join(le16(0), le16(to), le16(0), le16(from), command)
/** A PCCC command; its answer has command + 0x40. */
export const pcccCommand = (command: number, transaction: number, data: Octets, status = 0): Uint8Array =>
  join([command, status], le16(transaction), data)
/** PCCC inside CIP: the requestor (length 7, vendor, serial), then the command. */
export const executePccc = (command: Uint8Array): Uint8Array =>
  cipRequest(0x4b, classPath(0x67, 1), join([7], le16(1), le32(0x1234), command))
