import { remembered } from './remembered.ts'
import { foldCode, foldName, foldSerial } from './spelling.ts'

const NOTHING =
  /^(NA|NONE|NULL|UNKNOWN|NOTAVAILABLE|NOTSET|NOSERIAL|DEFAULT|TEST|TBD|TOBEFILLEDBYOEM|SYSTEMSERIALNUMBER)$/
const nameless = new Set([
  'localhost',
  'default',
  'unknown',
  'plc',
  'hmi',
  'cpu',
  'pc',
  'switch',
  'router',
  'gateway',
  'device',
  'noname',
  'no name',
  'workgroup',
  'test',
  'controller',
  'module',
  'plc_1',
  'plc1',
  'cpu_1',
  'cpu1',
  'pn-io',
  'pnio',
  'name',
  'system name',
  'sysname',
  'ubuntu',
  'debian',
  'raspberrypi',
  'windows',
  'openwrt',
])

/** A serial number that many devices share: none, all the same digit, counted up, the maker's text for "not set". */
export function isPlaceholderSerial(serial: string): boolean {
  const folded = foldSerial(serial)
  return (
    folded.length < 3 ||
    /^(.)\1*$/.test(folded) ||
    '0123456789ABCDEF'.includes(folded) ||
    folded === '1234567890' ||
    NOTHING.test(folded)
  )
}

/** A name that a device leaves the factory with: it names no single one. */
export function isPlaceholderName(name: string): boolean {
  const folded = foldName(name)
  return folded.length < 3 || nameless.has(folded) || NOTHING.test(foldCode(folded))
}

/** A text that says nothing, in any field. */
export const isEmptyWord = remembered((text) => {
  const folded = foldCode(text)
  return folded === '' || /^0+$/.test(folded) || NOTHING.test(folded)
})
