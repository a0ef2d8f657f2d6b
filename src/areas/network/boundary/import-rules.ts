import { readFile } from 'node:fs/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Importer, ImportFile, ImportJob, RowCounts } from '#areas/evidence/index.ts'
import { ruleReasonJa } from '#core/filtering/rule-reasons.ts'
import type { LineAccount, RuleFault, Ruleset } from '#core/filtering/ruleset.ts'
import { SAME_FILE } from '#core/import/same-file.ts'
import type { RuleReader } from '#formats/rule-reader.ts'
import { ruleReaders } from '#formats/rule-readers.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import type { NetworkTables } from '../store.ts'
import {
  commitRulesets,
  discardRulesets,
  hasRuleset,
  insertRuleset,
  type LineCounts,
  undoRulesets,
} from './ruleset-store.ts'
import { faultsOf } from './rulesets.ts'

interface RulesContext {
  readonly db: Kysely<NetworkTables>
  readonly clock: { now(): Date }
}

/** The configuration of a firewall is some thousand lines; more is something else. */
const mostBytes = 32 << 20
/** Faults that are told one by one; the rest are counted. */
const mostTold = 500

/** Rules of packet filters: iptables, nftables, Cisco ASA and IOS, FortiGate. Its rows are lines. */
export function rulesImporter({ db, clock }: RulesContext): Importer {
  const typed = (any: Transaction<unknown> | Kysely<unknown>) => any as Kysely<NetworkTables>
  const now = () => clock.now().toISOString()
  return {
    kind: 'firewall',
    area: 'network',
    recognises: async ({ head }) => readerOf(textOf(head))?.sure ?? 0,
    stage: (job) => stage({ db, clock }, job),
    async commit(trx, importId) {
      if (!(await commitRulesets(typed(trx), importId, now())))
        throw new NotFound(`nothing is staged under ${importId}`)
    },
    undo: (trx, importId) => undoRulesets(typed(trx), importId, now()),
    discard: (any, importId) => discardRulesets(typed(any), importId),
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll('\0', '')

function readerOf(beginning: string): { readonly reader: RuleReader; readonly sure: number } | null {
  const [best] = ruleReaders
    .map((reader) => ({ reader, sure: reader.recognises(beginning) }))
    .sort((a, b) => b.sure - a.sure)
  return best !== undefined && best.sure > 0 ? best : null
}

async function stage({ db, clock }: RulesContext, job: ImportJob): Promise<RowCounts> {
  const { file, importId } = job
  const plant = plantOf(job)
  await discardRulesets(db, importId)
  if (file.bytes > mostBytes) throw refused(file, 'it is too large for the rules of a packet filter', '大きすぎます')
  const body = textOf(await readFile(file.path)).toWellFormed()
  job.signal.throwIfAborted()
  const found = readerOf(body.slice(0, 65_536))
  if (found === null) {
    throw refused(
      file,
      'its rules are in no language that is read (iptables-save, nftables, Cisco ASA or IOS, FortiGate)',
      '対応するルール形式（iptables-save、nftables、Cisco ASA・IOS、FortiGate）ではありません',
    )
  }
  const rules = found.reader.decode(body)
  job.progress(file.bytes, file.bytes)
  const counts = countLines(rules)
  const faults = faultsOf(rules)
  tell(faults, rules, job)
  if (await hasRuleset(db, plant, file.sha256)) {
    job.report({ severity: 'note', sheet: null, row: null, column: null, reason: SAME_FILE })
  }
  const name = rules.device ?? file.name.replace(/\.[^.]*$/, '')
  await insertRuleset(db, {
    ...{ plant, id: importId, importId, name, language: found.reader.language, body },
    ...{
      fileName: file.name,
      sha256: file.sha256,
      takenOn: job.effectiveOn,
      counts,
      faults: faults.slice(0, mostTold),
    },
    stagedAt: clock.now().toISOString(),
    recordedBy: job.actor,
  })
  const { rule, notUnderstood } = counts
  const understood = rules.lines.length - counts.comment - notUnderstood
  return {
    accepted: understood,
    changed: 0,
    unchanged: 0,
    refused: notUnderstood,
    ignored: counts.comment,
    summary: {
      en: `${name}: ${rule} lines of rules, ${notUnderstood} lines that were not understood`,
      ja: `${name}：ルール ${rule} 行、解釈できなかった行 ${notUnderstood}`,
    },
  }
}

function plantOf({ plant, file }: ImportJob): string {
  if (plant !== null) return plant
  const reason = 'rules do not say where their filter stands: name the plant'
  throw new BadInput(
    `${file.name}: ${reason}`,
    [{ path: 'plant', reason }],
    `${file.name}：どの工場の機器かを指定してください`,
  )
}

function refused(file: Pick<ImportFile, 'name'>, reason: string, ja: string): BadInput {
  return new BadInput(`${file.name}: ${reason}`, [{ path: file.name, reason }], `${file.name}：${ja}`)
}

export function countLines({ lines }: Pick<Ruleset, 'lines'>): LineCounts {
  const counts: Record<LineAccount['as'], number> = {
    rule: 0,
    object: 0,
    interface: 0,
    translation: 0,
    context: 0,
    comment: 0,
    notUnderstood: 0,
  }
  for (const { as } of lines) counts[as]++
  return counts
}

function tell(faults: readonly RuleFault[], { lines }: Ruleset, job: ImportJob): void {
  for (const { line, reason } of faults.slice(0, mostTold)) {
    // A line that was understood in part is kept, and what was not makes its rule undecided.
    const severity = lines[line - 1]?.as === 'notUnderstood' ? 'refused' : 'note'
    job.report({ severity, sheet: null, row: line, column: null, reason: { en: reason, ja: ruleReasonJa(reason) } })
  }
  if (faults.length <= mostTold) return
  const more = faults.length - mostTold
  job.report({
    ...{ severity: 'note', sheet: null, row: null, column: null },
    reason: { en: `and ${more} more of these`, ja: `ほか ${more} 件` },
  })
}
