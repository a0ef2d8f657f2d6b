import { be16, be32, fromText, join } from '../octets.ts'

/** A place in FINS networks; network 0 is the own one, unit 0 the CPU. */
export interface FinsAddress {
  readonly network: number
  readonly node: number
  readonly unit: number
}

export const cpuAt = (node: number, network = 0): FinsAddress => ({ network, node, unit: 0 })
const three = ({ network, node, unit }: FinsAddress): number[] => [network, node, unit]

/** `data` begins behind the command. `gateways`: how many the message may still pass. */
export const encodeFinsCommand = (
  to: FinsAddress,
  from: FinsAddress,
  service: number,
  code: number,
  data: Uint8Array = new Uint8Array(),
): Uint8Array => join([0x80, 0, 2], three(to), three(from), [service & 0xff], be16(code), data)

export const encodeFinsAnswer = (
  to: FinsAddress,
  from: FinsAddress,
  service: number,
  code: number,
  data: Uint8Array = new Uint8Array(),
  { refusal = 0, gateways = 2 } = {},
): Uint8Array => join([0xc0, 0, gateways], three(to), three(from), [service & 0xff], be16(code), be16(refusal), data)

/** FINS/TCP around a message: 0 asks for a node address, 1 gives one, 2 carries a FINS message. */
export const overTcp = (content: Uint8Array, command = 2): Uint8Array =>
  join(fromText('FINS'), be32(8 + content.length), be32(command), be32(0), content)

/** Memory area code (0x82: words of DM), word, number of words. */
export const memoryReadData = (area: number, word: number, count: number): Uint8Array =>
  join([area], be16(word), [0], be16(count))
export const memoryWriteData = (area: number, word: number, values: readonly number[]): Uint8Array =>
  join(memoryReadData(area, word, values.length), values.flatMap(be16))

/** Answer to Controller Data Read (0x0501). */
export function controllerData(model: string, version: string): Uint8Array {
  const data = new Uint8Array(92)
  data.set(fromText(model).subarray(0, 20), 0)
  data.set(fromText(version).subarray(0, 20), 20)
  return data
}

/** Answer to Connection Data Read (0x0502). */
export const connectionData = (units: readonly (readonly [address: number, model: string])[]): Uint8Array =>
  join(
    [0x80 | units.length],
    ...units.map(([address, model]) => join([address], fromText(model.padEnd(20).slice(0, 20)))),
  )
