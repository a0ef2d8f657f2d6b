import { text, u16le, u32le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'

/**
 * Group 0, Device Attributes (IEEE 1815-2012, annex A.1): the field each variation is printed under. The device says who made
 * it; 196 to 209 and 245 to 247 were given to it by its users.
 */
const fields = new Map<number, string>([
  [196, 'configurationId'],
  [197, 'configurationVersion'],
  [198, 'configurationBuilt'],
  [199, 'configurationChanged'],
  [200, 'configurationSignature'],
  [201, 'configurationSignatureAlgorithm'],
  [202, 'resourceId'],
  [203, 'altitude'],
  [204, 'longitude'],
  [205, 'latitude'],
  [206, 'secondaryOperator'],
  [207, 'primaryOperator'],
  [208, 'systemName'],
  [209, 'authenticationVersion'],
  [210, 'securityStatistics'],
  [211, 'userAttributes'],
  [212, 'masterDataSetPrototypes'],
  [213, 'outstationDataSetPrototypes'],
  [214, 'masterDataSets'],
  [215, 'outstationDataSets'],
  [216, 'binaryOutputsPerRequest'],
  [217, 'timingAccuracy'],
  [218, 'timingAccuracyDuration'],
  [219, 'analogOutputEvents'],
  [220, 'highestAnalogOutput'],
  [221, 'analogOutputs'],
  [222, 'binaryOutputEvents'],
  [223, 'highestBinaryOutput'],
  [224, 'binaryOutputs'],
  [225, 'frozenCounterEvents'],
  [226, 'frozenCounters'],
  [227, 'counterEvents'],
  [228, 'highestCounter'],
  [229, 'counters'],
  [230, 'frozenAnalogInputs'],
  [231, 'analogInputEvents'],
  [232, 'highestAnalogInput'],
  [233, 'analogInputs'],
  [234, 'doubleBitInputEvents'],
  [235, 'highestDoubleBitInput'],
  [236, 'doubleBitInputs'],
  [237, 'binaryInputEvents'],
  [238, 'highestBinaryInput'],
  [239, 'binaryInputs'],
  [240, 'longestFragmentSent'],
  [241, 'longestFragmentReceived'],
  [242, 'firmware'],
  [243, 'hardware'],
  [244, 'owner'],
  [245, 'location'],
  [246, 'deviceId'],
  [247, 'name'],
  [248, 'serial'],
  [249, 'conformance'],
  [250, 'model'],
  [252, 'vendor'],
])

/** Octets of the attribute at `at`: data type, length, value. Type 255 is a list that is 256 octets longer than its length says. */
export const attributeSize = (bytes: Uint8Array, at: number): number =>
  2 + (bytes[at + 1] ?? 0) + (bytes[at] === 255 ? 256 : 0)

/** The fact that an attribute gives, if it is one of the listed ones and of a type that has a printed form. */
export function attributeFact(bytes: Uint8Array, at: number, variation: number): IdentityFact | undefined {
  const field = fields.get(variation)
  const value = printed(bytes, at)
  return field === undefined || value === '' ? undefined : { field, value }
}

function printed(bytes: Uint8Array, at: number): string {
  const size = bytes[at + 1] ?? 0
  const from = at + 2
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (bytes[at]) {
    case 1: // visible string
      return text(bytes, from, from + size)
    case 2: // unsigned integer
      if (size === 1) return String(bytes[from])
      if (size === 2) return String(u16le(bytes, from))
      return size === 4 ? String(u32le(bytes, from)) : ''
    case 3: // signed integer
      if (size === 1) return String(view.getInt8(from))
      if (size === 2) return String(view.getInt16(from, true))
      return size === 4 ? String(view.getInt32(from, true)) : ''
    case 4: // floating point
      if (size === 4) return String(Math.fround(view.getFloat32(from, true)))
      return size === 8 ? String(view.getFloat64(from, true)) : ''
    case 7: // milliseconds since 1970, UTC
      return size === 6 ? new Date(u32le(bytes, from) + u16le(bytes, from + 4) * 0x1_0000_0000).toISOString() : ''
    default:
      return ''
  }
}
