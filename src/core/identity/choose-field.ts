import { compareTexts } from '../record/text-order.ts'
import { isEmptyWord, isPlaceholderSerial } from './placeholders.ts'
import { foldCode, foldName, foldSerial, foldVersion } from './spelling.ts'
import type { FoundField, IdentityField, SaidValue, Statement } from './statement.ts'
import { differentMaker, foldVendor } from './vendors.ts'

/** What contradicts takes so much of the confidence away, times its own support. */
const contradictionWeight = 0.5
/** Nothing on a wire is beyond doubt. */
const mostConfident = 0.99
/** A newer word takes the place of an older one from this weight on; a weaker one only contradicts it. */
const leastSuccessor = 0.5

const folds: Readonly<Record<IdentityField, (value: string) => string>> = {
  vendor: foldVendor,
  model: foldCode,
  orderNumber: foldCode,
  firmware: foldVersion,
  serial: foldSerial,
  name: foldName,
}

/**
 * Works one field out of all that was said of it. The value with the most support holds; a value that was not said any more
 * when the next one came is history; any other that says something else lowers the confidence. The order of the statements
 * does not matter.
 */
export function chooseField(field: IdentityField, statements: readonly Statement[]): FoundField | null {
  const said = statements.filter((one) => one.field === field && !isNothing(field, one.value))
  // Of most devices most fields are unknown.
  if (said.length === 0) return null
  if (said.length === 1) return onlyOne(field, said[0]!)
  const values = [...Map.groupBy(said, ({ value }) => folds[field](value)).values()].map(sumUp)
  const merged =
    field === 'firmware' || field === 'orderNumber' || field === 'model' ? joinLonger(values, field) : values
  const current = merged.filter((value) => !merged.some((other) => other !== value && succeeds(other, value)))
  const history = merged
    .filter((value) => !current.includes(value))
    .sort((a, b) => lastOf(b) - lastOf(a) || order(a, b))
  current.sort(order)
  const [best, ...others] = current
  if (best === undefined) return null
  const contradictions = others.filter((other) => contradicts(field, best, other))
  const doubt = contradictions.reduce((left, { support }) => left * (1 - support * contradictionWeight), 1)
  const confidence = Math.min(best.support, mostConfident) * doubt
  return { field, value: best.value, confidence: rounded(confidence), by: best.by, contradictions, history }
}

/** Said once: what most is known by. */
function onlyOne(field: IdentityField, said: Statement): FoundField {
  const confidence = rounded(Math.min(supportOf([said.weight]), mostConfident))
  return { field, value: said.value, confidence, by: [said], contradictions: [], history: [] }
}

/** A text that says nothing is no value, a serial number that everybody has none either. */
const isNothing = (field: IdentityField, value: string): boolean =>
  isEmptyWord(value) || (field === 'serial' && isPlaceholderSerial(value))

const rounded = (confidence: number): number => Math.round(confidence * 100) / 100

/** One value with all who say it: the strongest wording, independent protocols adding up. */
function sumUp(by: readonly Statement[]): SaidValue {
  const sorted = [...by].sort((a, b) => b.weight - a.weight || b.last - a.last || compareTexts(key(a), key(b)))
  const perProtocol = new Map<string, number>()
  for (const { protocol, weight } of by) perProtocol.set(protocol, Math.max(perProtocol.get(protocol) ?? 0, weight))
  return { value: sorted[0]!.value, support: supportOf(perProtocol.values()), by: sorted }
}

function supportOf(weights: Iterable<number>): number {
  let doubt = 1
  for (const weight of [...weights].sort((a, b) => a - b)) doubt *= 1 - weight
  return 1 - doubt
}

const key = ({ value, protocol, source, packet, first }: Statement): string =>
  `${value}\t${protocol}\t${source}\t${packet}\t${first}`
const order = (a: SaidValue, b: SaidValue): number =>
  b.support - a.support || lastOf(b) - lastOf(a) || compareTexts(a.value, b.value)
const lastOf = ({ by }: SaidValue): number => Math.max(...by.map(({ last }) => last))

/** `4.5` and `4.5.1`, `1756-EN2T` and `1756-EN2T/B` are one, told more and less precisely: the better supported wording stands. */
function joinLonger(values: readonly SaidValue[], field: IdentityField): SaidValue[] {
  const fold = folds[field]
  const begins = (a: string, b: string) =>
    field === 'firmware' ? b.startsWith(`${a}.`) || b.startsWith(`${a}/`) : a.length >= 5 && b.includes(a)
  const joined: SaidValue[] = []
  for (const value of [...values].sort(order)) {
    const [folded, protocols] = [fold(value.value), new Set(value.by.map(({ protocol }) => protocol))]
    // One protocol that tells two versions means two.
    const like = joined.findIndex((known) => {
      const other = fold(known.value)
      const isOneSource = known.by.some(({ protocol }) => protocols.has(protocol))
      return !isOneSource && (begins(folded, other) || begins(other, folded))
    })
    if (like < 0) joined.push(value)
    else joined[like] = { ...sumUp([...joined[like]!.by, ...value.by]), value: joined[like]!.value }
  }
  return joined
}

/** Whether a value took another one's place: said by a word that counts, and only after the other was heard last. */
function succeeds(later: SaidValue, earlier: SaidValue): boolean {
  if (later.support < leastSuccessor && later.support < earlier.support) return false
  const last = lastOf(earlier)
  return later.by.every(({ first }) => first > last) && isTellable(later, earlier)
}

/** Within one source different protocols speak once each, by chance one after the other: only the same one tells a change. */
function isTellable(later: SaidValue, earlier: SaidValue): boolean {
  const sources = new Set(earlier.by.map(({ source }) => source))
  const protocols = new Set(earlier.by.map(({ protocol }) => protocol))
  return later.by.some(({ source, protocol }) => protocols.has(protocol) || !sources.has(source))
}

function contradicts(field: IdentityField, best: SaidValue, other: SaidValue): boolean {
  const [a, b] = [best.value, other.value]
  switch (field) {
    case 'vendor':
      return differentMaker(a, b) === true
    case 'name': {
      // A device has a name in each of its services; two in one of them are too many.
      const protocols = new Set(best.by.map(({ protocol }) => protocol))
      // `LDS-Maui` is a service of Maui.
      const [name, too] = [foldName(a), foldName(b)]
      if (name.includes(too) || too.includes(name)) return false
      return other.by.some(({ protocol }) => protocols.has(protocol))
    }
    case 'model':
      return isCode(a) && isCode(b) && !shareWord(a, b)
    default:
      return true
  }
}

/** A type designation rather than a word: it has a digit. */
export function isCode(text: string): boolean {
  return /\d/.test(text) && /^[\x20-\x7e]+$/.test(text)
}

/** A part with a digit and three characters or more that both have: `CPU 315-2 PN/DP` and `315-2EH14`. */
export function shareWord(a: string, b: string): boolean {
  const words = (text: string) =>
    text
      .toUpperCase()
      .split(/[^A-Z0-9]+/)
      .filter((word) => word.length >= 3 && /\d/.test(word))
  return words(a).some((word) => words(b).some((other) => word.includes(other) || other.includes(word)))
}
