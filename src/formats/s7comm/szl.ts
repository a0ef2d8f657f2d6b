import { hex, text, u16be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'

/** Module identification 0x..11: records of 28 octets. */
const moduleRecord = 28
/** Component identification 0x..1c: index and 32 octets of text. */
const componentRecord = 34
const recordLimit = 64

/** Mode 0x..24: what the processor does. Communication status 0x..32: at index 4 the mode selector and the protection. */
const modeRecord = 20
const statusRecord = 40

/** Indexes of 0x001c (System Software for S7-300/400, Reference Manual volume 2, §33). */
const components: Readonly<Record<number, string>> = {
  1: 'name',
  2: 'moduleName',
  3: 'plant',
  4: 'copyright',
  5: 'serial',
  7: 'model',
  8: 'memoryCard',
  11: 'location',
}

/** Order numbers that only Siemens gives out. */
const siemensOrder = /^6(ES7|AG1|GK[1-9]|AV\d|ES5)/

/**
 * The facts in an answer to Read SZL, put together from its fragments: list, index, record length, number of records,
 * records. Undefined when the list is none that identifies; whole records before a cut still count.
 */
export function szlFacts(bytes: Uint8Array): IdentityFact[] | undefined {
  const list = u16be(bytes, 0) & 0xff
  const size = u16be(bytes, 4)
  if (bytes.length < 8) return undefined
  const count = Math.min(u16be(bytes, 6), recordLimit)
  if (list === 0x11 && size === moduleRecord) return modules(bytes, count)
  if (list === 0x1c && size === componentRecord) return componentFacts(bytes, count)
  if (list === 0x24 && size === modeRecord) return modeFacts(bytes)
  if (list === 0x32 && size === statusRecord) return protectionFacts(bytes)
  return undefined
}

/** Index, order number (20 characters), type, two words of version; `V` a.b.c in them is the firmware. */
function modules(bytes: Uint8Array, count: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  let firmware = ''
  let firmwareIndex = -1
  let vendor = false
  for (let i = 0, at = 8; i < count && at + moduleRecord <= bytes.length; i++, at += moduleRecord) {
    const index = u16be(bytes, at)
    const order = text(bytes, at + 2, at + 22)
    const major = u16be(bytes, at + 24)
    const minor = u16be(bytes, at + 26)
    const isVersion = major >> 8 === 0x56
    const version = isVersion ? `V${major & 0xff}.${minor >> 8}.${minor & 0xff}` : ''
    // Index 7 is the firmware; some processors put it into the module itself, 1.
    if (isVersion && firmwareIndex !== 7) {
      firmware = version
      firmwareIndex = index
    }
    if (index === 1 && order !== '') facts.push({ field: 'orderNumber', value: order })
    if (index === 1 && !isVersion && major !== 0) facts.push({ field: 'hardware', value: String(major) })
    vendor ||= siemensOrder.test(order)
    if (index === 1 && isFailSafe(order)) facts.push({ field: 'safety', value: 'SIMATIC F-CPU' })
    const raw = `${order} ausbg=${hex(major, 4)} ausbe=${hex(minor, 4)}${isVersion ? ` firmware=${version}` : ''}`
    facts.push({ field: `module ${hex(index, 4)}`, value: raw.trim() })
  }
  if (firmware !== '') facts.push({ field: 'firmware', value: firmware })
  if (vendor) facts.push({ field: 'vendor', value: 'Siemens' })
  return facts
}

function componentFacts(bytes: Uint8Array, count: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  for (let i = 0, at = 8; i < count && at + componentRecord <= bytes.length; i++, at += componentRecord) {
    const index = u16be(bytes, at)
    const field = components[index]
    // Index 9 holds numbers: the maker's by PROFIBUS International, 42 is Siemens.
    if (index === 9 && u16be(bytes, at + 2) === 42) facts.push({ field: 'vendor', value: 'Siemens' })
    const value = field === undefined ? '' : text(bytes, at + 2, at + componentRecord)
    if (field !== undefined && value !== '') facts.push({ field, value })
    if (index === 7 && isFailSafe(value)) facts.push({ field: 'safety', value: 'SIMATIC F-CPU' })
  }
  return facts
}

/**
 * `CPU 317F-2 PN/DP` and `6ES7 317-2FK14-0AB0` have the F behind the number; an S7-1200 (`6ES7 214-1HF40-0XB0`) two letters
 * later; an ET 200SP processor has an S there (`6ES7 512-1SK01-0AB0`).
 */
export const isFailSafe = (said: string): boolean =>
  /^CPU \d{3,4}(?:[A-Z]{0,2}F|SP ?F)|^6ES7 ?(?:[1-5]\d\d-\dF|21\d-1[A-Z]F|51[02]-1S)/.test(said)

/** Event (2), ff, mode: previous in the upper half, present in the lower (Reference Manual volume 2, §33, SSL-ID 0x..24). */
function modeFacts(bytes: Uint8Array): IdentityFact[] {
  if (bytes.length < 8 + modeRecord) return []
  const mode = bytes[11]! & 0x0f
  const said = mode >= 1 && mode <= 4 ? 'STOP' : mode >= 5 && mode <= 7 ? 'STARTUP' : mode === 0x0a ? 'HOLD' : 'RUN'
  return mode === 0 || mode > 0x0d ? [] : [{ field: 'runState', value: said }]
}

const selectors = ['', 'RUN', 'RUN-P', 'STOP', 'MRES']

/** Index 4: protection by selector, by parameters, in force (2 each); position of the selector (SSL-ID 0x..32). */
function protectionFacts(bytes: Uint8Array): IdentityFact[] {
  if (bytes.length < 8 + statusRecord || u16be(bytes, 8) !== 4) return []
  const level = u16be(bytes, 14)
  const selector = selectors[u16be(bytes, 16)] ?? ''
  return [
    ...(level >= 1 && level <= 3 ? [{ field: 'protectionLevel', value: String(level) }] : []),
    ...(selector === '' ? [] : [{ field: 'keyState', value: selector }]),
  ]
}
