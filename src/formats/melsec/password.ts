/** SLMP Password Unlock and Lock (0x1630, 0x1631), 3E: behind the subcommand the length of the password and the password. */
export function slmpPassword(
  bytes: Uint8Array,
  start: number,
  end: number,
): { offset: number; length: number } | undefined {
  if (bytes[start] !== 0x50 || bytes[start + 1] !== 0) return undefined
  const isLock = bytes[start + 12] === 0x16 && (bytes[start + 11] === 0x30 || bytes[start + 11] === 0x31)
  return isLock && start + 17 < end ? { offset: start + 17, length: end - start - 17 } : undefined
}
