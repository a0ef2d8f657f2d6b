import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { HeardFact } from '#core/capture/identity-statements.ts'
import type { CaptureClock } from './capture-store.ts'
import { inTurn } from './in-turn.ts'
import { bitesOf, type SeenAs } from './sightings-store.ts'
import type { Db } from './store.ts'

interface FactRow {
  readonly device: string
  readonly address: string
  readonly protocol: string
  readonly field: string
  readonly value: string
  readonly captures: string[]
  readonly packets: number[]
}

/** What the devices said that makes their fields, by the id of the device now. */
export async function loadFacts(
  db: Db,
  plant: string,
  captures: readonly (CaptureClock & { readonly firstSeen: string | null })[],
  groups: readonly { readonly id: string; readonly sightings: readonly SeenAs[] }[],
): Promise<Map<string, HeardFact[]>> {
  const owners = new Map<string, { id: string; one: SeenAs }[]>()
  await inTurn(groups, ({ id, sightings }) => {
    for (const one of sightings) {
      // A part that lost the id still has what was said of its addresses.
      const origin = one.key.slice(0, one.key.indexOf('\t'))
      const known = owners.get(origin)
      if (known === undefined) owners.set(origin, [{ id, one }])
      else known.push({ id, one })
    }
  })
  const clocks = JSON.stringify(captures.map(({ id }) => ({ id })))
  const time = new Map(captures.map((capture) => [capture.id, secondsAt(capture)]))
  const facts = new Map<string, HeardFact[]>()
  for await (const [after, upto] of bitesOf(db, 'identity', plant)) {
    const { rows } = await sql<FactRow>`
      select i.device, coalesce(i.address, i.device) as address, i.protocol, i.field, i.value,
        array_agg(i.capture_id order by i.capture_id, i.n) as captures, array_agg(i.packet order by i.capture_id, i.n) as packets
      from network.identity i join jsonb_to_recordset(${clocks}::text::jsonb) as c(id text) on c.id = i.capture_id
      where i.plant = ${plant} and i.device > ${after} and i.device <= ${upto}
        and i.field in ('vendor', 'model', 'product', 'orderNumber', 'firmware', 'serial', 'name')
      group by 1, 2, 3, 4, 5`.execute(db)
    for (const row of rows) addFact(row, owners.get(row.device) ?? [], time, facts)
    await breathe()
  }
  return facts
}

function addFact(
  { address, protocol, field, value, captures, packets }: FactRow,
  owners: readonly { readonly id: string; readonly one: SeenAs }[],
  time: ReadonlyMap<string, number>,
  facts: Map<string, HeardFact[]>,
): void {
  const heard = new Map<string, { source: string; packet: number; first: number; last: number }>()
  for (const [i, source] of captures.entries()) {
    const packet = Number(packets[i])
    const owner = owners.find(({ one }) => one.captures.has(source) && (one.part === null || one.part.has(address)))
    if (owner === undefined) continue
    const at = (time.get(source) ?? 0) * 1e6 + Math.min(packet, 999_999)
    const known = heard.get(owner.id)
    if (known === undefined) heard.set(owner.id, { source, packet, first: at, last: at })
    else {
      known.first = Math.min(known.first, at)
      if (at > known.last) Object.assign(known, { source, packet, last: at })
    }
  }
  for (const [id, one] of heard) {
    const known = facts.get(id) ?? []
    known.push({ protocol, field, value, ...one })
    facts.set(id, known)
  }
}

/** When a capture began, in seconds, as its clock counts; 0 where it does not. */
export function secondsAt({ firstSeen, shift, counts }: CaptureClock & { readonly firstSeen: string | null }): number {
  if (firstSeen === null || !counts) return 0
  return Math.max(0, Math.floor(Date.parse(firstSeen) / 1000) + shift * 86_400)
}
