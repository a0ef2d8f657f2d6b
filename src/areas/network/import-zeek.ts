import type { Importer, ImportFile, ImportJob } from '#areas/evidence/index.ts'
import type { ToldImport } from '#core/capture/told.ts'
import { createLogReader } from '#formats/zeek/decode.ts'
import { logByFields, logNamed } from '#formats/zeek/logs.ts'
import { createZeekReader, logNameOf } from '#formats/zeek/read-logs.ts'
import { type FilePart, readParts } from '#platform/files/read-parts.ts'
import { firstLines } from './first-lines.ts'
import type { ToldContext } from './stage-told.ts'
import { toldImporter } from './told-importer.ts'

/** Logs of Zeek: one file, or a zip or tar of them (each may be gzip). conn.log alone is enough; each further log adds. */
export function zeekImporter(context: ToldContext): Importer {
  return toldImporter(context, 'zeek', {
    recognises,
    read: (job) => read(context, job),
  })
}

async function recognises(file: ImportFile): Promise<number> {
  let best = 0
  for (const { name, lines } of await firstLines(file)) best = Math.max(best, sureOf(name, lines))
  return best
}

function sureOf(name: string, lines: readonly string[]): number {
  const reader = createLogReader()
  const isZeekHeader = lines.some((line) => /^#(separator \\x|fields\t|path\t)/.test(line))
  if (isZeekHeader) return 0.98
  for (const line of lines) {
    const found = reader.read(line)
    if (found.kind === 'header') continue
    if (found.kind === 'row') {
      const { row } = found
      if (row.get('event_type') !== null) return 0
      const hasEnds = row.get('id.orig_h') !== null && row.get('uid') !== null
      const log = row.log ?? logByFields(row.fields)
      if (row.log !== null && logNamed(row.log) !== null) return 0.95
      return hasEnds ? 0.9 : log === null ? 0 : 0.6
    }
    // Without a header it is a Zeek log only where its connections have Zeek's names, or its file has a log's.
    return /\tC[0-9A-Za-z]{15,18}\t/.test(line) && logNamed(logNameOf(name)) !== null ? 0.5 : 0
  }
  return 0
}

const isLog = (name: string) => /\.(log|jsonl?|ndjson|txt)$/i.test(name) || !/\.[a-z0-9]{1,5}$/i.test(name)
const isHidden = (name: string) => /(^|\/)(\._?|\.DS_Store|__MACOSX|PaxHeader)/.test(name)
const isConn = (name: string) => logNameOf(name) === 'conn'

async function read({ ouiVendor }: ToldContext, job: ImportJob): Promise<ToldImport> {
  const { file, signal } = job
  const reader = createZeekReader(ouiVendor === undefined ? {} : { ouiVendor })
  const left: string[] = []
  const take = async (parts: AsyncIterable<FilePart>) => {
    for await (const { name, chunks } of parts) {
      if (isHidden(name)) continue
      // A file that is no archive is a log, whatever its name.
      if (name !== file.name.replace(/\.gz$/i, '') && !isLog(name)) {
        left.push(name)
        continue
      }
      reader.open(name)
      for await (const chunk of chunks) reader.push(chunk)
    }
  }
  // conn.log knows who opened each connection, and by which transport: it is read before the others.
  const onProgress = (half: number) => (done: number, total: number) => job.progress(half * total + done, total * 2)
  await take(readParts(file.path, file.name, { signal, only: isConn, onProgress: onProgress(0) }))
  await take(readParts(file.path, file.name, { signal, only: (name) => !isConn(name), onProgress: onProgress(1) }))
  const read = reader.finish(file.name)
  const notes = new Map(read.notes)
  for (const name of left.slice(0, 50)) {
    notes.set(`the file is no log and is left out: ${name.slice(0, 100)}`, { count: 1, firstLine: 0 })
  }
  return { ...read, notes }
}
