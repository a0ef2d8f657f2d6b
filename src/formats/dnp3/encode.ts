import { join, le16 } from '../octets.ts'
import { checksum } from './link.ts'

type Octets = Uint8Array | readonly number[]

/** Who speaks to whom, by their addresses. */
export interface Ends {
  readonly master: number
  readonly outstation: number
}

const primaryUserData = 0x44
const summed = (part: Uint8Array): Uint8Array => join(part, le16(checksum(part, 0, part.length)))

/** One frame of the data link; `control` says direction and function. */
export function frame(control: number, destination: number, source: number, data: Octets = []): Uint8Array {
  const parts = [summed(join([5, 0x64, 5 + data.length, control], le16(destination), le16(source)))]
  const bytes = join(data)
  for (let at = 0; at < bytes.length; at += 16) parts.push(summed(bytes.slice(at, at + 16)))
  return join(...parts)
}

/** The frames of one fragment, 249 octets of it in each. */
export function frames(ends: Ends, fromMaster: boolean, fragment: Octets): Uint8Array[] {
  const bytes = join(fragment)
  const made: Uint8Array[] = []
  for (let at = 0, count = 0; at === 0 || at < bytes.length; at += 249, count++) {
    const control = (at === 0 ? 0x40 : 0) | (at + 249 >= bytes.length ? 0x80 : 0) | (count & 0x3f)
    const data = join([control], bytes.subarray(at, at + 249))
    made.push(
      fromMaster
        ? frame(0x80 | primaryUserData, ends.outstation, ends.master, data)
        : frame(primaryUserData, ends.master, ends.outstation, data),
    )
  }
  return made
}

/** A request in one frame: function, then its objects. */
export const request = (ends: Ends, sequence: number, code: number, objects: Octets = []): Uint8Array =>
  frames(ends, true, join([0xc0 | (sequence & 15), code], objects))[0]!

/** A response in one frame; `indications` are both octets, the second has the refusals. */
export const response = (
  ends: Ends,
  sequence: number,
  objects: Octets = [],
  indications: readonly [number, number] = [0, 0],
): Uint8Array => frames(ends, false, join([0xc0 | (sequence & 15), 129, ...indications], objects))[0]!

export const unsolicited = (ends: Ends, sequence: number, objects: Octets = []): Uint8Array =>
  frames(ends, false, join([0xf0 | (sequence & 15), 130, 0, 0], objects))[0]!

/** Classes 1, 2, 3 and 0: the integrity poll. */
export const integrityPoll: Octets = [60, 2, 6, 60, 3, 6, 60, 4, 6, 60, 1, 6]
/** Group 0, all attributes of the default set. */
export const allAttributes: Octets = [0, 254, 0, 0, 0]
/** One text of group 0. */
export const attribute = (variation: number, said: Octets): Uint8Array =>
  join([0, variation, 0, 0, 0, 1, said.length], said)
/** Binary inputs with status. */
export const binaryInputs = (values: readonly boolean[]): Uint8Array =>
  join(
    [1, 2, 0, 0, values.length - 1],
    values.map((value) => (value ? 0x81 : 1)),
  )
/** A command to pulse one binary output; `status` is 0 in the request. */
export const controlRelay = (index: number, status = 0): Uint8Array =>
  join([12, 1, 0x28, 1, 0], le16(index), [3, 1], [100, 0, 0, 0], [100, 0, 0, 0], [status])
/** File command to open `name`: mode 1 to read it, 2 to write it. */
export const openFile = (name: Octets, mode = 2): Uint8Array =>
  join(
    [70, 3, 0x5b, 1],
    le16(26 + name.length),
    le16(26),
    le16(name.length),
    new Array(16).fill(0),
    [mode, 0, 0, 4, 6, 0],
    name,
  )
