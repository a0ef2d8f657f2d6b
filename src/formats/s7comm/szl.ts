import { hex, text, u16be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'

/** Module identification 0x..11: records of 28 octets. */
const moduleRecord = 28
/** Component identification 0x..1c: index and 32 octets of text. */
const componentRecord = 34
const recordLimit = 64

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
  }
  return facts
}
