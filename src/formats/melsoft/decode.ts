import { createCalls } from '../calls.ts'
import { typeName } from '../melsec/identity.ts'
import { hex, u16be, u16le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, withIdentity } from '../reading.ts'
import { commandOf, openingOf } from './functions.ts'

/**
 * A MELSOFT message (Nozomi Networks, blackhat23-melsoft): `57` asks, `d7` answers; sequence, route; at 19 the length of what
 * follows (2, little endian): type (1c, or 9c of an answer), who (02 panel, 0a engineering), length of the rest of this
 * header, 14 or 16; in an answer then the status; behind that header command (2, big endian), reference (2), size (2), data.
 */
const ethernetHeader = 21
const question = 0x57
const answer = 0xd7
const openingQuestion = 0x5a
const openingAnswer = 0xda
const engineering = 0x0a
const longest = 8192

const commandAt = (bytes: Uint8Array, start: number): number => start + ethernetHeader + 2 + bytes[start + 23]!

function isOpening(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 4 || bytes[start + 1] !== 0 || bytes[start + 2] !== 0) return false
  if (openingOf(bytes[start + 3]!) === undefined && bytes[start + 3] !== 0) return false
  if (bytes[start] === openingQuestion) return end - start === 4
  // Answers: 01 says two addresses, ff model and serial.
  return bytes[start] === openingAnswer && end - start >= 8 && end - start <= 64
}

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start) return 0
  const first = bytes[start]
  if (first === openingQuestion) return end - start < 4 ? 0 : 4
  if (first === openingAnswer) return end - start < 4 ? 0 : end - start
  if (first !== question && first !== answer) return -1
  if (end - start < ethernetHeader + 3) return 0
  const length = u16le(bytes, start + 19)
  const shape = bytes[start + ethernetHeader] === (first === question ? 0x1c : 0x9c)
  const least = 8 + bytes[start + 23]!
  return !shape || length < least || length > longest ? -1 : ethernetHeader + length
}

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]
  if (first === openingQuestion || first === openingAnswer) return isOpening(bytes, start, end)
  if ((first !== question && first !== answer) || end - start < 40) return false
  if (bytes[start + 5] !== 0x11 || bytes[start + 6] !== 0x11) return false
  const length = lengthAt(bytes, start, end)
  return length > 0 && start + length <= end
}

const callFor = createCalls()

function open(): ProtocolSession {
  return {
    read(bytes, start, end) {
      const first = bytes[start]
      if (first === openingQuestion || first === openingAnswer) {
        const fn = isOpening(bytes, start, end) ? openingOf(bytes[start + 3]!) : undefined
        if (fn === undefined) return fault('MELSOFT opening cut short')
        if (first === openingQuestion) return callFor(fn).request
        return withIdentity(callFor(fn).response, foundFacts(bytes, start, end))
      }
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('MELSOFT message cut short')
      const stop = start + length
      const at = commandAt(bytes, start)
      if (at + 2 > stop) return fault('MELSOFT message cut short')
      const code = u16be(bytes, at)
      const call = callFor(commandOf(code, bytes[start + 22] === engineering))
      if (first === question) return call.request
      if (u16le(bytes, start + ethernetHeader + 4) !== 0) return call.refusal
      const data = at + 6
      const tells = (code === 0x0101 || code === 0x0121) && stop - data >= 18
      const facts = tells ? typeName(bytes, data, u16le(bytes, data + 16)) : []
      return withIdentity(call.response, facts)
    },
  }
}

/** `da 00 00 ff`: the code of the model (an FX5U-32MT/ES says 29 4a here and in its answer to Open). */
const foundFacts = (bytes: Uint8Array, start: number, end: number): IdentityFact[] =>
  bytes[start + 3] === 0xff && end - start >= 28
    ? [
        { field: 'vendor', value: 'Mitsubishi Electric' },
        { field: 'modelCode', value: hex(u16le(bytes, start + 4), 4) },
      ]
    : []

/** MELSOFT: GX Works and other tools, and panels, with MELSEC controllers. */
export const melsoft: Protocol = {
  name: 'melsoft',
  transports: ['udp', 'tcp'],
  ports: [5560, 5561, 5562, 5001, 5002, 5006, 5007],
  recognises,
  lengthAt,
  session: open,
}
