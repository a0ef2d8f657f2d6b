/** CRC-16 with the polynomial 0x1021 and seed 0, high octet first (CRC-CCITT as XMODEM has it). */
export function checksum(bytes: Uint8Array, start: number, end: number): number {
  let rest = 0
  for (let at = start; at < end; at++) {
    rest ^= bytes[at]! << 8
    for (let bit = 0; bit < 8; bit++) rest = rest & 0x8000 ? ((rest << 1) ^ 0x1021) & 0xffff : (rest << 1) & 0xffff
  }
  return rest
}
