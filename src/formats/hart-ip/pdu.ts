/** Token-passing PDU (HCF_SPEC-081, §7.3): delimiter, address of 1 or 5 octets, expansion, command, count, data, check. */
export interface TokenPdu {
  /** 1 burst, 2 request, 6 answer. */
  readonly type: number
  /** Offset of the five octets of the unique address; -1 for a polling address. */
  readonly uniqueAt: number
  readonly command: number
  /** Data: [at, end). */
  readonly at: number
  readonly end: number
}

export const frames = { burst: 1, request: 2, answer: 6 } as const

/** Reads the PDU at [start, end); undefined when it is none. Inside others (command 77) it has no check octet. */
export function readPdu(bytes: Uint8Array, start: number, end: number, isChecked: boolean): TokenPdu | undefined {
  const delimiter = bytes[start]
  if (delimiter === undefined || start >= end) return undefined
  const type = delimiter & 0x07
  if ((type !== frames.burst && type !== frames.request && type !== frames.answer) || (delimiter & 0x18) !== 0)
    return undefined
  const isLong = (delimiter & 0x80) !== 0
  const command = start + 1 + (isLong ? 5 : 1) + ((delimiter >> 5) & 3)
  if (command + 2 > end) return undefined
  const at = command + 2
  const behind = at + bytes[command + 1]!
  if (behind + (isChecked ? 1 : 0) !== end) return undefined
  return { type, uniqueAt: isLong ? start + 1 : -1, command: bytes[command]!, at, end: behind }
}

/** The check is the exclusive or of all octets before it. */
export function isChecked(bytes: Uint8Array, start: number, end: number): boolean {
  let check = 0
  for (let at = start; at < end; at++) check ^= bytes[at]!
  return check === 0
}
