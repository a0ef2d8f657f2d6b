import type { Importer, ImportFile, ImportJob } from '#areas/evidence/index.ts'
import type { ToldImport } from '#core/capture/told.ts'
import { createEveReader } from '#formats/eve/read-events.ts'
import { readParts } from '#platform/files/read-parts.ts'
import { firstLines } from './first-lines.ts'
import type { ToldContext } from './stage-told.ts'
import { toldImporter } from './told-importer.ts'

/** EVE of Suricata: JSON events, one a line or in an array; plain, gzip, or several in a zip or tar. */
export function eveImporter(context: ToldContext): Importer {
  return toldImporter(context, 'eve', { recognises, read: (job) => read(context, job) })
}

async function recognises(file: ImportFile): Promise<number> {
  const parts = await firstLines(file)
  const isEve = parts.some(({ lines }) => {
    const start = lines.slice(0, 12).join('\n')
    return /^\s*(?:\ufeff)?[[{]/.test(start) && /"event_type"\s*:\s*"/.test(start) && /"timestamp"\s*:\s*"/.test(start)
  })
  return isEve ? 0.97 : 0
}

async function read({ ouiVendor }: ToldContext, job: ImportJob): Promise<ToldImport> {
  const { file, signal } = job
  const reader = createEveReader(ouiVendor === undefined ? {} : { ouiVendor })
  const onProgress = (done: number, total: number) => job.progress(done, total)
  for await (const { name, chunks } of readParts(file.path, file.name, { signal, onProgress })) {
    reader.open(name)
    for await (const chunk of chunks) reader.push(chunk)
  }
  return reader.finish(file.name)
}
