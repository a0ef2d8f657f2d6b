import { readEnvelope } from './message.ts'
import { isEncrypted, servicesIn } from './services.ts'

const security = 0x51

/** The password of the service Security (ANSI C12.22-2012, 5.3.2.4.9), where the message is not encrypted. */
export function c1222Password(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly offset: number; readonly length: number } | null {
  const envelope = readEnvelope(bytes, start, end)
  if (envelope === undefined || isEncrypted(bytes[envelope.from]!)) return null
  const found = servicesIn(bytes, envelope.from, envelope.to)?.find(
    ({ from, to }) => bytes[from] === security && to > from + 1,
  )
  return found === undefined ? null : { offset: found.from + 1, length: found.to - found.from - 1 }
}
