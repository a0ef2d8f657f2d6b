/**
 * An open-addressing hash table from four 32-bit integers to row numbers 0, 1, 2 …: the ground of all accounting per packet,
 * without a string or an object per look-up. Rows are only added; the owner keeps its columns in arrays of its own.
 */
export interface IntegerTable {
  /** Four integers per row. */
  keys: Int32Array
  rows: number
  /** Row + 1, 0 where free; its length is a power of two. */
  slots: Int32Array
  readonly most: number
  readonly seed: number
}

export function createIntegerTable(most: number, seed: number): IntegerTable {
  const first = 1024
  return { keys: new Int32Array(first * 4), rows: 0, slots: new Int32Array(first * 2), most, seed }
}

/** How many rows fit before the columns must grow. */
export const capacity = (table: IntegerTable): number => table.keys.length / 4

/** The four integers of a row. */
export function keyOf({ keys }: IntegerTable, row: number): [a: number, b: number, c: number, d: number] {
  const at = row * 4
  return [keys[at]!, keys[at + 1]!, keys[at + 2]!, keys[at + 3]!]
}

/** The row of the key, or -1. */
export function findRow(table: IntegerTable, a: number, b: number, c: number, d: number): number {
  const { keys, slots } = table
  const mask = slots.length - 1
  for (let slot = hash(table.seed, a, b, c, d) & mask; ; slot = (slot + 1) & mask) {
    const row = slots[slot] - 1
    if (row < 0) return -1
    const at = row * 4
    if (keys[at] === a && keys[at + 1] === b && keys[at + 2] === c && keys[at + 3] === d) return row
  }
}

/** Adds a key that is not there yet. -1 when the table is full; the owner compares {@link capacity} to grow its columns. */
export function addRow(table: IntegerTable, a: number, b: number, c: number, d: number): number {
  if (table.rows >= table.most) return -1
  if (table.rows >= capacity(table)) grow(table)
  const row = table.rows++
  const { keys } = table
  const at = row * 4
  keys[at] = a
  keys[at + 1] = b
  keys[at + 2] = c
  keys[at + 3] = d
  place(table, row)
  return row
}

/** Empties the table but keeps its memory. */
export function clearTable(table: IntegerTable): void {
  table.rows = 0
  table.slots.fill(0)
}

function grow(table: IntegerTable): void {
  const keys = new Int32Array(table.keys.length * 2)
  keys.set(table.keys)
  table.keys = keys
  table.slots = new Int32Array(keys.length / 2)
  for (let row = 0; row < table.rows; row++) place(table, row)
}

function place(table: IntegerTable, row: number): void {
  const { keys, slots } = table
  const mask = slots.length - 1
  let slot = hash(table.seed, keys[row * 4], keys[row * 4 + 1], keys[row * 4 + 2], keys[row * 4 + 3]) & mask
  while (slots[slot] !== 0) slot = (slot + 1) & mask
  slots[slot] = row + 1
}

/** Mixes word by word, so that which keys collide depends on the seed. */
function hash(seed: number, a: number, b: number, c: number, d: number): number {
  let h = Math.imul(seed ^ a, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15) ^ b, 0x85ebca77)
  h = Math.imul(h ^ (h >>> 13) ^ c, 0xc2b2ae3d)
  h = Math.imul(h ^ (h >>> 16) ^ d, 0x27d4eb2f)
  return h ^ (h >>> 15)
}
