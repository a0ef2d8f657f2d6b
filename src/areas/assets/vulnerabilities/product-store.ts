import { type Kysely, sql } from 'kysely'
import { type Day, type DayNumber, dayNumber } from '#core/calendar/day.ts'
import { spanFlags } from '../flags.ts'
import { visible } from '../store.ts'

/** What the registry says of an asset as a product, from one day to the next. */
export interface ProductSpan {
  readonly tag: string
  readonly from: DayNumber
  /** Exclusive; `Infinity` while it holds. */
  readonly to: DayNumber
  /** Stands in the plant: neither awaited nor disposed of. */
  readonly present: boolean
  readonly name: string | null
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly firmware: string | null
  readonly criticality: string | null
  readonly sis: boolean | null
  readonly constraints: readonly string[]
  readonly zone: string | null
}

interface Row extends Omit<ProductSpan, 'from' | 'to' | 'present'> {
  readonly effectiveOn: Day
  readonly flags: number
  readonly disposedOn: Day | null
}

const pageOfTags = 5000
const absent = spanFlags.gone | spanFlags.awaited

/** Every span of every asset of a plant, by tag and day. */
export async function loadProductSpans(db: Kysely<unknown>, plant: string, knownAt?: string): Promise<ProductSpan[]> {
  const spans: ProductSpan[] = []
  let after = ''
  for (;;) {
    const bite = await sql<{ upto: string | null }>`select max(tag) as upto from (
      select distinct tag from assets.version where plant = ${plant} and tag > ${after} order by tag limit ${pageOfTags}) t
    `.execute(db)
    const upto = bite.rows[0]?.upto
    if (upto === null || upto === undefined) return spans
    const found = await sql<Row>`
      select distinct on (v.tag, v.effective_on) v.tag, v.effective_on as "effectiveOn", v.name, v.vendor, v.model,
        v.order_number as "orderNumber", v.firmware, v.criticality, v.sis, v.constraints, v.zone, v.flags,
        v.disposed_on as "disposedOn"
      from assets.version v
      where v.plant = ${plant} and v.tag > ${after} and v.tag <= ${upto} and v.batch in ${visible(knownAt)}
      order by v.tag, v.effective_on, v.seq desc
    `.execute(db)
    for (const [i, { effectiveOn, flags, disposedOn, ...facts }] of found.rows.entries()) {
      const next = found.rows[i + 1]
      const from = dayNumber(effectiveOn)
      const to = next?.tag === facts.tag ? dayNumber(next.effectiveOn) : Number.POSITIVE_INFINITY
      const gone = disposedOn === null ? Number.POSITIVE_INFINITY : dayNumber(disposedOn)
      const present = (flags & absent) === 0
      if (gone > from && gone < to) {
        spans.push({ ...facts, from, to: gone, present })
        spans.push({ ...facts, from: gone, to, present: false })
      } else spans.push({ ...facts, from, to, present: present && gone > from })
    }
    after = upto
  }
}
