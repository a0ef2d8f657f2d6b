import { createCalls } from '../calls.ts'
import { text, u16be, u32be } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, withIdentity } from '../reading.ts'
import { wireFunction } from '../telling.ts'
import { Waiting } from '../waiting.ts'
import { checksum } from './checksum.ts'
import { commandOf, isCommand, readFirmware, readOwnStatus, states } from './functions.ts'

/** Ether-S-Bus: length of all (4), version, type, sequence (2), attribute, then station and command or the answer, CRC (2). */
const header = 9
const request = 0
const response = 1
const acknowledgement = 2
const longest = 1500
const pendingLimit = 64

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < header) return 0
  const length = u32be(bytes, start)
  return length < header + 3 || length > longest || bytes[start + 4]! > 1 || bytes[start + 8]! > 2 ? -1 : length
}

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = lengthAt(bytes, start, end)
  if (length <= 0 || start + length !== end) return false
  if (bytes[start + 8] === request && !isCommand(bytes[start + header + 1]!)) return false
  return checksum(bytes, start, end - 2) === u16be(bytes, end - 2)
}

const callFor = createCalls()
const unknownAnswer = wireFunction('answer', 'Answer', 'other')

function open(): ProtocolSession {
  /** Sequence number → command: an answer repeats the number only. */
  const asked = new Waiting<number>(pendingLimit)
  let state = -1

  return {
    read(bytes, start, end) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('S-Bus message cut short')
      const sequence = u16be(bytes, start + 6)
      const kind = bytes[start + 8]
      if (kind === request) {
        const command = bytes[start + header + 1]!
        asked.put(sequence, command)
        return callFor(commandOf(command)).request
      }
      const command = asked.take(sequence)
      const call = callFor(command === undefined ? unknownAnswer : commandOf(command))
      if (kind === acknowledgement) return u16be(bytes, start + header) === 0 ? call.response : call.refusal
      const identity: IdentityFact[] = []
      if (command === readFirmware) identity.push(...firmwareFacts(bytes, start + header, start + length - 2))
      if (command === readOwnStatus && kind === response && bytes[start + header] !== state) {
        state = bytes[start + header]!
        const said = states.get(state)
        if (said !== undefined) identity.push({ field: 'runState', value: said })
      }
      return withIdentity(call.response, identity)
    },
  }
}

/** Type in five characters, version in three or four: `D2M48` `020` is a PCD2.M48x with firmware 020. */
function firmwareFacts(bytes: Uint8Array, at: number, stop: number): IdentityFact[] {
  if (stop - at < 8) return []
  const type = text(bytes, at, at + 5)
  const version = text(bytes, at + 5, stop)
  const model = /^D(\d)(\w{3})$/.exec(type)
  if (model === null) return []
  return [
    { field: 'vendor', value: 'Saia-Burgess Controls' },
    { field: 'model', value: `PCD${model[1]}.${model[2]}` },
    { field: 'product', value: type },
    ...(version === '' ? [] : [{ field: 'firmware', value: version }]),
  ]
}

/** Ether-S-Bus of Saia PCD controllers. */
export const sBus: Protocol = {
  name: 's-bus',
  transports: ['udp'],
  ports: [5050],
  recognises,
  lengthAt,
  session: open,
}
