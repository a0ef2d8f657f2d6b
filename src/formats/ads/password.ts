/** Tags of a datagram that are looked at. */
const tagLimit = 16

/** Add Route on UDP 48899: tag 2 is the password of the administrator in clear. */
export function adsPassword(
  bytes: Uint8Array,
  start: number,
  end: number,
): { offset: number; length: number } | undefined {
  if (bytes[start] !== 3 || bytes[start + 1] !== 0x66 || bytes[start + 2] !== 0x14 || bytes[start + 3] !== 0x71)
    return undefined
  const count = Math.min(bytes[start + 20] ?? 0, tagLimit)
  for (let i = 0, at = start + 24; i < count && at + 4 <= end; i++) {
    const length = bytes[at + 2]! | (bytes[at + 3]! << 8)
    if (bytes[at] === 2 && bytes[at + 1] === 0) return { offset: at + 4, length: Math.min(length, end - at - 4) }
    at += 4 + length
  }
  return undefined
}
