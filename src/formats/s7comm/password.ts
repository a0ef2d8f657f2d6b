/** User data of S7comm, group 5 (security), subfunction 1: eight octets that are only scrambled, behind ff 09 and their length. */
export function s7Password(
  bytes: Uint8Array,
  start: number,
  end: number,
): { offset: number; length: number } | undefined {
  const s7 = start + 7
  if (bytes[start] !== 3 || bytes[s7] !== 0x32 || bytes[s7 + 1] !== 7 || bytes[s7 + 15] !== 0x45) return undefined
  const data = s7 + 10 + ((bytes[s7 + 6]! << 8) | bytes[s7 + 7]!)
  return data + 12 <= end ? { offset: data + 4, length: end - data - 4 } : undefined
}
