import type { IdentityFact } from '../protocol.ts'
import { behindClosing, newTag, readTag, type Tag, unsignedOf } from './tags.ts'
import { characterString } from './text.ts'
import { vendorName } from './vendors.ts'

/** Object types and property identifiers: ANSI/ASHRAE 135, clause 21. */
export const deviceObject = 8
/** In requests: whichever device hears this. */
export const anyInstance = 0x3fffff
const objectIdentifier = 75
const vendorIdentifier = 120
const texts: ReadonlyMap<number, string> = new Map([
  [12, 'applicationSoftware'],
  [28, 'description'],
  [44, 'firmware'],
  [58, 'location'],
  [70, 'model'],
  [77, 'name'],
  [121, 'vendor'],
  [168, 'profile'],
  [372, 'serial'],
])
/** Tags of the application class. */
const unsignedTag = 2
const stringTag = 7
const objectTag = 12

/** The number of a vendor as ASHRAE assigned it, and the maker's name where it is known. */
export function vendorFacts(id: number): IdentityFact[] {
  const name = vendorName(id)
  return [{ field: 'vendorId', value: String(id) }, ...(name === undefined ? [] : [{ field: 'vendor', value: name }])]
}

export const instanceFact = (instance: number): IdentityFact => ({ field: 'deviceInstance', value: String(instance) })

/** Object type in the upper 10 bits, instance in the lower 22; -1 when the tag holds none. */
export const objectOf = (bytes: Uint8Array, tag: Tag): number => (tag.end - tag.at === 4 ? unsignedOf(bytes, tag) : -1)
export const typeOf = (object: number): number => Math.floor(object / 0x400000)
export const instanceOf = (object: number): number => object % 0x400000

const value = newTag()

/** What one property of the device object says; `at` is behind the opening tag of its value. */
function factsOfProperty(bytes: Uint8Array, property: number, at: number, end: number, facts: IdentityFact[]): void {
  if (!readTag(bytes, at, end, value) || value.isContext) return
  if (value.number === stringTag) {
    const field = texts.get(property)
    const said = field === undefined ? '' : characterString(bytes, value.at, value.end)
    if (field !== undefined && said !== '') facts.push({ field, value: said })
  } else if (property === vendorIdentifier && value.number === unsignedTag)
    facts.push(...vendorFacts(unsignedOf(bytes, value)))
  else if (property === objectIdentifier && value.number === objectTag) factsOfDevice(objectOf(bytes, value), facts)
}

/** A device object names its instance, unless it was asked for as "whichever". */
function factsOfDevice(object: number, facts: IdentityFact[]): void {
  if (typeOf(object) === deviceObject && instanceOf(object) !== anyInstance)
    facts.push(instanceFact(instanceOf(object)))
}

const tag = newTag()

/** ReadProperty-ACK (clause 15.5): [0] object, [1] property, [2] index, [3] value. */
export function factsOfOneProperty(bytes: Uint8Array, start: number, end: number): IdentityFact[] | undefined {
  const facts: IdentityFact[] = []
  if (!readTag(bytes, start, end, tag)) return undefined
  const object = objectOf(bytes, tag)
  if (!readTag(bytes, tag.end, end, tag)) return undefined
  const property = unsignedOf(bytes, tag)
  if (!readTag(bytes, tag.end, end, tag)) return undefined
  if (tag.number === 2 && !tag.isOpening && !readTag(bytes, tag.end, end, tag)) return undefined
  if (typeOf(object) !== deviceObject) return facts
  factsOfDevice(object, facts)
  if (tag.isOpening && tag.number === 3) factsOfProperty(bytes, property, tag.end, end, facts)
  return facts
}

const mostProperties = 4096

/** ReadPropertyMultiple-ACK (clause 15.7): for each object [0] object, [1] { [2] property, [3] index, [4] value or [5] error }. */
export function factsOfProperties(bytes: Uint8Array, start: number, end: number): IdentityFact[] | undefined {
  const facts: IdentityFact[] = []
  let at = start
  let object = -1
  let property = -1
  for (let i = 0; i < mostProperties && at < end; i++) {
    if (!readTag(bytes, at, end, tag)) return undefined
    at = tag.end
    if (tag.isClosing) continue
    if (tag.isOpening) {
      if (tag.number === 1) continue
      if (tag.number === 4 && typeOf(object) === deviceObject) factsOfProperty(bytes, property, at, end, facts)
      at = behindClosing(bytes, at, end)
      if (at < 0) return undefined
    } else if (tag.number === 0) {
      object = objectOf(bytes, tag)
      factsOfDevice(object, facts)
    } else if (tag.number === 2) property = unsignedOf(bytes, tag)
  }
  return facts
}
