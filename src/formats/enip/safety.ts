import type { IdentityFact } from '../protocol.ts'

/**
 * CIP Safety (CIP specification, volume 5). A device that answers at one of its objects, or opens or accepts a connection with
 * a safety network segment, is a part of a safety system.
 */
export const safetyFacts: readonly IdentityFact[] = [{ field: 'safety', value: 'CIP Safety' }]
/** Of a safety connection that was accepted: both its ends. */
export const safetyPair: readonly IdentityFact[] = [
  ...safetyFacts,
  { field: 'safety', value: 'CIP Safety', about: 'peer' },
]

/** Safety supervisor and validator, safety points and groups, feedback, stop and limit functions. */
export const isSafetyClass = (cls: number): boolean =>
  (cls >= 0x39 && cls <= 0x3f) || (cls >= 0x49 && cls <= 0x4b) || (cls >= 0x58 && cls <= 0x5b)

/** Device profiles: safety discrete and analog I/O, safety motion drive, safety drive. */
const safetyTypes: readonly number[] = [0x23, 0x2a, 0x2d, 0x2e]
/** GuardLogix and Compact GuardLogix are programmable controllers by type; their order numbers say the rest. */
const guardLogix = /^(?:1756-L(?:\d{2}E?S|\d?SP)|1768-L\d{2}S|1769-L\d{2}ERMS|5069-L\d{3,4}ERM?S)/

export const isSafetyDevice = (deviceType: number, product: string): boolean =>
  safetyTypes.includes(deviceType) || guardLogix.test(product)
