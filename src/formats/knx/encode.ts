import { be16, fromText, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

export const encodeKnx = (service: number, body: Octets): Uint8Array =>
  join([6, 0x10], be16(service), be16(6 + body.length), body)

/** Where somebody is reached: protocol UDP, address, port. */
export const endpoint = (ip: readonly number[], port: number): number[] => [8, 1, ...ip, ...be16(port)]

export interface WrittenKnxDevice {
  readonly address: number
  readonly serial: readonly number[]
  readonly mac: readonly number[]
  readonly name: string
}

/** The block of device information. */
export function deviceInformation({ address, serial, mac, name }: WrittenKnxDevice): Uint8Array {
  const padded = new Uint8Array(30)
  padded.set(fromText(name).subarray(0, 29))
  return join([54, 1, 2, 0], be16(address), [0, 0], serial, [224, 0, 23, 12], mac, padded)
}

/** A telegram in a tunnel: from one individual address to another, with an application service of ten bits. */
export function tunnelled(code: number, from: number, to: number, apci: number, isGroup = false): Uint8Array {
  const frame = [code, 0, 0xbc, isGroup ? 0xe0 : 0x60, ...be16(from), ...be16(to), 1, apci >> 8, apci & 255]
  return encodeKnx(0x0420, [4, 1, 0, 0, ...frame])
}
