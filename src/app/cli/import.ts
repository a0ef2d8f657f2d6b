import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  cancelImport,
  commitImport,
  getImport,
  type ImportDetail,
  listImportProblems,
  type RowProblem,
  startImport,
} from '#contract/imports.ts'
import { SAME_FILE } from '#core/import/same-file.ts'
import { BadInput } from '#platform/errors.ts'
import { type Bundle, bundleFiles, bundleFolder, bundleInput, capturesOf } from './bundle-logs.ts'
import type { Door } from './door.ts'
import { print, printJson, progressLine, say } from './out.ts'

export interface ImportOptions {
  readonly plant?: string | undefined
  readonly as?: string | undefined
  readonly effectiveOn?: string | undefined
  readonly dryRun?: boolean | undefined
  readonly json?: boolean | undefined
  readonly language: 'en' | 'ja'
}

interface Printed {
  readonly file: string
  readonly kind: string | null
  readonly dryRun: boolean
  readonly import: string | null
  readonly rows: { accepted: number; changed: number; unchanged: number; refused: number; ignored: number }
  readonly problems: {
    severity: string
    sheet: string | null
    row: number | null
    column: string | null
    reason: string
  }[]
}

/** Kinds whose files belong together: several of them are one import, as a folder of them is. */
const belongTogether = new Set(['csaf', 'zeek', 'eve'])

/** What was read off the wire is counted in packets, lines and hosts, not in rows. */
const units: Readonly<Record<string, { readonly counted: string; readonly place: string }>> = {
  capture: { counted: 'packet', place: 'packet' },
  zeek: { counted: 'line', place: 'line' },
  eve: { counted: 'line', place: 'line' },
  nmap: { counted: 'host', place: 'line' },
}
const tapped: Readonly<Record<string, string>> = { accepted: 'read', refused: 'faulty', ignored: 'left out' }

/**
 * Imports files one after the other: dry run, report, commit. A folder of logs is one import, and so are several logs of
 * one tool (`--as zeek`); of a folder with captures each capture is one. `-` is what is piped in. Exit 1 where a file could not be read or a row was refused.
 */
export async function importFiles(door: Door, files: readonly string[], options: ImportOptions): Promise<number> {
  const printed: Printed[] = []
  let failed = false
  const take = async (path: string, shown: string, name: string) => {
    const one = await importFile(door, { path, shown, name }, options)
    printed.push(one.printed)
    failed ||= one.failed
    if (!options.json) printReport(one.printed, one.detail, options.language)
  }
  const takeBundle = async (made: Promise<Bundle>, shown: string) => {
    const { path, name, remove } = await made
    try {
      await take(path, shown, name)
    } finally {
      await remove()
    }
  }
  const kinds = await Promise.all(
    files.map((file) =>
      file === '-'
        ? null
        : stat(file).catch(() => {
            throw new BadInput(`${file}: there is no such file, or it may not be read`)
          }),
    ),
  )
  const areFiles = kinds.every((one) => one?.isFile())
  if (files.length > 1 && areFiles && options.as !== undefined && belongTogether.has(options.as)) {
    await takeBundle(bundleFiles(files), files.join(', '))
  } else {
    for (const [i, file] of files.entries()) {
      if (file === '-') await takeBundle(bundleInput(process.stdin), 'standard input')
      else if (!kinds[i]!.isDirectory()) await take(file, file, basename(file))
      else {
        // Logs beside captures tell of the same packets, which are not to count twice.
        const captures = await capturesOf(file)
        for (const capture of captures) await take(capture, capture, basename(capture))
        if (captures.length === 0) await takeBundle(bundleFolder(file), file)
      }
    }
  }
  if (options.json) printJson(printed.length === 1 ? printed[0] : printed)
  return failed ? 1 : 0
}

