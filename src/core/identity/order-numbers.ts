import type { RoleName } from '../capture/inspection.ts'
import { remembered } from './remembered.ts'

/** What the form of an order number tells of the thing that is ordered by it. */
export interface OrderForm {
  readonly orderNumber: string
  readonly vendor: string
  /** What such a thing is; null where the family holds several. */
  readonly role: RoleName | null
  readonly isSafety: boolean
}

interface Form {
  readonly pattern: RegExp
  readonly vendor: string
  readonly role?: RoleName
  readonly isSafety?: true
}

/**
 * The narrower form first. Sources: the makers' catalogues; each form is seen in devices' own answers.
 * Siemens: 6ES7 + family: 21x S7-1200, 31x S7-300, 41x S7-400, 51x S7-1500; an F behind the CPU's number is fail-safe
 * (SF in the ET 200SP).
 */
const forms: readonly Form[] = [
  {
    pattern: /\b6ES7[ -]?(?:2\d\d-?\dAF|3\d\d-?\dF|4\d\d-?\dF|51[135678]-?\d[FU]|51[02]-?1S)\w{2,3}-?\w{4}\b/i,
    vendor: 'Siemens',
    role: 'safety-controller',
    isSafety: true,
  },
  {
    pattern: /\b6ES7[ -]?(?:2\d\d|3\d\d|4\d\d|5[01]\d|6[17]\d|15[14]-?[78])-?\w{3,5}-?\w{4}\b/i,
    vendor: 'Siemens',
    role: 'controller',
  },
  { pattern: /\b6ES7[ -]?1\d\d-?\w{5}-\w{4}\b/i, vendor: 'Siemens', role: 'field-device' },
  { pattern: /\b6GK5[ -]?\d{3}-?\w{5}-\w{4}\b/i, vendor: 'Siemens', role: 'switch' },
  { pattern: /\b6AV\d[ -]?\d{3}-?\w{5}-\w{4}\b/i, vendor: 'Siemens', role: 'supervisory' },
  {
    pattern: /\b(?:6ES\d|6GK\d|6SL\d|6FC\d|6AG\d|6ED\d|6EP\d|6DD\d|7KM\d|3RK\d)[ -]?\d{3}-?\w{4,6}(?:-\w{4})?\b/i,
    vendor: 'Siemens',
  },
  {
    pattern:
      /\b(?:1756-L[678]\dE?S\w{0,3}|1756-L[78]SP\w{0,2}|1768-L4\dS|1769-L3\dERMS\w{0,2}|5069-L3\d{1,3}ERM?S\d?\w?)\b/i,
    vendor: 'Rockwell Automation',
    role: 'safety-controller',
    isSafety: true,
  },
  {
    pattern:
      /\b(?:1756-L\w{1,6}|1768-L\w{1,5}|1769-L\w{1,10}|5069-L\w{1,10}|1747-L\w{2,6}|1785-L\w{2,4}|1761-L\w{3,8}|1762-L\w{3,8}|1763-L\w{3,8}|1764-L\w{2,6}|1766-L\w{3,8}|2080-L\w{2,4}[\w-]{0,10})\b/i,
    vendor: 'Rockwell Automation',
    role: 'controller',
  },
  { pattern: /\b1783-[A-Z]\w{2,16}\b/, vendor: 'Rockwell Automation', role: 'switch' },
  {
    pattern: /\b(?:1734|1794|1738|1732[EDS]?|5094)-[A-Z]\w{1,10}\b/,
    vendor: 'Rockwell Automation',
    role: 'field-device',
  },
  {
    pattern: /\b(?:1756|1757|1761|1762|1768|1769|1771|1746|1747|1785|1788|2711[PRC]?|5069)-[A-Z]\w{1,10}\b/,
    vendor: 'Rockwell Automation',
  },
  {
    pattern: /\bBM[EX] ?(?:P|H)\d{2} ?\d{2,4}S\b/i,
    vendor: 'Schneider Electric',
    role: 'safety-controller',
    isSafety: true,
  },
  {
    pattern: /\b(?:BM[EX] ?(?:P|H)\d{2} ?\d{2,5}\w?|TSX ?P\d{2} ?\d{2,5}\w?|TM2\d\d\w{2,8}|TM251\w{2,6})\b/i,
    vendor: 'Schneider Electric',
    role: 'controller',
  },
  { pattern: /\b140 ?CPU ?\d{3} ?\d{2}\w?\b/i, vendor: 'Schneider Electric', role: 'controller' },
  {
    pattern:
      /\b(?:BM[EX] ?[A-Z]{3} ?\d{4}\w?|140 ?[A-Z]{3} ?\d{3} ?\d{2}|TSX ?[A-Z]{3} ?\d{3,5}|STB ?[A-Z]{3} ?\d{4})\b/i,
    vendor: 'Schneider Electric',
  },
  {
    pattern:
      /\b(?:CP1[EHL]-\w{3,14}|CP2E-\w{3,10}|CJ[12][GHMW]?-?CPU\w{2,6}|CJ2[HM]-CPU\d\d(?:-EIP)?|CS1[GHD]-CPU\w{2,6}|C200H\w{0,2}-CPU\w{2,6}|N[XJ]\w{2,5}-\d{4}|NX1P2-\w{4,12})\b/i,
    vendor: 'Omron',
    role: 'controller',
  },
  {
    pattern:
      /\b(?:Q\d{2,3}(?:U\w{0,3}|P?H|J)?CPU|L\d{2}(?:S|P|PS)?CPU(?:-\w{1,3})?|R\d{2,3}(?:EN|P|PSF|SF)?CPU|FX[35][UGS]C?J?-\w{2,12})\b/i,
    vendor: 'Mitsubishi Electric',
    role: 'controller',
  },
  { pattern: /\bIC(?:69[3578]|200)(?:CPU|CPE|CPL|UDR|NAL)\w{2,6}\b/i, vendor: 'GE', role: 'controller' },
  { pattern: /\bIC(?:69[3578]|200|220)\w{5,8}\b/i, vendor: 'GE' },
  { pattern: /\b750-(?:8\d\d|88\d)\b/, vendor: 'WAGO', role: 'controller' },
  { pattern: /\bCX\d{4}(?:-\d{4})?\b/, vendor: 'Beckhoff', role: 'controller' },
  { pattern: /\b(?:EK|EL|BK)\d{4}(?:-\d{4})?\b/, vendor: 'Beckhoff', role: 'field-device' },
]

const formIn = remembered((said: string): OrderForm | null => {
  for (const { pattern, vendor, role, isSafety } of forms) {
    const found = pattern.exec(said)?.[0]
    if (found !== undefined) {
      return { orderNumber: found.trim(), vendor, role: role ?? null, isSafety: isSafety === true }
    }
  }
  return null
})

/** Finds an order number of a known form in a text that a device says of itself; null where there is none. */
export function orderNumberIn(text: string): OrderForm | null {
  // Longer texts are descriptions of whole racks: the first thing named is the thing itself.
  return formIn(text.slice(0, 200))
}
