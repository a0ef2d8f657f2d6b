import { type BerElement, berElement, readBer } from '../ber.ts'
import { hex, text } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { fault, type Reading, withIdentity } from '../reading.ts'
import * as functions from './functions.ts'
import { createSeen } from './seen.ts'

/** The goosePdu (IEC 61850-8-1:2011, annex A): its elements that say who publishes what, by tag. */
const fields = new Map([
  [0x80, 'gocbRef'],
  [0x82, 'datSet'],
  [0x83, 'goID'],
])
const revision = 0x88
const simulated = 0x87
const allData = 0xab
/** Elements before the data that a message has. */
const mostElements = 32

/** Reads goosePdus; what one publisher says again is counted, and not told again. */
export function createPduReader(): (bytes: Uint8Array, from: number, to: number, appId: number) => Reading {
  const seen = createSeen()
  const one = berElement()

  const facts = (bytes: Uint8Array, from: number, to: number, appId: number): IdentityFact[] => {
    const said: IdentityFact[] = [{ field: 'appid', value: hex(appId, 4) }]
    for (let at = from; at < to && readBer(bytes, at, to, one) && one.tag !== allData; at = one.to) {
      const field = fields.get(one.tag)
      const value = field === undefined ? '' : text(bytes, one.from, one.to)
      if (field !== undefined && value !== '') said.push({ field, value })
      // IED name and logical device in one: IEC 61850-7-2:2010, 22.2.
      if (field === 'gocbRef' && value.includes('/')) {
        said.push({ field: 'logicalDevice', value: value.slice(0, value.indexOf('/')) })
      }
      if (one.tag === revision) said.push({ field: 'confRev', value: String(signed(bytes, one)) })
    }
    return said
  }

  return (bytes, from, to, appId) => {
    seen.begin(appId)
    let isSimulated = false
    let elements = 0
    let at = from
    while (at < to && readBer(bytes, at, to, one)) {
      if (one.tag === allData || ++elements > mostElements) break
      if (fields.has(one.tag) || one.tag === revision) seen.add(bytes, one.from, one.to)
      if (one.tag === simulated) isSimulated = one.to > one.from && bytes[one.from] !== 0
      at = one.to
    }
    if (elements === 0) return fault('GOOSE message cut short')
    const reading = isSimulated ? functions.simulatedGoose : functions.goose
    if (seen.isKnown()) return reading
    return withIdentity(reading, facts(bytes, from, to, appId))
  }
}

/** Integers are signed, and tshark prints this one in 32 bits. */
function signed(bytes: Uint8Array, { from, to }: BerElement): number {
  let value = (bytes[from] ?? 0) & 0x80 ? -1 : 0
  for (let at = Math.max(from, to - 4); at < to; at++) value = (value << 8) | bytes[at]!
  return value
}
