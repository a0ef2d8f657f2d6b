import { fromText, join, le16, le32 } from '../octets.ts'

export interface AmsAddress {
  /** `192.168.1.8.1.1` */
  readonly netId: string
  readonly port: number
}

const six = ({ netId, port }: AmsAddress): number[] => [...netId.split('.').map(Number), ...le16(port)]

export function encodeAds(
  to: AmsAddress,
  from: AmsAddress,
  command: number,
  invoke: number,
  data: Uint8Array = new Uint8Array(),
  isAnswer = false,
): Uint8Array {
  const flags = isAnswer ? 5 : 4
  const ams = join(six(to), six(from), le16(command), le16(flags), le32(data.length), le32(0), le32(invoke), data)
  return join([0, 0], le32(ams.length), ams)
}

/** Data of Read (2): index group and offset, length. */
export const readData = (group: number, offset: number, length: number): Uint8Array =>
  join(le32(group), le32(offset), le32(length))
/** Data of Write (3). */
export const writeData = (group: number, offset: number, values: Uint8Array): Uint8Array =>
  join(readData(group, offset, values.length), values)
/** Data of Write Control (5): ADS state (5 run, 6 stop) and device state. */
export const writeControlData = (state: number): Uint8Array => join(le16(state), le16(0), le32(0))
/** Data of the answer to Read Device Info (1). */
export const deviceInfoData = (name: string, [major, minor, build]: readonly [number, number, number]): Uint8Array =>
  join(le32(0), [major, minor], le16(build), fromText(name.padEnd(16, '\0').slice(0, 16)))

const tag = (id: number, data: Uint8Array): Uint8Array => join(le16(id), le16(data.length), data)

export const encodeDiscovery = (from: AmsAddress): Uint8Array =>
  join([3, 0x66, 0x14, 0x71], le32(0), le32(1), six(from), le32(0))
/** Who answers a discovery: host name, TwinCAT version, Windows version (`platform` 2 NT, 3 CE). */
export function encodeDiscovered(
  from: AmsAddress,
  name: string,
  [major, minor, build]: readonly [number, number, number],
  windows: readonly [major: number, minor: number, build: number, platform: number],
): Uint8Array {
  const system = join(le32(0x114), ...windows.map(le32), new Uint8Array(0x100))
  const parts = [tag(5, fromText(`${name}\0`)), tag(4, system), tag(3, join([major, minor], le16(build)))]
  return join([3, 0x66, 0x14, 0x71], le32(0), [1, 0, 0, 0x80], six(from), le32(parts.length), ...parts)
}
