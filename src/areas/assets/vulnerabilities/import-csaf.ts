import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Importer, ImportFile, ImportJob, RowCounts, RowProblem } from '#areas/evidence/importer.ts'
import { foldVendor } from '#core/identity/vendors.ts'
import type { Bilingual } from '#core/record/record.ts'
import { type Advisory, newerRevision } from '#core/vulnerability/advisory.ts'
import { highestScore, severityOf } from '#core/vulnerability/severity.ts'
import { type BesideFile, besideFile, digestIn } from '#formats/csaf/beside.ts'
import { decodeCsaf } from '#formats/csaf/decode.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { readParts } from '#platform/files/read-parts.ts'
import { startsOf } from '../inventory-kinds.ts'
import * as store from './advisory-store.ts'
import { faultWords } from './fault-words.ts'

export interface VulnerabilityImportContext {
  readonly db: Kysely<store.VulnerabilityTables>
  readonly clock: { now(): Date }
}

/** The largest advisory seen has 5 MB. */
const mostBytes = 64 * 2 ** 20
const mostFaultsTold = 50

const typed = (any: Transaction<unknown> | Kysely<unknown>) => any as Kysely<store.VulnerabilityTables>

/**
 * Advisories as CSAF 2.0: one file, or an archive or folder of many, with their hashes and signatures beside them. A newer
 * revision of the same tracking id takes the place of the older one, which stays.
 */
export function csafImporter(context: VulnerabilityImportContext): Importer {
  const now = () => context.clock.now().toISOString()
  return {
    kind: 'csaf',
    area: 'assets',
    recognises,
    stage: (job) => stage(context, job),
    async commit(trx, importId, except) {
      await store.removeStaged(typed(trx), importId, except)
      if (!(await store.commitBatch(typed(trx), importId, now())))
        throw new NotFound(`nothing is staged under ${importId}`)
    },
    undo: (trx, importId) => store.undoBatch(typed(trx), importId, now()),
    discard: (any, importId) => store.discardBatch(typed(any), importId),
  }
}

async function recognises(file: ImportFile): Promise<number> {
  const starts = await startsOf(file)
  return starts.some(({ text }) => /"csaf_version"\s*:/.test(text)) ? 0.99 : 0
}

interface Digests {
  readonly row: number
  /** Under which count it stands; null once its hash has refused it. */
  outcome: 'accepted' | 'changed' | 'unchanged' | 'refused' | null
  readonly sha256: string
  readonly sha512: string
}

