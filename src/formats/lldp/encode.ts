import { be16, fromText, join } from '../octets.ts'

const tlv = (type: number, data: Uint8Array | readonly number[]): Uint8Array =>
  join(be16((type << 9) | data.length), data)
const octets = (address: string, separator: string, radix: number): number[] =>
  address.split(separator).map((part) => Number.parseInt(part, radix))

export interface Advertisement {
  /** `00:0e:8c:ef:75:c5`, or the text of a locally assigned chassis id. */
  readonly chassis: string
  readonly port: string
  readonly name?: string
  readonly description?: string
  readonly managementAddress?: string
  readonly enabledCapabilities?: number
  /** Chassis MAC of PROFINET's TLV. */
  readonly profinetMac?: string
}

/** One LLDPDU (IEEE 802.1AB, 8.2), living for two minutes. */
export function advertisement(said: Advertisement): Uint8Array {
  const { chassis, port, name, description, managementAddress, enabledCapabilities, profinetMac } = said
  const isMac = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(chassis)
  return join(
    tlv(1, isMac ? [4, ...octets(chassis, ':', 16)] : join([7], fromText(chassis))),
    tlv(2, join([7], fromText(port))),
    tlv(3, be16(120)),
    ...(name === undefined ? [] : [tlv(5, fromText(name))]),
    ...(description === undefined ? [] : [tlv(6, fromText(description))]),
    ...(enabledCapabilities === undefined ? [] : [tlv(7, [...be16(0xff), ...be16(enabledCapabilities)])]),
    ...(managementAddress === undefined
      ? []
      : [tlv(8, [5, 1, ...octets(managementAddress, '.', 10), 2, 0, 0, 0, 1, 0])]),
    ...(profinetMac === undefined ? [] : [tlv(127, [0x00, 0x0e, 0xcf, 5, ...octets(profinetMac, ':', 16)])]),
    tlv(0, []),
  )
}
