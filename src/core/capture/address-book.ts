import { addressWords, ipv4Text, ipv6Text, macText } from './address-text.ts'
import { families } from './flow-table.ts'
import { addRow, createIntegerTable, findRow, type IntegerTable } from './integer-table.ts'

/** Gives IPv6 and MAC addresses the small numbers under which flows know them; IPv4 addresses are their own number. */
export interface AddressBook {
  readonly ipv6: IntegerTable
  readonly mac: IntegerTable
  /** Look-ups that found no room. */
  refused: number
}

export function createAddressBook(most: number, seed: number): AddressBook {
  return { ipv6: createIntegerTable(most, seed), mac: createIntegerTable(most, seed), refused: 0 }
}

/** -1 when the book does not have it. */
export const knownMac = (book: AddressBook, high: number, low: number): number => findRow(book.mac, high, low, 0, 0)

/** -1 when the book is full. */
export function macNumber(book: AddressBook, high: number, low: number): number {
  const row = findRow(book.mac, high, low, 0, 0)
  return row >= 0 ? row : added(book, addRow(book.mac, high, low, 0, 0))
}

/** -1 when the book is full. */
export function ipv6Number(book: AddressBook, a: number, b: number, c: number, d: number): number {
  const row = findRow(book.ipv6, a, b, c, d)
  return row >= 0 ? row : added(book, addRow(book.ipv6, a, b, c, d))
}

export function addressText(book: AddressBook, family: number, address: number): string {
  if (family === families.ipv4) return ipv4Text(address)
  if (address < 0) return '?'
  const { keys } = family === families.ipv6 ? book.ipv6 : book.mac
  const at = address * 4
  return family === families.ipv6
    ? ipv6Text(keys[at], keys[at + 1], keys[at + 2], keys[at + 3])
    : macText(keys[at], keys[at + 1])
}

/** The text of an address: each time the same one, so that whoever looks something up by it need not compare letters. */
export type TextOf = (family: number, address: number) => string

/** Keeps what it has written: for when all is counted, and everything is told by addresses. */
export function textsOf(book: AddressBook): TextOf {
  const ofNumber: (string | undefined)[][] = []
  const ipv4 = createIntegerTable(Number.POSITIVE_INFINITY, book.mac.seed)
  return (family, address) => {
    // IPv4 addresses are their own number, and far apart; the others are numbered from 0 on.
    let at = address
    if (family === families.ipv4) {
      at = findRow(ipv4, address, 0, 0, 0)
      if (at < 0) at = addRow(ipv4, address, 0, 0, 0)
    } else if (at < 0) return addressText(book, family, address)
    ofNumber[family] ??= []
    const texts = ofNumber[family]
    const before = texts[at]
    if (before !== undefined) return before
    const text = addressText(book, family, address)
    texts[at] = text
    return text
  }
}

function added(book: AddressBook, row: number): number {
  if (row < 0) book.refused++
  return row
}

/** The address under which flows know what a text names; undefined for other text, or where the book is full. */
export function addressOf(book: AddressBook, text: string): { family: number; address: number } | undefined {
  const words = addressWords(text)
  if (words === null) return undefined
  const [a, b = 0, c = 0, d = 0] = words as [number, number?, number?, number?]
  if (words.length === 1) return { family: families.ipv4, address: a }
  const family = words.length === 2 ? families.link : families.ipv6
  const address = words.length === 2 ? macNumber(book, a, b) : ipv6Number(book, a, b, c, d)
  return address < 0 ? undefined : { family, address }
}
