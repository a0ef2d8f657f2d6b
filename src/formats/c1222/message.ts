import { type BerElement, berElement, berNumber, oidText, readBer } from '../ber.ts'
import type { IdentityFact } from '../protocol.ts'

/** The envelope of ACSE (ANSI C12.22-2012, 5.3.1): [APPLICATION 0], and in it titles, numbers, and user information. */
export const application = 0x60
const calledTitle = 0xa2
const calledNumber = 0xa4
const callingTitle = 0xa6
const callingNumber = 0xa8
const userInformation = 0xbe
const elements = new Set([
  0xa1,
  calledTitle,
  calledNumber,
  callingTitle,
  0xa7,
  callingNumber,
  0xab,
  0x8b,
  0xac,
  userInformation,
])

/** What one message says besides its services. */
export interface Envelope {
  readonly facts: IdentityFact[]
  /** Numbers of this call and of the one it answers; -1 without. */
  calling: number
  called: number
  /** Where the services are. */
  from: number
  to: number
}

const one = berElement()
const inner = berElement()
const services = berElement()

/** Reads the envelope; undefined when it is none, or not whole. */
export function readEnvelope(bytes: Uint8Array, start: number, end: number): Envelope | undefined {
  if (bytes[start] !== application || !readBer(bytes, start, end, one)) return undefined
  const envelope: Envelope = { facts: [], calling: -1, called: -1, from: 0, to: 0 }
  const stop = one.to
  for (let at = one.from; at < stop; at = one.to) {
    if (!readBer(bytes, at, stop, one) || !elements.has(one.tag)) return undefined
    if (one.tag === calledTitle) envelope.facts.push(...titleOf(bytes, one, 'called', 'peer'))
    else if (one.tag === callingTitle) envelope.facts.push(...titleOf(bytes, one, 'calling'))
    else if (one.tag === calledNumber) envelope.called = numberOf(bytes, one)
    else if (one.tag === callingNumber) envelope.calling = numberOf(bytes, one)
    else if (one.tag === userInformation) {
      // EXTERNAL with the services octet-aligned [1].
      if (!readBer(bytes, one.from, one.to, inner) || inner.tag !== 0x28) return undefined
      services.tag = 0
      let inside = inner.from
      while (inside < inner.to && readBer(bytes, inside, inner.to, services) && services.tag !== 0x81)
        inside = services.to
      if (services.tag !== 0x81) return undefined
      envelope.from = services.from
      envelope.to = services.to
    }
  }
  return envelope.to === 0 ? undefined : envelope
}

/** Titles are absolute or relative to the network's; which of them is told in tshark's words. */
function titleOf(bytes: Uint8Array, { from, to }: BerElement, whose: string, about?: string): IdentityFact[] {
  if (!readBer(bytes, from, to, inner)) return []
  const isAbsolute = inner.tag === 0x06
  if (!isAbsolute && inner.tag !== 0x80) return []
  const value = isAbsolute ? oidText(bytes, inner.from, inner.to) : relativeText(bytes, inner.from, inner.to)
  const facts = [
    { field: 'apTitle', value },
    { field: `${whose}TitleForm`, value: `${whose}-ap-title-${isAbsolute ? 'abs' : 'rel'}` },
  ]
  return value === '' ? [] : about === undefined ? facts : facts.map((fact) => ({ ...fact, about }))
}

function relativeText(bytes: Uint8Array, from: number, to: number): string {
  const arcs: number[] = []
  let value = 0
  for (let at = from; at < to && arcs.length < 64; at++) {
    value = value * 128 + (bytes[at]! & 0x7f)
    if (bytes[at]! & 0x80) continue
    arcs.push(value)
    value = 0
  }
  return arcs.map((arc) => `.${arc}`).join('')
}

const numberOf = (bytes: Uint8Array, { from, to }: BerElement): number =>
  readBer(bytes, from, to, inner) && inner.tag === 0x02 ? berNumber(bytes, inner.from, inner.to) : -1
