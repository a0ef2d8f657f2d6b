import { be16, be32, fromText, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]
const protocols = { fda: 1, sm: 2, fms: 3, lan: 4 } as const
const kinds = { request: 0, response: 1, error: 2 } as const

/** One message without a trailer. */
export function encodeFfHse(
  protocol: keyof typeof protocols,
  kind: keyof typeof kinds,
  service: number,
  isConfirmed: boolean,
  body: Octets = [],
): Uint8Array {
  const head = [1, 0, (protocols[protocol] << 2) | kinds[kind], (isConfirmed ? 0x80 : 0) | service, 0, 0, 0, 0]
  return join(head, be32(12 + body.length), body)
}

function padded(said: string): Uint8Array {
  const whole = new Uint8Array(32).fill(0x20)
  whole.set(fromText(said).subarray(0, 32))
  return whole
}

export interface WrittenHseDevice {
  readonly ip: readonly number[]
  readonly deviceId: string
  readonly tag: string
}

/** Body of a device annunciation, and of the answer to SM Identify. */
export const deviceBody = ({ ip, deviceId, tag }: WrittenHseDevice): Uint8Array =>
  join(
    [0, 0x80, 0, 0],
    be16(1),
    be16(8),
    new Uint8Array(12),
    ip,
    padded(deviceId),
    padded(tag),
    be32(5000),
    be16(0),
    be16(0),
    be32(1),
    be32(1),
    be32(0),
  )

/** Body of the answer to FMS Identify. */
export const fmsIdentity = (vendor: string, model: string, revision: string): Uint8Array =>
  join(padded(vendor), padded(model), padded(revision))

export const fmsRead = (index: number): Uint8Array => encodeFfHse('fms', 'request', 2, true, be32(index))
export const fmsWrite = (index: number, data: Octets): Uint8Array =>
  encodeFfHse('fms', 'request', 3, true, join(be32(index), data))
