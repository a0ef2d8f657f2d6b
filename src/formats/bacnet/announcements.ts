import type { IdentityFact } from '../protocol.ts'
import { anyInstance, deviceObject, instanceFact, instanceOf, objectOf, typeOf, vendorFacts } from './properties.ts'
import { newTag, readTag, unsignedOf } from './tags.ts'
import { characterString } from './text.ts'

const tag = newTag()

/** I-Am (clause 16.10): object, longest APDU, segmentation, vendor; all of the application class. */
export function factsOfIAm(bytes: Uint8Array, start: number, end: number): IdentityFact[] | undefined {
  if (!readTag(bytes, start, end, tag) || tag.isContext || tag.number !== 12) return undefined
  const object = objectOf(bytes, tag)
  if (typeOf(object) !== deviceObject) return undefined
  const facts = [instanceFact(instanceOf(object))]
  for (let i = 0; i < 3; i++) if (!readTag(bytes, tag.end, end, tag)) return undefined
  const vendor = unsignedOf(bytes, tag)
  if (vendor >= 0) facts.push(...vendorFacts(vendor))
  return facts
}

/** I-Have (clause 16.9): device, object, name of the object. */
export function factsOfIHave(bytes: Uint8Array, start: number, end: number): IdentityFact[] | undefined {
  if (!readTag(bytes, start, end, tag)) return undefined
  const device = objectOf(bytes, tag)
  if (typeOf(device) !== deviceObject || !readTag(bytes, tag.end, end, tag)) return undefined
  const object = objectOf(bytes, tag)
  if (object < 0 || !readTag(bytes, tag.end, end, tag)) return undefined
  const name = characterString(bytes, tag.at, tag.end)
  const facts = [instanceFact(instanceOf(device))]
  const isDevice = typeOf(object) === deviceObject
  if (!isDevice) facts.push({ field: 'objectInstance', value: String(instanceOf(object)) })
  if (name !== '') facts.push({ field: isDevice ? 'name' : 'objectName', value: name })
  return facts
}

/** Who-Am-I (135-2020, clause 16.11): vendor, model, serial number of a device that has no address yet. */
export function factsOfWhoAmI(bytes: Uint8Array, start: number, end: number): IdentityFact[] | undefined {
  if (!readTag(bytes, start, end, tag)) return undefined
  const facts = vendorFacts(unsignedOf(bytes, tag))
  for (const field of ['model', 'serial']) {
    if (!readTag(bytes, tag.end, end, tag)) return undefined
    const said = characterString(bytes, tag.at, tag.end)
    if (said !== '') facts.push({ field, value: said })
  }
  return facts
}

/** Notifications of changed values and of events (clauses 13.6, 13.8): [1] is the device that sends them. -1 when it is cut. */
export function initiatingDevice(bytes: Uint8Array, start: number, end: number): number {
  if (!readTag(bytes, start, end, tag) || !readTag(bytes, tag.end, end, tag)) return -1
  const device = objectOf(bytes, tag)
  return typeOf(device) === deviceObject && instanceOf(device) !== anyInstance ? instanceOf(device) : -1
}
