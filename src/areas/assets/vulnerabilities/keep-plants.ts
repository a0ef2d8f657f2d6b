import type { Kysely } from 'kysely'
import { type DayNumber, dayNumber } from '#core/calendar/day.ts'
import { foldCode, foldVersion } from '#core/identity/spelling.ts'
import type { AssetProduct } from '#core/vulnerability/match-product.ts'
import type { Observer, SeenProduct } from '../observer.ts'
import { loadRevisions } from '../span-store.ts'
import type { AssetsTables } from '../store.ts'
import { loadProductSpans, type ProductSpan } from './product-store.ts'

/** An asset over some days, as the product that advisories are held against. */
export interface Subject extends ProductSpan {
  readonly product: AssetProduct
  /** The same with the wire's word where it differs from the registry's; null where they agree. */
  readonly otherwise: AssetProduct | null
  readonly seen: SeenProduct | null
}

/** All assets of a plant, by tag, each with its days in their order. */
export interface PlantSubjects {
  readonly key: string
  readonly byTag: ReadonlyMap<string, readonly Subject[]>
}

export interface PlantKeeper {
  subjects(plant: string, knownAt?: string): Promise<PlantSubjects>
  /** Differs whenever the registry or what is seen of it does, by plant. */
  keys(): Promise<ReadonlyMap<string, string>>
}

/** Assets of plants in memory, read again when registry or wire have changed. */
export function keepPlants(db: Kysely<AssetsTables>, observer: () => Observer | undefined): PlantKeeper {
  const kept = new Map<string, PlantSubjects>()
  const loading = new Map<string, Promise<PlantSubjects>>()

  async function keys(): Promise<Map<string, string>> {
    const seen = await observer()?.revisions()
    const registry = await loadRevisions(db)
    return new Map([...registry].map(([plant, revision]) => [plant, `${revision}/${seen?.get(plant) ?? ''}`]))
  }

  async function load(plant: string, key: string, knownAt?: string): Promise<PlantSubjects> {
    const spans = await loadProductSpans(db as unknown as Kysely<unknown>, plant, knownAt)
    // What was seen is known as of now alone: by the knowledge of the past the registry speaks for itself.
    const seen =
      knownAt === undefined
        ? ((await observer()?.products?.(plant)) ?? new Map<string, SeenProduct>())
        : new Map<string, SeenProduct>()
    const subjects = spans.flatMap((span) => subjectsOf(span, seen.get(span.tag) ?? null))
    return { key, byTag: Map.groupBy(subjects, ({ tag }) => tag) }
  }

  return {
    keys,
    async subjects(plant, knownAt) {
      const key = (await keys()).get(plant) ?? ''
      if (knownAt !== undefined) return load(plant, `${key}@${knownAt}`, knownAt)
      const before = kept.get(plant)
      if (before?.key === key) return before
      const under = loading.get(`${plant} ${key}`)
      if (under !== undefined) return under
      const made = load(plant, key)
      loading.set(`${plant} ${key}`, made)
      try {
        const subjects = await made
        kept.set(plant, subjects)
        return subjects
      } finally {
        loading.delete(`${plant} ${key}`)
      }
    },
  }
}

/** Before its first sight the registry speaks alone. */
function subjectsOf(span: ProductSpan, seen: SeenProduct | null): Subject[] {
  const { vendor, model, orderNumber, firmware } = span
  const alone: Subject = { ...span, product: { vendor, model, orderNumber, firmware }, otherwise: null, seen: null }
  if (seen === null) return [alone]
  const day: DayNumber = dayNumber(seen.since)
  if (day >= span.to) return [alone]
  const after: Subject = { ...alone, from: Math.max(span.from, day), ...joined(span, seen), seen }
  return day <= span.from ? [after] : [{ ...alone, to: day }, after]
}

/** The registry's word first; what it does not say the wire may. */
function joined(said: AssetProduct, seen: SeenProduct): Pick<Subject, 'product' | 'otherwise'> {
  const product = {
    vendor: said.vendor ?? seen.vendor,
    model: said.model ?? seen.model,
    orderNumber: said.orderNumber ?? seen.orderNumber,
    firmware: said.firmware ?? seen.firmware,
  }
  const firmware = differs(said.firmware, seen.firmware, foldVersion) ? seen.firmware : product.firmware
  const orderNumber = differs(said.orderNumber, seen.orderNumber, foldCode) ? seen.orderNumber : product.orderNumber
  const same = firmware === product.firmware && orderNumber === product.orderNumber
  return { product, otherwise: same ? null : { ...product, firmware, orderNumber } }
}

function differs(said: string | null, seen: string | null, fold: (text: string) => string): boolean {
  if (said === null || seen === null) return false
  const [a, b] = [fold(said), fold(seen)]
  return a !== '' && b !== '' && !a.includes(b) && !b.includes(a)
}
