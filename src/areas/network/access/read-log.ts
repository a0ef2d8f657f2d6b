import type { ImportFile, ImportJob } from '#areas/evidence/index.ts'
import type { AccessLine } from '#core/access/access-line.ts'
import type { SourcePart } from '#core/capture/told.ts'
import { readTable, recogniseTable } from '#core/import/read-table.ts'
import { accessFields, orderOfTimes, takeRow } from '#formats/access-log/read-table.ts'
import { type AccessLog, emptyLog, readText, recorder } from '#formats/access-log/read-text.ts'
import { windowsEventOf, windowsLine } from '#formats/access-log/windows-events.ts'
import { readTime, type TimeOptions } from '#formats/access-log/zoned-time.ts'
import { readXmlTree } from '#formats/xml-tree.ts'
import { readParts } from '#platform/files/read-parts.ts'
import { readSheets } from '#platform/files/read-workbook.ts'
import { firstLines } from '../first-lines.ts'

export interface ReadAccessLog extends AccessLog {
  readonly parts: readonly SourcePart[]
}

type Form = 'text' | 'xml' | 'table'

/** What the file is, and how sure that is. */
export async function formOf(file: ImportFile): Promise<{ readonly form: Form; readonly sure: number } | null> {
  const [first] = await firstLines(file)
  const isWhole = first?.name === file.name && !isPacked(file.head)
  const head = isWhole ? new TextDecoder().decode(file.head) : (first?.lines.join('\n') ?? '')
  if (/^\s*(<\?xml[^>]*>\s*)?<(Events?)[\s>]/.test(head) && /<EventID/.test(head)) return { form: 'xml', sure: 0.95 }
  const text = emptyLog()
  const reader = readText(text, { timeZone: 'UTC', now: '2100-01-01T00:00:00Z' })
  reader.push(new TextEncoder().encode(head.slice(0, 65_536)))
  reader.finish()
  const known = [...text.ignored.keys()].filter(
    (reason) => !/^(an empty line|a line of |an event of another kind)/.test(reason),
  )
  if (text.accounting.read > 0)
    return { form: 'text', sure: text.accounting.faulty * 4 <= text.accounting.lines ? 0.92 : 0.5 }
  if (known.length > 0 && text.accounting.faulty <= 1) return { form: 'text', sure: 0.6 }
  const table = await tableSureness(file)
  return table > 0 ? { form: 'table', sure: table } : null
}

const isPacked = (head: Uint8Array): boolean =>
  (head[0] === 0x50 && head[1] === 0x4b) || (head[0] === 0x1f && head[1] === 0x8b)

/** A beginning, somebody, and from where or to where: a table of names and dates alone is none of sessions. */
async function tableSureness(file: ImportFile): Promise<number> {
  const sheets = await readSheets(file.path, file.name, file.head).catch(() => null)
  if (sheets === null) return 0
  try {
    let best = 0
    for (const { name, hidden } of sheets.sheets) {
      if (hidden) continue
      const header = await recogniseTable(sheets.rows(name), accessFields)
      const keys = new Set(header?.columns.flatMap(({ field }) => (field ? [field.key] : [])))
      const isSomebody = keys.has('account') || keys.has('person')
      const isPlace = ['source', 'target', 'assigned', 'session', 'message'].some((key) => keys.has(key))
      const isEvent = keys.has('event') && keys.has('message')
      if (keys.has('start') && ((isSomebody && isPlace) || isEvent))
        best = Math.max(best, Math.min(0.9, 0.5 + 0.08 * keys.size))
    }
    return best
  } finally {
    sheets.close()
  }
}

/** Reads the file to its end, every line accounted for. Throws `BadInput` for what is broken as a whole. */
export async function readAccessLog(job: ImportJob, form: Form, options: TimeOptions): Promise<ReadAccessLog> {
  if (form === 'table') return { ...(await readSessionTable(job, options)), parts: [{ name: job.file.name, from: 0 }] }
  const log = emptyLog()
  const parts: SourcePart[] = []
  const { signal, file } = job
  const onProgress = (done: number, total: number) => job.progress(done, total)
  for await (const { name, chunks } of readParts(file.path, file.name, { signal, onProgress })) {
    const from = log.accounting.lines
    parts.push({ name, from })
    const own = emptyLog()
    if (form === 'xml') await readEvents(own, chunks, options)
    else {
      const reader = readText(own, options)
      for await (const chunk of chunks) reader.push(chunk)
      reader.finish()
    }
    join(log, own, from)
  }
  return { ...log, parts }
}

/** Lines of a part follow those of the parts before it. */
function join(log: AccessLog, own: AccessLog, from: number): void {
  for (const line of own.lines) log.lines.push({ ...line, line: line.line + from } satisfies AccessLine)
  for (const key of ['lines', 'read', 'ignored', 'faulty'] as const) log.accounting[key] += own.accounting[key]
  for (const [all, mine] of [
    [log.ignored, own.ignored],
    [log.faults, own.faults],
  ] as const) {
    for (const [reason, { count, firstLine }] of mine) {
      const known = all.get(reason)
      if (known === undefined) all.set(reason, { count, firstLine: firstLine + from })
      else known.count += count
    }
  }
}

/** Events of Windows as XML: each is counted as a line. */
async function readEvents(log: AccessLog, chunks: AsyncIterable<Uint8Array>, options: TimeOptions): Promise<void> {
  const record = recorder(log)
  const { root, broken } = await readXmlTree(chunks)
  const events = root === null ? [] : root.name === 'Event' ? [root] : root.children
  for (const [i, element] of events.entries()) {
    log.accounting.lines++
    const event = windowsEventOf(element)
    if (event === null) {
      record.refuse(i + 1, 'it is no event of Windows')
      continue
    }
    const told = windowsLine(event)
    if (typeof told === 'string') record.ignore(i + 1, told)
    else record.read(i + 1, told, event.time === null ? null : readTime(event.time, options))
  }
  if (broken !== null) {
    log.accounting.lines++
    record.refuse(events.length + 1, broken)
  }
}

async function readSessionTable(job: ImportJob, options: TimeOptions): Promise<AccessLog> {
  const log = emptyLog()
  const record = recorder(log)
  const sheets = await readSheets(job.file.path, job.file.name, job.file.head, {
    signal: job.signal,
    onProgress: (done, total) => job.progress(done, total),
  })
  const rows: { readonly row: number; readonly values: Readonly<Record<string, unknown>> }[] = []
  try {
    const table = readTable({
      fields: accessFields,
      rows: sheets.rows(),
      mapping: job.mapping,
      understood: (columns) => job.understood(columns),
      report: (problem) => {
        if (problem.severity !== 'note' && problem.row !== null) log.accounting.lines++
        if (problem.severity === 'ignored' && problem.row !== null) record.ignore(problem.row, problem.reason.en)
        else if (problem.severity === 'refused' && problem.row !== null) record.refuse(problem.row, problem.reason.en)
        else job.report(problem)
      },
    })
    for await (const { row, values } of table) {
      job.signal.throwIfAborted()
      log.accounting.lines++
      rows.push({ row, values })
    }
  } finally {
    sheets.close()
  }
  const dayOrder = orderOfTimes(rows.map(({ values }) => values)) ?? null
  for (const { row, values } of rows) takeRow(values, row, record, { ...options, dayOrder })
  return log
}
