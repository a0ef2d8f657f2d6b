import { createCalls } from '../calls.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { type Call, fault, readingOf, toldBy, withIdentity } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { done, isService, refused, secured } from './functions.ts'
import { application, readEnvelope } from './message.ts'
import { identityOf, isEncrypted, readsIdentity, requestOf, type Service, servicesIn } from './services.ts'

const pendingLimit = 128
const callFor = createCalls()
const firstRequest = 0x20

/** A request that waits for its answer. */
interface Asked {
  readonly function: WireFunction
  readonly isIdentity: boolean
}

/** Length of the message that starts at `start` (BER, definite); 0 incomplete, -1 none. */
function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end > start && bytes[start] !== application) return -1
  if (end - start < 2) return 0
  const short = bytes[start + 1]!
  if (short < 0x80) return 2 + short
  const octets = short & 0x7f
  if (octets < 1 || octets > 2) return -1
  if (end - start < 2 + octets) return 0
  let length = 0
  for (let i = 0; i < octets; i++) length = length * 256 + bytes[start + 2 + i]!
  return 2 + octets + length
}

function open(): ProtocolSession {
  /** Requests by the number of their call. */
  const pending = new Waiting<readonly Asked[]>(pendingLimit)

  function answer(bytes: Uint8Array, service: Service, asked: Asked | undefined): Message {
    const result = bytes[service.from]!
    const call: Call = callFor(asked?.function ?? (result === 0 ? done : refused))
    if (result !== 0) return call.refusal.messages[0]!
    const identity = asked?.isIdentity ? identityOf(bytes, service) : []
    return withIdentity(call.response, identity).messages[0]!
  }

  return {
    read(bytes, start, end) {
      const envelope = readEnvelope(bytes, start, end)
      if (envelope === undefined) return fault('no C12.22 message')
      const withFacts = (message: Message): Message => {
        const identity: IdentityFact[] = [...envelope.facts, ...(message.identity ?? [])]
        return identity.length === 0 ? message : toldBy(message, identity)
      }
      if (isEncrypted(bytes[envelope.from]!)) {
        const { request, response } = callFor(secured)
        const reading = envelope.called < 0 ? request : response
        return readingOf([withFacts(reading.messages[0]!)])
      }
      const services = servicesIn(bytes, envelope.from, envelope.to)
      if (services === undefined) return fault('C12.22 services cut short')
      const asked = envelope.called < 0 ? undefined : pending.take(envelope.called)
      const requests: Asked[] = []
      const messages = services.map((service, i) => {
        if (bytes[service.from]! < firstRequest) return answer(bytes, service, asked?.[i])
        const fn = requestOf(bytes, service)
        requests.push({ function: fn, isIdentity: readsIdentity(bytes, service) })
        return callFor(fn).request.messages[0]!
      })
      if (requests.length > 0 && envelope.calling >= 0) pending.put(envelope.calling, requests)
      if (messages.length > 0) messages[0] = withFacts(messages[0]!)
      return readingOf(messages)
    },
  }
}

/** By content: the whole envelope, nothing in it that does not belong there, a title, and services that are some. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = lengthAt(bytes, start, end)
  if (length < 16 || start + length > end) return false
  const envelope = readEnvelope(bytes, start, start + length)
  if (envelope === undefined || envelope.facts.length === 0 || envelope.to !== start + length) return false
  const flags = bytes[envelope.from]!
  if ((flags & 0x80) === 0) return false
  if (isEncrypted(flags)) return true
  const services = servicesIn(bytes, envelope.from, envelope.to)
  return services?.every(({ from }) => isService(bytes[from]!)) === true
}

/** ANSI C12.22: tables of meters, over networks. */
export const c1222: Protocol = {
  name: 'c12.22',
  transports: ['tcp', 'udp'],
  ports: [1153],
  recognises,
  lengthAt,
  session: open,
}
