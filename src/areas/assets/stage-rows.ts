import type { Kysely } from 'kysely'
import type { ImportJob } from '#areas/evidence/importer.ts'
import type { Day } from '#core/calendar/day.ts'
import type { RowProblem } from '#core/import/sheet.ts'
import { foldTag } from './addresses.ts'
import { type Asset, type AssetFacts, factKeys, noFacts } from './asset.ts'
import { registryFields } from './fields.ts'
import type { RegistryRow } from './read-row.ts'
import { loadLatest, tagsOf } from './registry-store.ts'
import { changedFacts } from './rules.ts'
import {
  type AssetsTables,
  type BatchPlant,
  insertReviews,
  insertVersions,
  type NewReview,
  type NewVersion,
} from './store.ts'

interface Place {
  readonly sheet: string | null
  readonly row: number
}

interface Waiting extends Place {
  readonly plant: string
  /** As the registry already writes it, where the asset is known. */
  readonly tag: string
  readonly known: boolean
  readonly read: RegistryRow
}

export interface Staged {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly plants: readonly BatchPlant[]
  /** Registered assets of the plants that the file names, which it does not list. */
  readonly missing: readonly { readonly plant: string; readonly tag: string }[]
}

export interface Stager {
  /** Takes a row in; gives the place of the first row of the same asset instead where there is one. */
  add(plant: string, place: Place, row: RegistryRow): Promise<Place | null>
  end(): Promise<Staged>
}

/** Rows compared and written at a time: a few dozen milliseconds of the database. */
const BITE = 500

const labelOf = new Map(registryFields.map((field) => [field.key, field.label]))

/**
 * Compares rows with the registry as it stood on the import's date, and stages a version for each asset that is new or
 * differs, and a review where the row brings a date of one. What stays as it is leaves nothing behind.
 */
export function stageRows(
  db: Kysely<AssetsTables>,
  job: Pick<ImportJob, 'importId' | 'effectiveOn' | 'today' | 'signal'>,
  report: (problem: RowProblem) => void,
): Stager {
  /** Per plant: folded tag → the tag as registered. */
  const registered = new Map<string, Map<string, string>>()
  /** Per plant: folded tag → where this file has it. */
  const inFile = new Map<string, Map<string, Place>>()
  const plants = new Map<string, { -readonly [K in keyof BatchPlant]: BatchPlant[K] }>()
  const waiting: Waiting[] = []

  async function open(plant: string): Promise<Map<string, string>> {
    const known = registered.get(plant)
    if (known) return known
    const tags = new Map<string, string>()
    for await (const page of tagsOf(db, plant)) for (const tag of page) tags.set(foldTag(tag), tag)
    registered.set(plant, tags)
    inFile.set(plant, new Map())
    plants.set(plant, { plant, effectiveOn: job.effectiveOn, added: 0, changed: 0, reviewed: 0, unchanged: 0 })
    return tags
  }

  async function flush(): Promise<void> {
    const bite = waiting.splice(0)
    if (bite.length === 0) return
    const before = new Map<string, Map<string, Asset>>()
    for (const [plant, rows] of Map.groupBy(bite, (row) => row.plant)) {
      const tags = rows.filter((row) => row.known).map((row) => row.tag)
      before.set(plant, tags.length === 0 ? new Map() : await loadLatest(db, plant, tags, job.effectiveOn))
    }
    const versions: NewVersion[] = []
    const reviews: NewReview[] = []
    for (const row of bite) {
      const sums = plants.get(row.plant)!
      const base = before.get(row.plant)?.get(row.tag)
      const facts = merged(base, row.read)
      const changed = base ? changedFacts(base, facts) : []
      const reviewed = row.read.reviewedOn !== null && row.read.reviewedOn !== base?.reviewedOn
      if (!base || changed.length > 0) {
        const effectiveOn = effectiveDay(row.read.updatedOn, base, job.effectiveOn)
        versions.push({
          ...place(row),
          plant: row.plant,
          tag: row.tag,
          effectiveOn,
          replaces: base !== undefined,
          facts,
        })
      }
      if (reviewed) reviews.push({ ...place(row), plant: row.plant, tag: row.tag, reviewedOn: row.read.reviewedOn! })
      if (reviewed) sums.reviewed++
      if (!base) sums.added++
      else if (changed.length > 0 || reviewed) {
        sums.changed++
        tellChange(row, reviewed ? [...changed, 'reviewedOn'] : changed)
      } else sums.unchanged++
    }
    await insertVersions(db, job.importId, versions)
    await insertReviews(db, job.importId, reviews)
  }

  function tellChange(row: Waiting, keys: readonly string[]): void {
    const names = (language: 'en' | 'ja') =>
      keys.map((key) => (key === 'other' ? { en: 'other columns', ja: 'その他の列' } : labelOf.get(key)!)[language])
    report({
      severity: 'note',
      ...place(row),
      column: null,
      reason: {
        en: `${row.tag} changes: ${names('en').join(', ')}`,
        ja: `${row.tag} の変更: ${names('ja').join('、')}`,
      },
    })
  }

  return {
    async add(plant, { sheet, row }, read) {
      const tags = await open(plant)
      const key = foldTag(read.tag)
      const places = inFile.get(plant)!
      const twin = places.get(key)
      if (twin) return twin
      places.set(key, { sheet, row })
      const tag = tags.get(key)
      waiting.push({ plant, tag: tag ?? read.tag, known: tag !== undefined, read, sheet, row })
      if (waiting.length >= BITE) {
        job.signal.throwIfAborted()
        await flush()
      }
      return null
    },
    async end() {
      await flush()
      const all = [...plants.values()]
      const sum = (of: (plant: BatchPlant) => number) => all.reduce((total, plant) => total + of(plant), 0)
      const missing = [...registered].flatMap(([plant, tags]) => {
        const listed = inFile.get(plant)!
        return [...tags].flatMap(([key, tag]) => (listed.has(key) ? [] : [{ plant, tag }]))
      })
      return {
        added: sum((plant) => plant.added),
        changed: sum((plant) => plant.changed),
        unchanged: sum((plant) => plant.unchanged),
        plants: all,
        missing,
      }
    },
  }
}

function place({ sheet, row }: Place): Place {
  return { sheet, row }
}

/** What the row says, over what was known: a column that the file lacks says nothing, an empty cell says "none". */
function merged(base: Asset | undefined, row: RegistryRow): AssetFacts {
  const known: AssetFacts = base ?? noFacts
  const facts = Object.fromEntries(
    factKeys.map((key) => [key, row.given[key] !== undefined ? row.given[key] : known[key]]),
  )
  return { ...(facts as unknown as AssetFacts), other: { ...known.other, ...row.other } }
}

/** The row's own date where it lies behind the version it changes; the import's otherwise. */
function effectiveDay(updatedOn: Day | null, base: Asset | undefined, importDay: Day): Day {
  if (updatedOn === null || updatedOn > importDay) return importDay
  return base && updatedOn <= base.effectiveOn ? importDay : updatedOn
}
