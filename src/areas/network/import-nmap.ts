import type { Importer, ImportFile, ImportJob } from '#areas/evidence/index.ts'
import type { ToldImport } from '#core/capture/told.ts'
import { tellScan } from '#formats/nmap/read-scan.ts'
import { BadInput } from '#platform/errors.ts'
import { readParts } from '#platform/files/read-parts.ts'
import { firstLines } from './first-lines.ts'
import type { ToldContext } from './stage-told.ts'
import { toldImporter } from './told-importer.ts'

/** A scan by nmap, as XML (`-oX`), or in gzip. Its rows are hosts. Rung never scans: it reads what somebody else did. */
export function nmapImporter(context: ToldContext): Importer {
  return toldImporter(context, 'nmap', { recognises, read: (job) => read(context, job) })
}

async function recognises(file: ImportFile): Promise<number> {
  const [first] = await firstLines(file)
  return /<nmaprun[\s>]/.test(first?.lines.join('\n').slice(0, 8192) ?? '') ? 0.99 : 0
}

async function read({ ouiVendor }: ToldContext, job: ImportJob): Promise<ToldImport> {
  const { file, signal } = job
  const onProgress = (done: number, total: number) => job.progress(done, total)
  for await (const { name, chunks } of readParts(file.path, file.name, { signal, onProgress })) {
    const told = await tellScan(chunks, name, ouiVendor === undefined ? {} : { ouiVendor })
    if (told.isNmap) return told
    break
  }
  const reason = 'it is no scan of nmap as XML (nmap -oX)'
  const ja = `${file.name}：nmapのXML出力（-oX）ではありません`
  throw new BadInput(`${file.name}: ${reason}`, [{ path: file.name, reason }], ja)
}
