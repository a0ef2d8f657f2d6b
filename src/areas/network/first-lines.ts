import { constants, gunzipSync } from 'node:zlib'
import type { ImportFile } from '#areas/evidence/index.ts'
import { BadInput } from '#platform/errors.ts'
import { readParts } from '#platform/files/read-parts.ts'

const mostLines = 40
const mostParts = 8

/** The first lines of a text file, or of the first few files of an archive: for recognising what they are. */
export async function firstLines(file: ImportFile): Promise<{ name: string; lines: string[] }[]> {
  const { head } = file
  const isPacked = (head[0] === 0x50 && head[1] === 0x4b) || (head[0] === 0x1f && head[1] === 0x8b)
  const isTar = Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar'
  if (!isPacked && !isTar) return [{ name: file.name, lines: linesOf(head) }]
  if (head[0] === 0x1f && !unpackedIsTar(head)) return [{ name: file.name, lines: linesOf(unpackedStart(head)) }]
  const found: { name: string; lines: string[] }[] = []
  try {
    for await (const { name, chunks } of readParts(file.path, file.name)) {
      for await (const chunk of chunks) {
        found.push({ name, lines: linesOf(chunk.subarray(0, 65_536)) })
        break
      }
      if (found.length >= mostParts) break
    }
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
  }
  return found
}

function linesOf(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split(/\r?\n/, mostLines)
}

const unpackedIsTar = (head: Uint8Array): boolean =>
  Buffer.from(unpackedStart(head).subarray(257, 262)).toString('latin1') === 'ustar'

function unpackedStart(head: Uint8Array): Uint8Array {
  try {
    // Only the beginning is there: whatever comes out before the end is enough.
    return gunzipSync(head.subarray(0, 16_384), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 22 })
  } catch {
    return new Uint8Array()
  }
}
