import { placeOfLine, type SourceKind, type SourcePart } from '#core/capture/told.ts'
import type { Bilingual } from '#core/record/record.ts'

/** A capture, as far as one of its packets, or lines, is to be named. */
export interface Numbered {
  readonly fileName: string
  readonly kind: SourceKind
  readonly parts: readonly SourcePart[]
}

/** `packet 12` of a capture; of logs and scans the file within and its line. */
export function placeWords({ kind, parts, fileName }: Numbered, number: number): Bilingual {
  if (kind === 'pcap') return { en: `packet ${number}`, ja: `パケット ${number}` }
  const { part, line } = placeOfLine(parts, number)
  const inner = part === null || part === fileName ? '' : part
  return { en: `${inner}${inner ? ', ' : ''}line ${line}`, ja: `${inner}${inner ? ' ' : ''}${line}行目` }
}

/** The file and the place in it. */
export function sourceWords(capture: Numbered | undefined, number: number): Bilingual {
  if (capture === undefined) return { en: `capture, packet ${number}`, ja: `キャプチャ パケット ${number}` }
  const { en, ja } = placeWords(capture, number)
  return { en: `${capture.fileName}, ${en}`, ja: `${capture.fileName} ${ja}` }
}
