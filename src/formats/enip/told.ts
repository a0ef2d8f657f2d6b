import type { IdentityFact } from '../protocol.ts'
import { attribute, attributeList, diagnosticStatus, identityObject } from './identity.ts'
import { isSafetyClass, safetyFacts } from './safety.ts'
import type { Target } from './target.ts'

/** The facts in an answer; undefined where this kind of answer tells none, `cut` where they are not whole. */
export function told(
  bytes: Uint8Array,
  data: number,
  end: number,
  asked: Target,
): readonly IdentityFact[] | 'pccc refused' | 'cut' | undefined {
  const { cls, service: code } = asked
  if (isSafetyClass(cls)) return safetyFacts
  if (cls === 1 && asked.instance === 1) {
    if (code === 0x01) return identityObject(bytes, data, end) ?? 'cut'
    if (code === 0x0e) return attribute(1, asked.attribute, bytes, data, end)
    if (code === 0x03) return attributeList(1, bytes, data, end)
  }
  if ((cls === 0xf5 || cls === 0xf6) && code === 0x0e) {
    const facts = attribute(cls, asked.attribute, bytes, data, end)
    return asked.call.unit === undefined ? facts : facts.map(ofModule)
  }
  if (cls === 0x64 && code === 0x03) return attributeList(0x64, bytes, data, end)
  if (cls === 0x67 && code === 0x4b) {
    const command = data + bytes[data]!
    if (command + 4 > end) return undefined
    if (bytes[command + 1] !== 0) return 'pccc refused'
    return asked.instance === 0x06 && asked.attribute === 0x03 ? diagnosticStatus(bytes, command + 4, end) : undefined
  }
  return undefined
}

/** Addresses join devices: a module behind this one has its own, which is none of this one's. */
const ofModule = (fact: IdentityFact): IdentityFact =>
  fact.field === 'ip'
    ? { ...fact, field: 'address' }
    : fact.field === 'mac'
      ? { ...fact, field: 'hardwareAddress' }
      : fact
