import { u16be, u16le } from '../octets.ts'

/**
 * Where the parts of an SLMP message lie (SH-080956, §5): subheader 5000 or d000; or 5400 or d400 with a serial number; then
 * network, PC, request destination I/O (2), station, length of what follows, and timer and command, or the end code. The same
 * in octets (little endian) or, digit by digit, in ASCII.
 */
export interface SlmpFrame {
  isAscii: boolean
  isAnswer: boolean
  /** -1 where there is none (3E). */
  serial: number
  network: number
  station: number
  destination: number
  multidrop: number
  /** Octets in front of what the length counts, and that length. */
  head: number
  length: number
}

export const emptySlmpFrame = (): SlmpFrame => ({
  isAscii: false,
  isAnswer: false,
  serial: -1,
  network: 0,
  station: 0,
  destination: 0,
  multidrop: 0,
  head: 0,
  length: 0,
})

const digitAt = (bytes: Uint8Array, at: number): number => {
  const letter = bytes[at] ?? 0
  if (letter >= 0x30 && letter <= 0x39) return letter - 0x30
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1
}

/** So many hexadecimal digits from `at`; -1 when one is none. */
export function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) {
    const digit = digitAt(bytes, at + i)
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value
}

/** A timer or a command: two octets, or four digits. */
export const wordAt = (bytes: Uint8Array, at: number, isAscii: boolean): number =>
  isAscii ? digits(bytes, at, 4) : u16le(bytes, at)

/** Fills `into`; false when the bytes begin no such message, or its header is cut. */
export function readSlmpFrame(bytes: Uint8Array, start: number, end: number, into: SlmpFrame): boolean {
  const first = u16be(bytes, start)
  if (first === 0x5000 || first === 0xd000 || first === 0x5400 || first === 0xd400) {
    const isSerial = (first & 0x0400) !== 0
    const at = start + (isSerial ? 6 : 2)
    if (at + 7 > end || (isSerial && u16be(bytes, start + 4) !== 0)) return false
    into.isAscii = false
    into.isAnswer = (first & 0x8000) !== 0
    into.serial = isSerial ? u16le(bytes, start + 2) : -1
    into.network = bytes[at]!
    into.station = bytes[at + 1]!
    into.destination = u16le(bytes, at + 2)
    into.multidrop = bytes[at + 4]!
    into.head = at + 7 - start
    into.length = u16le(bytes, at + 5)
    return true
  }
  const letters = digits(bytes, start, 4)
  if (letters !== 0x5000 && letters !== 0xd000 && letters !== 0x5400 && letters !== 0xd400) return false
  const isSerial = (letters & 0x0400) !== 0
  const at = start + (isSerial ? 12 : 4)
  if (at + 14 > end || (isSerial && digits(bytes, start + 8, 4) !== 0)) return false
  into.isAscii = true
  into.isAnswer = (letters & 0x8000) !== 0
  into.serial = isSerial ? digits(bytes, start + 4, 4) : -1
  into.network = digits(bytes, at, 2)
  into.station = digits(bytes, at + 2, 2)
  into.destination = digits(bytes, at + 4, 4)
  into.multidrop = digits(bytes, at + 8, 2)
  into.head = at + 14 - start
  into.length = digits(bytes, at + 10, 4)
  return into.network >= 0 && into.station >= 0 && into.destination >= 0 && into.multidrop >= 0 && into.length >= 0
}

/** Networks 1 to 239, stations 1 to 120 and the masters; processors, or an I/O number below 0x200; multidrop stations 0 to 31. */
export const isPossible = ({ network, station, destination, multidrop }: SlmpFrame): boolean =>
  (network <= 239 || network === 0xfe) &&
  ((station >= 1 && station <= 120) || station === 0x7d || station === 0x7e || station === 0xff) &&
  (destination === 0x3ff || (destination >= 0x3d0 && destination <= 0x3e3) || destination < 0x200) &&
  multidrop <= 31

/** Who is meant when it is not the station that is connected: network and station, a further processor, a multidrop station. */
export function unitOf({ network, station, destination, multidrop }: SlmpFrame): string | undefined {
  const isElsewhere = network !== 0 || station !== 0xff
  const processor = destination >= 0x3e1 && destination <= 0x3e3 ? destination - 0x3df : 0
  if (!isElsewhere && processor === 0 && multidrop === 0) return undefined
  const place = isElsewhere ? `${network}.${station}` : '0.255'
  return `${place}${processor === 0 ? '' : `.cpu${processor}`}${multidrop === 0 ? '' : `/${multidrop}`}`
}