async function importFile(
  door: Door,
  { path, shown: file, name }: { readonly path: string; readonly shown: string; readonly name: string },
  { plant, as, effectiveOn, dryRun = false, language }: ImportOptions,
) {
  const started = await door.call(startImport, { query: { name, plant, as, effectiveOn }, file: path })
  const detail = await untilStaged(door, started.id, file)
  const staged = detail.state === 'staged'
  const known =
    detail.kind !== null && detail.kind in units && detail.problems.some(({ reason }) => reason.en === SAME_FILE.en)
  const done = staged && !dryRun && !known
  if (staged && !done) await door.call(cancelImport, { params: { id: started.id }, body: {} })
  if (done) await door.call(commitImport, { params: { id: started.id }, body: {} })
  const problems = await allProblems(door, detail)
  const { accepted = 0, changed = 0, unchanged = 0, refused = 0, ignored = 0 } = detail.counts ?? {}
  const printed: Printed = {
    file,
    kind: detail.kind,
    dryRun,
    import: done ? started.id : null,
    rows: { accepted, changed, unchanged, refused, ignored },
    problems: [
      ...(detail.failure
        ? [{ severity: 'refused', sheet: null, row: null, column: null, reason: detail.failure[language] }]
        : []),
      ...problems.map((one) => ({ ...one, reason: one.reason[language] })),
    ],
  }
  return { printed, detail, failed: !staged || refused > 0 }
}

async function untilStaged(door: Door, id: string, file: string): Promise<ImportDetail> {
  const line = progressLine()
  const stop = () => {
    line.end()
    say('stopping …')
    void door.call(cancelImport, { params: { id }, body: {} }).catch(() => {})
  }
  process.once('SIGINT', stop)
  try {
    for (let pause = 10; ; pause = Math.min(pause * 1.5, 500)) {
      const detail = await door.call(getImport, { params: { id } })
      if (detail.state !== 'waiting' && detail.state !== 'staging') return detail
      const { done = 0, total = 0 } = detail.progress ?? {}
      line.show(total > 0 ? `${file}: ${Math.floor((100 * done) / total)} %` : `${file} …`)
      await wait(pause)
    }
  } finally {
    line.end()
    process.off('SIGINT', stop)
  }
}

async function allProblems(door: Door, detail: ImportDetail): Promise<RowProblem[]> {
  const problems = [...detail.problems]
  if (detail.problemCount <= problems.length) return problems
  problems.length = 0
  let cursor: string | undefined
  do {
    const page = await door.call(listImportProblems, { params: { id: detail.id }, query: { cursor, limit: '500' } })
    problems.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor && problems.length < 10_000)
  return problems
}

function printReport(printed: Printed, detail: ImportDetail, language: 'en' | 'ja'): void {
  const { rows } = printed
  const unit = printed.kind === null ? undefined : units[printed.kind]
  const counts = Object.entries(rows)
    .filter(([, count]) => count > 0)
    .map(([word, count]) =>
      unit ? `${count} ${unit.counted}${count === 1 ? '' : 's'} ${tapped[word] ?? word}` : `${count} ${word}`,
    )
  print(
    `${printed.file}: ${printed.kind ?? 'not recognised'}${printed.dryRun ? ', dry run' : ''}${detail.state === 'staged' && !printed.dryRun && printed.import === null ? ', left as it is' : ''}: ${counts.join(', ') || 'nothing'}`,
  )
  if (detail.counts?.summary) print(`  ${detail.counts.summary[language]}`)
  const unknown = detail.columns.filter((column) => column.field === null)
  if (unknown.length > 0) say(`  kept, but not understood: ${unknown.map((column) => `"${column.column}"`).join(', ')}`)
  for (const one of printed.problems.slice(0, 50)) {
    const where = [one.sheet, one.row === null ? null : `${unit?.place ?? 'row'} ${one.row}`, one.column]
      .filter((part) => part)
      .join(', ')
    // A packet counts as read where its ends are known, even if what it carries is not understood.
    const word = unit && one.severity === 'refused' ? 'not understood' : one.severity
    say(`  ${word}${where ? ` (${where})` : ''}: ${one.reason}`)
  }
  if (printed.problems.length > 50) say(`  … and ${printed.problems.length - 50} more (--json lists them)`)
}
