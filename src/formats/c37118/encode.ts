import { be16, be32, fromText, join } from '../octets.ts'
import { checksum } from './frame.ts'

type Octets = Uint8Array | readonly number[]

/** One frame with its checksum; `second` is since 1970. */
export function frame(type: number, stream: number, content: Octets, second = 0): Uint8Array {
  const bytes = join(
    [0xaa, (type << 4) | 1],
    be16(16 + content.length),
    be16(stream),
    be32(second),
    [0, 0, 0, 0],
    content,
  )
  return join(bytes, be16(checksum(bytes, 0, bytes.length)))
}

/** 1 off, 2 on, 3 send header, 4 to 6 send configuration 1 to 3. */
export const command = (stream: number, what: number): Uint8Array => frame(4, stream, be16(what))
export const data = (stream: number, second: number, values: Octets): Uint8Array => frame(0, stream, values, second)
export const headerText = (stream: number, said: string): Uint8Array => frame(1, stream, fromText(said))

/** A PMU as configurations describe it. */
export interface Station {
  readonly name: string
  readonly id: number
  readonly phasors: readonly string[]
}

const padded = (said: string): Uint8Array => fromText(said.slice(0, 16).padEnd(16))

/** Configuration 1 or 2. */
export const configuration = (type: 2 | 3, stream: number, stations: readonly Station[]): Uint8Array =>
  frame(
    type,
    stream,
    join(
      be32(1_000_000),
      be16(stations.length),
      ...stations.map(({ name, id, phasors }) =>
        join(
          padded(name),
          be16(id),
          be16(6),
          be16(phasors.length),
          [0, 0, 0, 0],
          ...phasors.map(padded),
          ...phasors.map(() => be32(1)),
          [0, 1, 0, 1],
        ),
      ),
      be16(50),
    ),
  )

const counted = (said: string): Uint8Array => join([fromText(said).length], fromText(said))

/** Configuration 3 in as many frames as `size` octets of content need. */
export function configuration3(stream: number, stations: readonly Station[], size = 60_000): Uint8Array[] {
  const content = join(
    be32(1_000_000),
    be16(stations.length),
    ...stations.map(({ name, id, phasors }) =>
      join(
        counted(name),
        be16(id),
        new Uint8Array(16),
        be16(6),
        be16(phasors.length),
        [0, 0, 0, 0],
        ...phasors.map(counted),
        ...phasors.map(() => new Uint8Array(12)),
        // Place: infinite where it is not known.
        ...[0x7f800000, 0x7f800000, 0x7f800000].map(be32),
        [0x4d],
        be32(0),
        be32(0),
        [0, 1, 0, 1],
      ),
    ),
    be16(50),
  )
  const made: Uint8Array[] = []
  for (let at = 0, index = 1; at < content.length; at += size, index++) {
    const isLast = at + size >= content.length
    made.push(frame(5, stream, join(be16(isLast ? (index === 1 ? 0 : 0xffff) : index), content.slice(at, at + size))))
  }
  return made
}
