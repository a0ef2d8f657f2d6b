import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

/** ServiceID of IEC 61158-6-10, 4.3.1. */
export const services = { get: 3, set: 4, identify: 5, hello: 6 } as const

export const dcpGet = wireFunction('0x03', 'Get', 'identify')
export const dcpIdentify = wireFunction('0x05', 'Identify', 'identify')
export const dcpHello = wireFunction('0x06', 'Hello', 'identify')
export const dcpUnknown = wireFunction('dcp', 'Unknown DCP service', 'other')

/** Option × 256 + suboption: what a Set does, the strongest first where one message sets several. */
const settings: readonly (readonly [key: number, name: string, operation: Operation])[] = [
  // Back to factory settings the device loses its name and address, with the newer one its data as well.
  [0x0505, 'Set (factory reset)', 'program'],
  [0x0506, 'Set (reset to factory)', 'program'],
  [0x0202, 'Set (name of station)', 'write'],
  [0x0102, 'Set (IP address)', 'write'],
  [0x0103, 'Set (IP suite)', 'write'],
  [0x0206, 'Set (alias name)', 'write'],
  [0x0601, 'Set (device initiative)', 'write'],
  // The device blinks, so that a person finds it.
  [0x0503, 'Set (signal)', 'identify'],
]
const settingByKey = new Map(
  settings.map(([key, name, operation]) => [key, wireFunction(`0x04/${hex(key, 4)}`, name, operation)]),
)
export const dcpSet = wireFunction('0x04', 'Set', 'write')
const setDhcp = wireFunction('0x04/0x0300', 'Set (DHCP)', 'write')
const setManufacturer = wireFunction('0x04/0x8000', 'Set (manufacturer specific)', 'write')
const strength = new Map<WireFunction, number>([...settingByKey.values()].map((fn, i) => [fn, i]))

/** Start and end of a transaction go along with every Set and say nothing. */
const isFrame = (key: number): boolean => key === 0x0501 || key === 0x0502 || key === 0x0504

/** What a Set with this block does, given what its earlier blocks do. */
export function strongerSetting(known: WireFunction, key: number): WireFunction {
  if (isFrame(key)) return known
  const option = key >> 8
  const found =
    settingByKey.get(key) ?? (option === 3 ? setDhcp : option >= 0x80 && option < 0xff ? setManufacturer : dcpSet)
  const rank = (fn: WireFunction): number => strength.get(fn) ?? (fn === dcpSet ? 100 : 50)
  return rank(found) < rank(known) ? found : known
}
