import { be16, fromText, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

/** ISO-on-TCP around a COTP header and what follows it. */
const iso = (cotp: Octets, content: Octets = []): Uint8Array =>
  join([3, 0], be16(5 + cotp.length + content.length), [cotp.length], cotp, content)

/** One COTP data message that ends here. */
export const cotpData = (content: Octets): Uint8Array => iso([0xf0, 0x80], content)

/** TSAP of a module: `type` 1 programming device, 2 operator station, 3 other. */
export const tsap = (type: number, rack: number, slot: number): Uint8Array => Uint8Array.of(type, (rack << 5) | slot)

export const connectRequest = (source: number, calling: Octets, called: Octets): Uint8Array =>
  iso(
    join(
      [0xe0, 0, 0],
      be16(source),
      [0, 0xc1, calling.length],
      calling,
      [0xc2, called.length],
      called,
      [0xc0, 1, 0x0a],
    ),
  )

export const connectConfirm = (source: number, destination: number, calling: Octets, called: Octets): Uint8Array =>
  iso(
    join(
      [0xd0],
      be16(source),
      be16(destination),
      [0, 0xc0, 1, 0x0a, 0xc1, calling.length],
      calling,
      [0xc2, called.length],
      called,
    ),
  )

const message = (kind: number, reference: number, error: Octets, parameters: Octets, content: Octets): Uint8Array =>
  cotpData(
    join(
      [0x32, kind, 0, 0],
      be16(reference),
      be16(parameters.length),
      be16(content.length),
      error,
      parameters,
      content,
    ),
  )

/** A job: its first parameter octet is the function. */
export const job = (reference: number, parameters: Octets, content: Octets = []): Uint8Array =>
  message(1, reference, [], parameters, content)

/** The answer to a job; `error` is class and code, 0 0 where it succeeded. */
export const answer = (
  reference: number,
  parameters: Octets,
  content: Octets = [],
  error: readonly [number, number] = [0, 0],
): Uint8Array => message(3, reference, error, parameters, content)

export const setupCommunication = (reference: number): Uint8Array => job(reference, [0xf0, 0, 0, 1, 0, 1, ...be16(480)])
export const setupCommunicationAnswer = (reference: number): Uint8Array =>
  answer(reference, [0xf0, 0, 0, 1, 0, 1, ...be16(240)])

/** Octets of a data block. */
const item = (block: number, start: number, octets: number): number[] => {
  const bit = start * 8
  return [0x12, 0x0a, 0x10, 2, ...be16(octets), ...be16(block), 0x84, (bit >> 16) & 255, (bit >> 8) & 255, bit & 255]
}

export const readVar = (reference: number, block: number, start: number, octets: number): Uint8Array =>
  job(reference, [4, 1, ...item(block, start, octets)])
export const readVarAnswer = (reference: number, content: Octets): Uint8Array =>
  answer(reference, [4, 1], join([0xff, 4], be16(content.length * 8), content))
export const writeVar = (reference: number, block: number, start: number, content: Octets): Uint8Array =>
  job(reference, [5, 1, ...item(block, start, content.length)], join([0, 4], be16(content.length * 8), content))
export const writeVarAnswer = (reference: number): Uint8Array => answer(reference, [5, 1], [0xff])

/** A block in the passive file system: `_0A00001P` is DB 1. */
const fileName = (type: string, number: number): Uint8Array => fromText(`_${type}${String(number).padStart(5, '0')}P`)

export const requestDownload = (reference: number, type: string, number: number, octets: number): Uint8Array => {
  const sizes = fromText(`1${String(octets).padStart(6, '0')}${String(octets).padStart(6, '0')}`)
  const name = fileName(type, number)
  return job(reference, join([0x1a, 0, 0, 0, 0, 0, 0, 0, name.length], name, [sizes.length], sizes))
}
/** The controller itself asks for the block, piece by piece. */
export const downloadBlock = (reference: number, type: string, number: number): Uint8Array => {
  const name = fileName(type, number)
  return job(reference, join([0x1b, 0, 0, 0, 0, 0, 0, 0, name.length], name))
}
export const downloadEnded = (reference: number, type: string, number: number): Uint8Array => {
  const name = fileName(type, number)
  return job(reference, join([0x1c, 0, 0, 0, 0, 0, 0, 0, name.length], name))
}
export const startUpload = (reference: number, type: string, number: number): Uint8Array => {
  const name = fromText(`_${type}${String(number).padStart(5, '0')}A`)
  return job(reference, join([0x1d, 0, 0, 0, 0, 0, 0, 0, name.length], name))
}
/** `_INSE` links a block in, `P_PROGRAM` starts the processor. */
export const piService = (reference: number, service: string, argument: Octets = []): Uint8Array => {
  const name = fromText(service)
  return job(reference, join([0x28, 0, 0, 0, 0, 0, 0, 0xfd], be16(argument.length), argument, [name.length], name))
}
/** Links a downloaded block into the program. */
export const linkBlock = (reference: number, type: string, number: number): Uint8Array =>
  piService(reference, '_INSE', join([1, 0], fileName(type, number).subarray(1)))
export const plcStop = (reference: number): Uint8Array =>
  job(reference, join([0x29, 0, 0, 0, 0, 0, 9], fromText('P_PROGRAM')))

/** User data: `kind` 4 asks, 8 answers, 0 tells unasked. */
export function userdata(
  reference: number,
  kind: 0 | 4 | 8,
  group: number,
  sub: number,
  content: Octets,
  options: { sequence?: number; more?: boolean; part?: number; error?: number } = {},
): Uint8Array {
  const { sequence = 0, more = false, part = 0, error = 0 } = options
  const head = [0, 1, 0x12, kind === 4 ? 4 : 8, kind === 4 ? 0x11 : 0x12, (kind << 4) | group, sub, sequence]
  const tail = kind === 4 ? [] : [part, more ? 1 : 0, ...be16(error)]
  return message(7, reference, [], [...head, ...tail], content)
}

export const readSzl = (reference: number, list: number, index = 0): Uint8Array =>
  userdata(reference, 4, 4, 1, [0xff, 9, ...be16(4), ...be16(list), ...be16(index)])

/** The answer to Read SZL, in as many parts as a PDU of 240 octets needs. */
export function szlAnswers(
  reference: number,
  list: number,
  records: readonly Uint8Array[],
  sequence = 1,
): Uint8Array[] {
  const size = records[0]?.length ?? 0
  const whole = join(be16(list), be16(0), be16(size), be16(records.length), ...records)
  const most = 214
  const parts = Math.max(1, Math.ceil(whole.length / most))
  return Array.from({ length: parts }, (_, i) => {
    const piece = whole.subarray(i * most, (i + 1) * most)
    const content = join([0xff, 9], be16(piece.length), piece)
    const more = i + 1 < parts
    return userdata(reference + i, 8, 4, 1, content, { sequence, more, part: parts === 1 ? 0 : 0xd5 })
  })
}

/** A record of 0x0011; `version` gives the firmware (index 7), else `hardware` the version of the module. */
export function moduleRecord(
  index: number,
  order: string,
  version?: readonly [major: number, minor: number, patch: number],
  hardware = 1,
): Uint8Array {
  const words = version === undefined ? [0, hardware, 0, 1] : [0x56, ...version]
  return join(be16(index), fromText(order.padEnd(20, ' ').slice(0, 20)), [0, 0xc0], words)
}

/** A record of 0x001c: 1 station, 2 module name, 3 plant, 4 copyright, 5 serial number, 7 type, 11 location. */
export function componentRecord(index: number, said: string): Uint8Array {
  const padded = new Uint8Array(32)
  padded.set(fromText(said).subarray(0, index === 11 ? 32 : 24))
  return join(be16(index), padded)
}

/** S7comm-plus, as far as functions go: 0x31 request, 0x32 answer, 0x33 notification. */
export function plusMessage(
  version: number,
  opcode: number,
  code: number,
  sequence: number,
  session: number,
  object = 0,
): Uint8Array {
  const words = [...be16(session >>> 16), ...be16(session), 0x34, ...be16(object >>> 16), ...be16(object), 0, 0, 0, 0]
  const pdu = [opcode, 0, 0, ...be16(code), 0, 0, ...be16(sequence), ...words]
  const digest = version === 3 ? [0x20, ...new Array<number>(32).fill(0xa5)] : []
  return cotpData([0x72, version, ...be16(pdu.length + digest.length), ...digest, ...pdu, 0x72, version, 0, 0])
}
