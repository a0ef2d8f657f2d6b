import { text } from '../octets.ts'
import type { IdentityFact, WireFunction } from '../protocol.ts'
import { element, findElement, numberIn, readElement, tagOf } from './element.ts'
import { isCommand, readService, selects, serviceOf, writeService, writeTo } from './functions.ts'

const mostVariables = 64
const mostNames = 128
const domains = 9

const outer = element()
const list = element()
const one = element()
const inner = element()

/** The function of a read or write: what IEC 61850 calls it, by the names of its variables. */
export function accessOf(service: number, bytes: Uint8Array, from: number, to: number): WireFunction {
  const plain = serviceOf(service)
  if (service === readService) {
    // Read: whether the specification is to come back [0], then the specification [1].
    if (!findElement(bytes, from, to, 0xa1, outer)) return plain
    if (!findElement(bytes, outer.from, outer.to, 0xa0, list)) return plain
    return firstNamed(bytes, selectOf) ?? plain
  }
  if (service !== writeService) return plain
  if (!readElement(bytes, from, to, list) || tagOf(list) !== 0xa0) return plain
  let found = plain
  const command = firstNamed(bytes, (_, start, end) => {
    const named = writeTo(text(bytes, start, end))
    if (found === plain) found = named
    return isCommand(named) ? named : undefined
  })
  return command ?? found
}

const sbo = Uint8Array.from('$SBO', (letter) => letter.charCodeAt(0))
const control = Uint8Array.from('$CO$', (letter) => letter.charCodeAt(0))

/** `CSWI1$CO$Pos$SBO` is read to select; polls are looked at in their octets, so that no text is made of them. */
function selectOf(bytes: Uint8Array, from: number, to: number): WireFunction | undefined {
  if (to - from < 10 || !isAt(bytes, to - 4, sbo)) return undefined
  for (let at = from; at < to - 8; at++) if (isAt(bytes, at, control)) return selects
  return undefined
}

const isAt = (bytes: Uint8Array, at: number, letters: Uint8Array): boolean =>
  letters.every((letter, i) => bytes[at + i] === letter)

/** Goes through the variables of `list` that are named in a domain or in the whole device; stops at the first answer. */
function firstNamed(
  bytes: Uint8Array,
  ask: (bytes: Uint8Array, from: number, to: number) => WireFunction | undefined,
): WireFunction | undefined {
  let at = list.from
  for (let i = 0; i < mostVariables && at < list.to && readElement(bytes, at, list.to, one); i++) {
    at = one.next
    // Variable specification: name [0], and in it domain-specific [1] (domain, item) or VMD-specific [0].
    if (!findElement(bytes, one.from, one.to, 0xa0, inner)) continue
    if (!readElement(bytes, inner.from, inner.to, inner)) continue
    if (tagOf(inner) === 0xa1) {
      const stop = inner.to
      if (!readElement(bytes, inner.from, stop, inner) || !readElement(bytes, inner.next, stop, inner)) continue
    }
    const answer = ask(bytes, inner.from, inner.to)
    if (answer !== undefined) return answer
  }
  return undefined
}

/** Whether a GetNameList asks for the domains of the whole device: those of IEC 61850 are its logical devices. */
export function asksForDomains(bytes: Uint8Array, from: number, to: number): boolean {
  if (!findElement(bytes, from, to, 0xa0, outer) || !findElement(bytes, outer.from, outer.to, 0x80, inner)) return false
  if (numberIn(bytes, inner) !== domains) return false
  return findElement(bytes, from, to, 0xa1, outer) && bytes[outer.from] === 0x80
}

export function namesOf(bytes: Uint8Array, from: number, to: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  if (!findElement(bytes, from, to, 0xa0, list)) return facts
  let at = list.from
  while (facts.length < mostNames && at < list.to && readElement(bytes, at, list.to, one)) {
    at = one.next
    const value = text(bytes, one.from, one.to)
    if (value !== '') facts.push({ field: 'logicalDevice', value })
  }
  return facts
}

/** Identify: vendor, model and revision [0] to [2] (ISO 9506-2:2003, 8.4). */
export function identityOf(bytes: Uint8Array, from: number, to: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  let at = from
  while (at < to && readElement(bytes, at, to, one)) {
    at = one.next
    const field = identityFields.get(tagOf(one))
    const value = field === undefined ? '' : text(bytes, one.from, one.to)
    if (field !== undefined && value !== '' && facts.length < 3) facts.push({ field, value })
  }
  return facts
}
const identityFields = new Map([
  [0x80, 'vendor'],
  [0x81, 'model'],
  [0x82, 'firmware'],
])

/** A write where one variable failed, or a read where all did, is refused: failures are [0] in both. */
export function isRefused(service: number, bytes: Uint8Array, from: number, to: number): boolean {
  let start = from
  let stop = to
  if (service === readService) {
    if (!findElement(bytes, from, to, 0xa1, list)) return false
    start = list.from
    stop = list.to
  } else if (service !== writeService) return false
  let failures = 0
  let count = 0
  for (let at = start; count < 4096 && at < stop && readElement(bytes, at, stop, one); at = one.next) {
    count++
    if (tagOf(one) === 0x80) failures++
    else if (service === readService) return false
  }
  return failures > 0
}
