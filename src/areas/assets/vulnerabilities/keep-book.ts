import { setImmediate as breathe } from 'node:timers/promises'
import { type DayNumber, dayNumber } from '#core/calendar/day.ts'
import { newerRevision } from '#core/vulnerability/advisory.ts'
import { type AdvisoryIndex, indexAdvisories } from '#core/vulnerability/advisory-index.ts'
import { type CompiledAdvisory, compileAdvisory } from '#core/vulnerability/compiled.ts'
import type { Finding } from '#core/vulnerability/judge.ts'
import type { AssetProduct } from '#core/vulnerability/match-product.ts'
import {
  type AdvisoryHead,
  type Db,
  type KevBatch,
  loadDocuments,
  loadHeads,
  loadKevBatches,
  loadKevEntries,
  loadRevision,
  loadRuns,
} from './advisory-store.ts'

/** A revision of an advisory, and on which days it is the one that counts. */
export interface AdvisoryVersion extends AdvisoryHead {
  readonly from: DayNumber
  /** Exclusive. */
  readonly to: DayNumber
}

/** Days of entry into the catalogue of exploited vulnerabilities, by CVE, as the newest catalogue of a day has it. */
export interface KevView {
  readonly batch: KevBatch | null
  readonly entries: ReadonlyMap<
    string,
    {
      readonly addedOn: string
      readonly dueOn: string | null
      readonly ransomware: string | null
      readonly action: string
    }
  >
}

/** Everything that is known of advisories, ready to be held against assets. */
export interface AdvisoryBook {
  readonly revision: string
  /** Every revision that is visible, by its seq. */
  readonly versions: ReadonlyMap<number, AdvisoryVersion>
  readonly byKey: ReadonlyMap<string, readonly AdvisoryVersion[]>
  /** From which day there is an advisory of each maker. */
  readonly vendorsSince: ReadonlyMap<string, DayNumber>
  readonly runs: readonly {
    readonly id: string
    readonly day: DayNumber
    readonly fileName: string | null
    readonly committedAt: string
  }[]
  /** The CVEs of some vulnerabilities of a revision, and the highest score among them. */
  meant(
    seq: number,
    vulnerabilities: readonly number[],
  ): { readonly cves: readonly string[]; readonly score: number | null }
  /** From which day one of the vulnerabilities was known here to be exploited. */
  exploitedSince(cves: readonly string[]): DayNumber
  /** What each visible revision means for a product, by its seq. */
  findings(product: AssetProduct): ReadonlyMap<number, Finding>
  kevOn(day: DayNumber): KevView
}

export interface BookKeeper {
  book(knownAt?: string): Promise<AdvisoryBook>
}

const pageOfDocuments = 100
const mostShelves = 24
const mostRemembered = 150_000
const noKev: KevView = { batch: null, entries: new Map() }

/** A shelf of compiled advisories, and what was found in it. */
interface Shelf {
  readonly index: AdvisoryIndex
  readonly found: Map<string, ReadonlyMap<string, Finding>>
}

/**
 * Advisories in memory. What is new is compiled and matched alone: what was found before holds, and what was undone is left
 * out. Whoever asks first after a change pays for it.
 */