async function stage({ db, clock }: VulnerabilityImportContext, job: ImportJob): Promise<RowCounts> {
  const { file, importId, signal } = job
  await store.discardBatch(db, importId)
  await store.insertBatch(db, {
    id: importId,
    kind: 'csaf',
    file_name: file.name,
    file_sha256: file.sha256,
    effective_on: job.effectiveOn,
    version: null,
    staged_at: clock.now().toISOString(),
    recorded_by: job.actor,
  })
  const counts = { accepted: 0, changed: 0, unchanged: 0, refused: 0, ignored: 0 }
  const met = { products: 0, affected: 0, verified: 0, signed: 0 }
  const read = new Map<string, Digests>()
  const beside: { readonly name: string; readonly is: BesideFile; readonly text: string }[] = []
  const staged = new Map<string, string>()
  const say = (severity: RowProblem['severity'], part: string | null, row: number | null, reason: Bilingual) =>
    job.report({ severity, sheet: part, row, column: null, reason })
  let row = 0
  let first: Bilingual | null = null
  const onProgress = (done: number, total: number) => job.progress(done, total)
  for await (const { name, chunks } of readParts(file.path, file.name, { signal, onProgress })) {
    if (/(^|\/)(\._|\.DS_Store|__MACOSX)/.test(name)) continue
    const isAlone = name === file.name || name === file.name.replace(/\.gz$/i, '')
    const part = isAlone ? null : name
    const bytes = await bytesOf(chunks)
    const is = besideFile(name)
    if (is !== null) {
      beside.push({ name, is, text: bytes === null ? '' : new TextDecoder().decode(bytes.subarray(0, 2000)) })
      continue
    }
    row++
    if (bytes === null) {
      counts.refused++
      say('refused', part, row, {
        en: `it is larger than ${mostBytes / 2 ** 20} MB`,
        ja: `${mostBytes / 2 ** 20}MBを超えています`,
      })
      continue
    }
    if (!/\.json$/i.test(name) && part !== null) {
      counts.ignored++
      say('ignored', part, row, { en: 'it is no JSON file', ja: 'JSONファイルではありません' })
      continue
    }
    await takeOne(part, name, bytes)
    signal.throwIfAborted()
  }
  await takeBeside()
  if (row === 0 || (counts.refused === row && row === 1 && first !== null)) {
    const reason: Bilingual = first ?? { en: 'it holds no advisory', ja: 'アドバイザリがありません' }
    throw new BadInput(
      `${file.name}: ${reason.en}`,
      [{ path: file.name, reason: reason.en }],
      `${file.name}：${reason.ja}`,
    )
  }
  return { ...counts, summary: summaryOf(counts, met) }

  async function takeOne(part: string | null, name: string, bytes: Uint8Array): Promise<void> {
    const { advisory, faults, faultCount } = decodeCsaf(new TextDecoder().decode(bytes))
    // One way of writing that a publisher keeps to would be told a hundred times.
    const told = [...Map.groupBy(faults, ({ reason }) => reason).values()]
    for (const alike of told.slice(0, mostFaultsTold)) {
      const { en, ja } = faultWords(alike[0]!)
      const times = alike.length > 1 ? ` (${alike.length}×)` : ''
      const words = { en: en + times, ja: ja + times }
      first ??= words
      say(advisory === null ? 'refused' : 'note', part, row, words)
    }
    if (told.length > mostFaultsTold || faultCount > faults.length) {
      const more = faultCount - told.slice(0, mostFaultsTold).reduce((sum, alike) => sum + alike.length, 0)
      say('note', part, row, { en: `and ${more} more of this kind`, ja: `ほか${more}件` })
    }
    if (advisory === null) {
      counts.refused++
      return
    }
    const key = advisoryKey(advisory)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const digests: Digests = {
      row,
      outcome: 'refused',
      sha256,
      sha512: createHash('sha512').update(bytes).digest('hex'),
    }
    read.set(name, digests)
    const twin = staged.get(`${key} ${advisory.version}`)
    if (twin !== undefined) {
      counts.refused++
      say('refused', part, row, {
        en: `${advisory.trackingId} version ${advisory.version} stands in this import twice: ${twin} counts`,
        ja: `${advisory.trackingId} 版 ${advisory.version} が重複しています（${twin} を採用）`,
      })
      return
    }
    const kept = await store.loadKept(db, key)
    if (kept.some((one) => one.sha256 === sha256)) {
      counts.unchanged++
      digests.outcome = 'unchanged'
      return
    }
    staged.set(`${key} ${advisory.version}`, part ?? name)
    const newer = kept.filter((one) => newerRevision(revisionOf(one), advisory) > 0)
    digests.outcome = kept.length === 0 ? 'accepted' : 'changed'
    counts[digests.outcome]++
    if (kept.some(({ version }) => version === advisory.version)) {
      say('note', part, row, {
        en: `version ${advisory.version} of ${advisory.trackingId} is kept already with other contents: this one counts from now on`,
        ja: `${advisory.trackingId} の版 ${advisory.version} は内容の異なるものが登録済みです。今後はこちらを使います`,
      })
    }
    if (newer.length > 0) {
      say('note', part, row, {
        en: `${advisory.trackingId} is kept in version ${newer[0]!.version} already, which is newer: that one goes on counting`,
        ja: `${advisory.trackingId} は新しい版 ${newer[0]!.version} が登録済みのため、そちらを引き続き使います`,
      })
    }
    met.products += advisory.products.length
    await store.insertAdvisory(db, importId, {
      key,
      part,
      row,
      trackingId: advisory.trackingId,
      title: advisory.title,
      publisher: advisory.publisher,
      version: advisory.version,
      releasedAt: advisory.currentRelease === '' ? null : advisory.currentRelease,
      severity: severityOf(advisory),
      score: highestScore(advisory.vulnerabilities),
      cves: [...new Set(advisory.vulnerabilities.flatMap(({ cve }) => (cve === null ? [] : [cve])))],
      vendors: [...new Set(advisory.products.flatMap(({ vendor }) => (vendor === null ? [] : [foldVendor(vendor)])))],
      products: advisory.products.length,
      sha256,
      hashState: 'none',
      signatureState: 'none',
      faults: faultCount,
      document: advisory,
    })
  }

  /** Hashes are held against the files they belong to; signatures are there, and nobody here can verify them. */
  async function takeBeside(): Promise<void> {
    const verified = new Set<string>()
    for (const { name, is, text } of beside) {
      const { of, kind } = is
      const digests = read.get(of)
      if (digests === undefined) {
        counts.ignored++
        say('ignored', name, null, {
          en: 'the advisory that it belongs to is not here',
          ja: '対応するアドバイザリがありません',
        })
      } else if (kind === 'signature') {
        met.signed++
        await store.updateProofs(db, importId, of, { signatureState: 'present' })
        say('note', name, null, {
          en: 'an OpenPGP signature: present, not verified',
          ja: 'OpenPGP署名：あり（検証していません）',
        })
      } else {
        const told = digestIn(text, kind)
        if (told === digests[kind]) {
          verified.add(of)
          await store.updateProofs(db, importId, of, { hashState: 'verified' })
        } else if (digests.outcome !== null) {
          if (digests.outcome !== 'refused') {
            counts[digests.outcome]--
            counts.refused++
          }
          digests.outcome = null
          await store.removeStaged(db, importId, [{ sheet: of, row: digests.row }])
          say('refused', of, digests.row, {
            en: `its ${kind.toUpperCase()} is not the one in ${name}: the file was changed or damaged on its way`,
            ja: `${kind.toUpperCase()}が ${name} の値と一致しません（改変または破損の疑い）`,
          })
        }
      }
    }
    met.verified = verified.size
  }
}

