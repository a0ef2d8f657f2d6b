import { fromText, join, le16, le32 } from '../octets.ts'

/** Start of Cycle, as the managing node sends it to all. */
export const startOfCycle = (): Uint8Array => join([1, 255, 240], new Uint8Array(43))
export const pollRequest = (node: number, data: Uint8Array): Uint8Array =>
  join([3, node, 240, 0, 1, 0, 0, 0], le16(data.length), data)
export const pollResponse = (node: number, data: Uint8Array): Uint8Array =>
  join([4, 255, node, 0xfd, 1, 0, 0, 0], le16(data.length), data)

export interface PowerlinkIdentity {
  readonly vendorId: number
  readonly productCode: number
  readonly revision: number
  readonly serial: number
  readonly ip: string
  readonly name: string
}

const octets = (ip: string): number[] => ip.split('.').map(Number)

/** ASnd IdentResponse of a controlled node (profile 401). */
export function identResponse(node: number, said: PowerlinkIdentity): Uint8Array {
  return join(
    [6, 255, node, 1],
    [0, 0, 0x1c, 0, 0x20, 0, ...le32(0x45), ...le16(300), ...le16(36), ...le16(36), ...le32(1000), 0, 0],
    le32(401),
    [said.vendorId, said.productCode, said.revision, said.serial].flatMap(le32),
    new Uint8Array(24),
    [...octets(said.ip), 255, 255, 255, 0, ...octets(said.ip).slice(0, 3), 254],
    fromText(said.name.padEnd(32, '\0')),
    new Uint8Array(48),
  )
}

/** An SDO command of the managing node, or the node's answer to it. */
export function sdo(
  node: number,
  transaction: number,
  command: number,
  isAnswer: boolean,
  payload: Uint8Array,
): Uint8Array {
  const [to, from] = isAnswer ? [240, node] : [node, 240]
  return join(
    [6, to, from, 5, 0, 0, 0, 0, 0, transaction, isAnswer ? 0x80 : 0, command],
    le16(payload.length),
    [0, 0],
    payload,
  )
}
export const objectAt = (index: number, subindex: number): Uint8Array => join(le16(index), [subindex, 0])

export const nmtCommand = (node: number, command: number): Uint8Array =>
  join([6, node, 240, 4, command, 0], new Uint8Array(40))