export function keepBook(db: Db): BookKeeper {
  let shelves: Shelf[] = []
  let shelved = new Set<number>()
  const parts = new Map<number, Pick<CompiledAdvisory, 'cves' | 'scores'>>()
  const meanings = new Map<string, ReturnType<AdvisoryBook['meant']>>()
  let current: AdvisoryBook | null = null
  let filling: Promise<unknown> = Promise.resolve()
  const kevEntries = new Map<string, KevView['entries']>()

  async function fill(heads: readonly AdvisoryHead[]): Promise<void> {
    const fresh = heads.filter(({ seq }) => !shelved.has(seq))
    if (fresh.length === 0) return
    if (shelves.length >= mostShelves) {
      shelves = []
      shelved = new Set()
      return fill(heads)
    }
    const index = indexAdvisories()
    for (let i = 0; i < fresh.length; i += pageOfDocuments) {
      const page = fresh.slice(i, i + pageOfDocuments)
      const documents = await loadDocuments(
        db,
        page.map(({ seq }) => seq),
      )
      for (const [seq, document] of documents) {
        const compiled = compileAdvisory(String(seq), document)
        parts.set(seq, { cves: compiled.cves, scores: compiled.scores })
        index.add(compiled)
      }
      await breathe()
    }
    shelves.push({ index, found: new Map() })
    for (const { seq } of fresh) shelved.add(seq)
  }

  function findings(product: AssetProduct, versions: ReadonlyMap<number, AdvisoryVersion>): Map<number, Finding> {
    const signature = signatureOf(product)
    const all = new Map<number, Finding>()
    for (const { index, found } of shelves) {
      let known = found.get(signature)
      if (known === undefined) {
        if (found.size >= mostRemembered) found.clear()
        known = index.findings(product)
        found.set(signature, known)
      }
      for (const [key, finding] of known) if (versions.has(Number(key))) all.set(Number(key), finding)
    }
    return all
  }

  async function make(revision: string, knownAt?: string): Promise<AdvisoryBook> {
    const [heads, runs, kevs] = [
      await loadHeads(db, knownAt),
      await loadRuns(db, knownAt),
      await loadKevBatches(db, knownAt),
    ]
    await fill(heads)
    for (const { id } of kevs) {
      if (kevEntries.has(id)) continue
      kevEntries.set(id, new Map((await loadKevEntries(db, id)).map((one) => [one.cve, one])))
    }
    const byKey = new Map([...Map.groupBy(heads, ({ key }) => key)].map(([key, ofKey]) => [key, versionsOf(ofKey)]))
    const versions = new Map([...byKey.values()].flat().map((one) => [one.seq, one]))
    const vendorsSince = new Map<string, DayNumber>()
    for (const { vendors, from } of versions.values()) {
      for (const vendor of vendors)
        vendorsSince.set(vendor, Math.min(from, vendorsSince.get(vendor) ?? Number.POSITIVE_INFINITY))
    }
    return {
      revision,
      versions,
      byKey,
      vendorsSince,
      runs: runs.map(({ effectiveOn, ...run }) => ({ ...run, day: dayNumber(effectiveOn) })),
      findings: (product) => findings(product, versions),
      meant(seq, vulnerabilities) {
        const key = `${seq} ${vulnerabilities.join()}`
        const known = meanings.get(key)
        if (known !== undefined) return known
        const { cves, scores } = parts.get(seq) ?? { cves: [], scores: [] }
        const told = vulnerabilities.flatMap((i) => scores[i] ?? [])
        const meaning = {
          cves: [...new Set(vulnerabilities.flatMap((i) => cves[i] ?? []))],
          score: told.length === 0 ? null : Math.max(...told),
        }
        if (meanings.size >= mostRemembered) meanings.clear()
        meanings.set(key, meaning)
        return meaning
      },
      exploitedSince(cves) {
        const first = kevs.find(({ id }) => cves.some((cve) => kevEntries.get(id)?.has(cve)))
        return first === undefined ? Number.POSITIVE_INFINITY : dayNumber(first.effectiveOn)
      },
      kevOn(day) {
        const batch = kevs.findLast(({ effectiveOn }) => dayNumber(effectiveOn) <= day)
        return batch === undefined ? noKev : { batch, entries: kevEntries.get(batch.id) ?? new Map() }
      },
    }
  }

  return {
    async book(knownAt) {
      const revision = await loadRevision(db)
      if (knownAt === undefined && current?.revision === revision) return current
      // One after the other: the first one's work serves all who wait.
      const turn = filling.then(async () => {
        if (knownAt !== undefined) return make(revision, knownAt)
        if (current?.revision !== revision) current = await make(revision)
        return current
      })
      filling = turn.catch(() => undefined)
      return turn
    },
  }
}

/** From its day on a revision counts, until a newer one does; one that came too late never counts. */
export function versionsOf(heads: readonly AdvisoryHead[]): AdvisoryVersion[] {
  const days = [...new Set(heads.map(({ effectiveOn }) => dayNumber(effectiveOn)))].sort((a, b) => a - b)
  const spans = new Map<AdvisoryHead, { from: DayNumber; to: DayNumber }>()
  let before: AdvisoryHead | null = null
  for (const day of days) {
    const there = heads.filter((head) => dayNumber(head.effectiveOn) <= day)
    const newest = there.reduce((best, one) => (newer(one, best) ? one : best))
    if (newest === before) continue
    if (before !== null) spans.get(before)!.to = day
    spans.set(newest, { from: day, to: Number.POSITIVE_INFINITY })
    before = newest
  }
  return heads.map((head) => ({
    ...head,
    ...(spans.get(head) ?? { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }),
  }))
}

function newer(one: AdvisoryHead, other: AdvisoryHead): boolean {
  const revision = (head: AdvisoryHead) => ({ version: head.version, currentRelease: head.releasedAt ?? '' })
  const order = newerRevision(revision(one), revision(other))
  return order !== 0 ? order > 0 : one.seq > other.seq
}

export function signatureOf({ vendor, model, orderNumber, firmware }: AssetProduct): string {
  return JSON.stringify([vendor, model, orderNumber, firmware])
}