function summaryOf(
  counts: Omit<RowCounts, 'summary'>,
  met: { products: number; verified: number; signed: number },
): Bilingual {
  const proofs = { en: [] as string[], ja: [] as string[] }
  if (met.verified > 0) {
    proofs.en.push(`${met.verified} hashes verified`)
    proofs.ja.push(`ハッシュ照合済み${met.verified}件`)
  }
  if (met.signed > 0) {
    proofs.en.push(`${met.signed} signatures present, not verified`)
    proofs.ja.push(`署名あり${met.signed}件（未検証）`)
  }
  return {
    en: [
      `${counts.accepted} new advisories with ${met.products} products, ${counts.changed} new revisions, ${counts.unchanged} as before`,
      ...proofs.en,
    ].join('; '),
    ja: [
      `新規アドバイザリ${counts.accepted}件（製品${met.products}件を含む）、改訂${counts.changed}件、変更なし${counts.unchanged}件`,
      ...proofs.ja,
    ].join('。'),
  }
}

function revisionOf({ version, releasedAt }: Pick<store.AdvisoryHead, 'version' | 'releasedAt'>) {
  return { version, currentRelease: releasedAt ?? '' }
}

/** Names an advisory among those of every publisher, as a part of an address. */
export function advisoryKey({ trackingId, namespace }: Pick<Advisory, 'trackingId' | 'namespace'>): string {
  const plain = (text: string) =>
    text
      .replace(/^https?:\/\//i, '')
      .replace(/[^\p{L}\p{N}.-]+/gu, '-')
      .replace(/^-+|-+$/g, '')
  return `${plain(trackingId)}@${plain(namespace)}`.slice(0, 300)
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | null> {
  const held: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > mostBytes) return null
    held.push(chunk)
  }
  return Buffer.concat(held)
}
