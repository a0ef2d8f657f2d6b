import { u16be } from '../octets.ts'

/**
 * Whether the bytes at `start` are a Modbus/TCP message by their content alone: protocol 0, a sane length that the segment
 * does not contradict, and a function code whose length is one that its request or its answer can have. Strict, because four
 * zero-ish octets are common in other protocols: a code that is in no list does not start a conversation.
 */
export function isPlausible(bytes: Uint8Array, start: number, end: number): boolean {
  const held = end - start
  if (held < 8 || bytes[start + 2] !== 0 || bytes[start + 3] !== 0) return false
  const length = u16be(bytes, start + 4)
  const pdu = start + 7
  const size = length - 1
  const code = bytes[pdu]!
  if (size < 1 || (size > 253 && code !== 90) || size > 2047) return false
  // A message that the segment cuts is believed only when what is here already proves its shape.
  if (held < 6 + length && held < 13) return false
  // What follows in the segment must look like the next header.
  const next = start + 6 + length
  if (end - next >= 4 && (bytes[next + 2] !== 0 || bytes[next + 3] !== 0)) return false
  if (code >= 0x80) {
    // Some servers pad a refusal with a zero (seen: modbus_test_data_part1).
    const isSized = size === 2 || (size === 3 && held >= 10 && bytes[pdu + 2] === 0)
    return isSized && bytes[pdu + 1]! >= 1 && bytes[pdu + 1]! <= 11
  }
  return fits(bytes, pdu, size, code)
}

/** Whether a PDU of this size is one that a request or an answer of the function can have. */
export function fits(bytes: Uint8Array, pdu: number, size: number, code: number): boolean {
  const second = bytes[pdu + 1] ?? 0
  switch (code) {
    case 1:
    case 2:
      return (size === 5 && inRange(u16be(bytes, pdu + 3), 2000)) || (size === 2 + second && second > 0)
    case 3:
    case 4:
      return (size === 5 && inRange(u16be(bytes, pdu + 3), 125)) || (size === 2 + second && second > 0)
    case 5:
      return size === 5 && bytes[pdu + 4] === 0 && (bytes[pdu + 3] === 0 || bytes[pdu + 3] === 0xff)
    case 6:
      return size === 5
    case 8:
      return size >= 5 && u16be(bytes, pdu + 1) <= 21
    case 7:
    case 11:
    case 12:
    case 17:
      return size === 1 || (code === 7 && size === 2) || (code === 11 && size === 5) || size === 2 + second
    case 15:
    case 16:
      return size === 5 || size === 6 + (bytes[pdu + 5] ?? 0)
    case 20:
    case 21:
      return size === 2 + second
    case 22:
      return size === 7
    case 23:
      return size === 2 + second || size === 10 + (bytes[pdu + 9] ?? 0)
    case 24:
      return size === 3 || size === 3 + u16be(bytes, pdu + 1)
    case 43:
      return size >= 3 && (second === 13 || second === 14)
    case 90:
      return size >= 3
    default:
      return false
  }
}

const inRange = (quantity: number, most: number): boolean => quantity >= 1 && quantity <= most
