import { berElement, berNumber, readBer } from '../ber.ts'
import { createSeen } from '../goose/seen.ts'
import { text } from '../octets.ts'
import type { IdentityFact, WireFunction } from '../protocol.ts'
import { callOf, fault, type Reading, withIdentity } from '../reading.ts'

const samples: WireFunction = Object.freeze({ code: 'SV', name: 'Sampled Values', operation: 'read' })
const told = callOf(samples).event

const asdus = 0xa2
const asdu = 0x30
const id = 0x80
const dataSet = 0x81
const revision = 0x83
const masterClock = 0x89
const mostAsdus = 16

/** Reads savPdus (IEC 61850-9-2:2011, 8.5): a number of ASDUs, each with its stream, its revision and its samples. */
export function createSampleReader(): (bytes: Uint8Array, from: number, to: number) => Reading {
  const seen = createSeen()
  const list = berElement()
  const one = berElement()
  const element = berElement()

  /** Goes through the elements of each ASDU that say which stream it is of. */
  const each = (bytes: Uint8Array, on: (tag: number, from: number, to: number) => void): void => {
    let at = list.from
    for (let i = 0; i < mostAsdus && at < list.to && readBer(bytes, at, list.to, one); i++) {
      at = one.to
      if (one.tag !== asdu) continue
      for (let inner = one.from; inner < one.to && readBer(bytes, inner, one.to, element); inner = element.to) {
        const { tag } = element
        if (tag === id || tag === dataSet || tag === revision || tag === masterClock) on(tag, element.from, element.to)
      }
    }
  }

  return (bytes, from, to) => {
    let at = from
    list.tag = 0
    while (at < to && readBer(bytes, at, to, list) && list.tag !== asdus) at = list.to
    if (list.tag !== asdus) return fault('sampled values cut short')
    seen.begin(0)
    each(bytes, (_tag, start, stop) => seen.add(bytes, start, stop))
    if (seen.isKnown()) return told
    const identity: IdentityFact[] = []
    const say = (field: string, value: string) => {
      if (value !== '' && !identity.some((fact) => fact.field === field && fact.value === value)) {
        identity.push({ field, value })
      }
    }
    each(bytes, (tag, start, stop) => {
      if (tag === id) say('svID', text(bytes, start, stop))
      else if (tag === dataSet) {
        const value = text(bytes, start, stop)
        say('datSet', value)
        if (value.includes('/')) say('logicalDevice', value.slice(0, value.indexOf('/')))
      } else if (tag === revision) say('confRev', String(berNumber(bytes, start, stop)))
      else if (stop - start === 8) say('masterClock', hexOf(bytes, start, stop))
    })
    return withIdentity(told, identity)
  }
}

const hexOf = (bytes: Uint8Array, from: number, to: number): string => {
  let said = ''
  for (let at = from; at < to; at++) said += bytes[at]!.toString(16).padStart(2, '0')
  return said
}
