import type { Kysely, Transaction } from 'kysely'
import type { Importer, ImportJob, RowCounts, RowProblem } from '#areas/evidence/index.ts'
import { accessReasonJa } from '#core/access/access-reasons.ts'
import { doubtsOfLines } from '#core/access/log-clock.ts'
import { type LogRefusal, type LogSession, sessionsOf } from '#core/access/log-session.ts'
import { sharedAccounts } from '#core/access/shared-accounts.ts'
import { placeOfLine } from '#core/capture/told.ts'
import { SAME_FILE } from '#core/import/same-file.ts'
import { accessFields } from '#formats/access-log/read-table.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import type { NetworkContext } from '../context.ts'
import type { NetworkTables } from '../store.ts'
import {
  commitAccessLogs,
  discardAccessLogs,
  hasAccessLog,
  insertAccessLog,
  insertAccessSessions,
  type StoredAccess,
  undoAccessLogs,
} from './access-store.ts'
import { doubtWords } from './doubt-words.ts'
import { offsetOfSessions } from './read-access.ts'
import { formOf, readAccessLog } from './read-log.ts'

/** Logs of jump hosts, VPNs and gateways, as lines, events or a table of sessions. Its rows are lines. */
export function accessImporter(context: NetworkContext): Importer {
  const { clock } = context
  const typed = (any: Transaction<unknown> | Kysely<unknown>) => any as Kysely<NetworkTables>
  const now = () => clock.now().toISOString()
  return {
    kind: 'access-sessions',
    area: 'network',
    fieldsFor: () => accessFields,
    recognises: async (file) => (await formOf(file))?.sure ?? 0,
    stage: (job) => stage(context, job),
    async commit(trx, importId) {
      if (!(await commitAccessLogs(typed(trx), importId, now())))
        throw new NotFound(`nothing is staged under ${importId}`)
    },
    undo: (trx, importId) => undoAccessLogs(typed(trx), importId, now()),
    discard: (any, importId) => discardAccessLogs(typed(any), importId),
  }
}

function plantOf({ plant, file }: ImportJob): string {
  if (plant !== null) return plant
  const reason = 'a log of access does not say whose plant it guards: name the plant'
  throw new BadInput(
    `${file.name}: ${reason}`,
    [{ path: 'plant', reason }],
    `${file.name}：どの工場のログかを指定してください`,
  )
}

async function stage(context: NetworkContext, job: ImportJob): Promise<RowCounts> {
  const { db, clock, plants, personKey } = context
  const plant = plantOf(job)
  await discardAccessLogs(db, job.importId)
  const now = clock.now().toISOString()
  const timeZone = (await plants.get(plant)).timeZone ?? (await plants.company()).timeZone
  const form = (await formOf(job.file))?.form ?? 'text'
  const log = await readAccessLog(job, form, { timeZone, now })
  if (log.accounting.lines === log.accounting.faulty) {
    const [reason = 'it is empty'] = log.faults.keys()
    throw new BadInput(
      `${job.file.name}: nothing in it can be read: ${reason}`,
      [{ path: job.file.name, reason }],
      `${job.file.name}：読み取れる行がありません（${accessReasonJa(reason) ?? reason}）`,
    )
  }
  const { sessions, refusals } = sessionsOf(log.lines)
  const doubts = doubtsOfLines(log.lines, now)
  const times = log.lines.flatMap(({ at, until }) => [at, until ?? at]).sort()
  tell(job, log)
  const placeOf = (line: number) => lineWords(log.parts, line)
  const note = (en: string, ja: string, line: number | null) =>
    job.report({ severity: 'note', sheet: null, row: line, column: null, reason: { en, ja } })
  const offset = await offsetOfSessions(context, plant, sessions)
  for (const doubt of offset === null ? doubts : [...doubts, offset]) {
    const { en, ja } = doubtWords(doubt, placeOf)
    note(en, ja, 'line' in doubt ? doubt.line : null)
  }
  if (await hasAccessLog(db, plant, job.file.sha256)) note(SAME_FILE.en, SAME_FILE.ja, null)
  await insertAccessLog(db, {
    plant,
    id: job.importId,
    importId: job.importId,
    fileName: job.file.name,
    sha256: job.file.sha256,
    parts: log.parts,
    timeZone,
    firstAt: times[0] ?? null,
    lastAt: times.at(-1) ?? null,
    accounting: log.accounting,
    doubts,
    stagedAt: now,
    by: job.actor,
  })
  const keys = new Map<string, string | null>()
  for (const { person } of sessions) {
    if (person !== null && !keys.has(person)) keys.set(person, (await personKey?.(person)) ?? null)
  }
  const kept = [...sessions.map((one) => keptSession(one, keys)), ...refusals.map(keptRefusal)]
  await insertAccessSessions(db, { plant, id: job.importId }, kept)
  const shared = sharedAccounts(
    sessions.map((one) => ({ ...one, log: job.importId })),
    { shared: [], personal: [] },
  )
  const accounts = new Set(sessions.flatMap(({ account }) => account ?? [])).size
  return {
    accepted: log.accounting.read,
    changed: 0,
    unchanged: 0,
    refused: log.accounting.faulty,
    ignored: log.accounting.ignored,
    ...(times.length > 0 && doubts.every(({ kind }) => kind !== 'future')
      ? { effectiveOn: times.at(-1)!.slice(0, 10) }
      : {}),
    summary: {
      en: `${sessions.length} sessions by ${accounts} accounts, ${shared.length} of them shared; ${refusals.length} refused`,
      ja: `接続${sessions.length}件、アカウント${accounts}（うち共有${shared.length}）、拒否${refusals.length}件`,
    },
  }
}

function tell(job: ImportJob, log: Awaited<ReturnType<typeof readAccessLog>>): void {
  const report = (severity: RowProblem['severity'], reason: string, line: number, count: number) => {
    const place = placeOfLine(log.parts, line)
    const times = count > 1 ? ` (${count}×)` : ''
    const ja = accessReasonJa(reason) ?? reason
    job.report({
      severity,
      sheet: log.parts.length > 1 ? place.part : null,
      row: place.line,
      column: null,
      reason: { en: reason + times, ja: ja + times },
    })
  }
  for (const [reason, { count, firstLine }] of log.faults) report('refused', reason, firstLine, count)
  for (const [reason, { count, firstLine }] of log.ignored) report('ignored', reason, firstLine, count)
}

export function lineWords(parts: readonly { readonly name: string; readonly from: number }[], line: number): string {
  const place = placeOfLine(parts, line)
  return parts.length > 1 ? `${place.part ?? ''}:${place.line}` : `${parts[0]?.name ?? ''}:${place.line}`
}

type Kept = Omit<StoredAccess, 'log' | 'n'>

/** Names of people live with `people`: of whom it knows, the key alone is kept. */
function keptSession({ person, ...one }: LogSession, keys: ReadonlyMap<string, string | null>): Kept {
  const key = person === null ? null : (keys.get(person) ?? null)
  return { ...one, person: key, personName: key === null ? person : null, isRefused: false }
}

function keptRefusal({ at, ...one }: LogRefusal): Kept {
  return {
    ...one,
    endLine: null,
    person: null,
    personName: null,
    assigned: null,
    target: null,
    from: at,
    to: at,
    isCutOff: false,
    isRefused: true,
  }
}
