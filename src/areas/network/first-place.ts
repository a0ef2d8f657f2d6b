import { placeOfLine } from '#core/capture/told.ts'
import type { StoredConversation } from './capture-store.ts'

/** `conn.log:12`; null for captures, whose packets have numbers. */
export function firstPlace({
  kind,
  parts,
  packetsSeen,
}: Pick<StoredConversation, 'kind' | 'parts' | 'packetsSeen'>): string | null {
  if (kind === 'pcap' || packetsSeen[0] === undefined) return null
  const { part, line } = placeOfLine(parts, packetsSeen[0])
  return part === null ? String(line) : `${part}:${line}`
}
