const table = new Uint16Array(256)
for (let i = 0; i < 256; i++) {
  let rest = i
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xa001 : rest >>> 1
  table[i] = rest
}

/** CRC-16 with the reflected polynomial 0xa001. Seed 0: TriStation, ROC; seed 0xffff: Modbus RTU. */
export function crc16(bytes: Uint8Array, start: number, end: number, seed = 0): number {
  let rest = seed
  for (let at = start; at < end; at++) rest = (rest >>> 8) ^ table[(rest ^ bytes[at]!) & 0xff]!
  return rest
}
