import type { Kysely } from 'kysely'
import type { Assets } from '#areas/assets/index.ts'
import type { ImportJob, RowCounts, RowProblem } from '#areas/evidence/index.ts'
import { placeOfLine, type ToldImport, type ToldKind } from '#core/capture/told.ts'
import { toldReasonJa } from '#core/capture/told-reasons.ts'
import { SAME_FILE } from '#core/import/same-file.ts'
import { BadInput } from '#platform/errors.ts'
import { captureSummary } from './capture-summary.ts'
import { clockFaultOf } from './clock.ts'
import { countUnmanaged, withDays } from './import-capture.ts'
import {
  insertCapture,
  insertConversations,
  insertDevices,
  insertIdentities,
  type NetworkTables,
  sameCapture,
} from './store.ts'

export interface ToldContext {
  readonly db: Kysely<NetworkTables>
  readonly clock: { now(): Date }
  readonly assets: Pick<Assets, 'entries'>
  /** Who made the network card of a MAC address; without it nobody is named. */
  readonly ouiVendor?: ((mac: string) => string | null) | undefined
}

const kindWords: Readonly<Record<ToldKind, string>> = { zeek: 'Zeek', eve: 'Suricata', nmap: 'nmap' }

/** The plant, which neither logs nor scans name. */
export function plantOf({ plant, file }: Pick<ImportJob, 'plant' | 'file'>): string {
  if (plant !== null) return plant
  const reason = 'neither logs nor scans say where they were taken: name the plant'
  throw new BadInput(
    `${file.name}: ${reason}`,
    [{ path: 'plant', reason }],
    `${file.name}：どの工場で取得したものかを指定してください`,
  )
}

/** Names and kinds out of a file, as they may be kept: on one line, without control characters. */
const shown = (text: string): string => text.toWellFormed().replace(/\p{Cc}+/gu, ' ')

/** Stages what a source tells as a capture is staged, and reports what was left out, by file and line. */
export async function stageTold(
  { db, clock, assets }: ToldContext,
  job: ImportJob,
  kind: ToldKind,
  { told, parts, ignored, notes }: ToldImport,
): Promise<RowCounts> {
  const plant = plantOf(job)
  job.signal.throwIfAborted()
  const now = clock.now()
  const { capture, conversations, identities } = told
  const clockFault = clockFaultOf(capture, now)
  const placeOf = (line: number | undefined): Pick<RowProblem, 'sheet' | 'row'> => {
    // What is about the file as a whole has no line.
    if (line === undefined || line === 0) return { sheet: null, row: null }
    const { part, line: row } = placeOfLine(parts, line)
    return { sheet: parts.length > 1 && part !== null ? shown(part) : null, row }
  }
  const report = (severity: RowProblem['severity'], reason: string, line: number | undefined, count: number) => {
    const times = count > 1 ? ` (${count}×)` : ''
    const en = shown(reason)
    const ja = toldReasonJa(en) ?? en
    job.report({ severity, ...placeOf(line), column: null, reason: { en: en + times, ja: ja + times } })
  }
  for (const { reason, packet, count } of capture.faults) report('refused', reason, packet, count ?? 1)
  for (const [reason, { count, firstLine }] of ignored) report('ignored', reason, firstLine, count)
  for (const [reason, { count, firstLine }] of notes) report('note', reason, firstLine, count)
  const note = (en: string, ja: string) =>
    job.report({ severity: 'note', sheet: null, row: null, column: null, reason: { en, ja } })
  if (clockFault !== null) {
    note(
      `its clock is ${clockFault === 'future' ? 'in the future' : 'before 2000'}: it is no evidence of a date until someone corrects it`,
      `時計が${clockFault === 'future' ? '未来' : '2000年より前'}を指しています。訂正されるまで日付の証拠になりません`,
    )
  }
  if (capture.firstSeen === null && capture.accounting.read > 0) {
    note(
      'its times are masked or missing: what it shows is there, on no known day',
      '時刻が伏せられているか、ありません。観測日は不明として取り込みます',
    )
  }
  if (await sameCapture(db, plant, job.file.sha256)) {
    note(SAME_FILE.en, SAME_FILE.ja)
  }
  const place = { plant, id: job.importId }
  const devices = withDays(told)
  await insertCapture(db, {
    ...place,
    importId: job.importId,
    sha256: job.file.sha256,
    source: `${kindWords[kind]}: ${job.file.name.replace(/\.(zip|tar|tgz|gz|log|jsonl?|ndjson|xml)$/gi, '')}`,
    facts: capture,
    kind,
    parts: parts.map(({ name, from }) => ({ name: shown(name), from })),
    days: [...new Set(devices.flatMap((device) => device.days))].sort(),
    clockFault,
    stagedAt: now.toISOString(),
    recordedBy: job.actor,
  })
  await insertDevices(db, place, devices)
  await insertConversations(db, place, conversations)
  await insertIdentities(db, place, identities)
  const unknown = await countUnmanaged(assets, plant, told.devices)
  const summary = captureSummary(told, unknown)
  const { accounting } = capture
  return {
    accepted: accounting.read,
    changed: 0,
    unchanged: 0,
    refused: accounting.faulty,
    ignored: accounting.ignored,
    ...(clockFault === null && capture.lastSeen ? { effectiveOn: capture.lastSeen.slice(0, 10) } : {}),
    summary: { en: `${kindWords[kind]}: ${summary.en}`, ja: `${kindWords[kind]}：${summary.ja}` },
  }
}
