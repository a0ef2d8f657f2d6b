// The whole way from the store: 100 plants with 200,000 assets and five years of records, one assessment and 60 month-ends.
// `node bench/assess.ts [plants] [assets per plant]`; the embedded database unless DATABASE_URL is set.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openProduct } from '#app/open-product.ts'
import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import { createLog } from '#platform/log.ts'
import { median } from './report.ts'

const plantCount = Number(process.argv[2] ?? 100)
const perPlant = Number(process.argv[3] ?? 2000)
const folder = await mkdtemp(join(tmpdir(), 'rung-bench-'))
const product = await openProduct({ folder, url: process.env.DATABASE_URL, log: createLog('error') })
const { plants, people, evidence, maturity } = product
const say = (text: string) => process.stdout.write(`${text}\n`)

try {
  const today = await plants.today()
  const first = dayOf(dayNumber(today) - 1826)
  await plants.nameCompany({ name: 'Bench', from: first })
  const giver = await people.add({ name: 'Giver', departments: ['ot'] })
  const keys = Array.from({ length: plantCount }, (_, i) => `plant-${i}`)
  for (const [i, key] of keys.entries()) {
    await plants.add({ key, name: key, criticality: i % 5 === 0 ? 'major' : 'standard', from: first })
  }
  let from = performance.now()
  for (const key of keys) {
    const rows = ['Tag,Name,Vendor,Model,Firmware,IP address,Zone,Purdue level,Criticality,Lifecycle']
    for (let i = 0; i < perPlant; i++) {
      rows.push(
        `${key}-A${i},Asset ${i},Siemens,S7-1500,V2.${i % 9},10.${keys.indexOf(key)}.${i >> 8}.${i & 255},Cell ${i % 7},${i % 3},high,in operation`,
      )
    }
    const file = await evidence.takeFile(`${key}.csv`, Buffer.from(rows.join('\n')))
    const started = await evidence.startImport({ file, as: 'registry', plant: key, effectiveOn: first, by: giver.key })
    const staged = await evidence.settled(started.id)
    if (staged.state !== 'staged') throw new Error(`${key}: ${JSON.stringify(staged.failure)}`)
    await evidence.commitImport({ id: started.id, by: giver.key })
  }
  say(`${plantCount * perPlant} assets imported in ${((performance.now() - from) / 1000).toFixed(1)} s`)

  from = performance.now()
  const records: Parameters<typeof evidence.addMany>[0][number][] = []
  const add = (kind: string, scope: 'enterprise' | string[], effectiveFrom: Day, data: Record<string, unknown>) =>
    records.push({ kind, scope, effectiveFrom, data, by: giver.key })
  for (let day = dayNumber(first); day <= dayNumber(today); day += 30) {
    add('meeting', 'enterprise', dayOf(day), {
      topic: 'OT/IT',
      departments: ['process-safety', 'it', 'ot'],
      minuted: true,
    })
  }
  for (const key of keys) {
    for (let day = dayNumber(first); day <= dayNumber(today); day += 80 + (keys.indexOf(key) % 20)) {
      add('registry-review', [key], dayOf(day), { coverage: 'all' })
    }
  }
  for (let i = 0; i < records.length; i += 500) await evidence.addMany(records.slice(i, i + 500))
  say(`${records.length} records entered in ${((performance.now() - from) / 1000).toFixed(1)} s`)

  const one: number[] = []
  for (let run = 0; run < 3; run++) {
    // A record moves the database, so that nothing is answered from what was kept.
    await evidence.add({
      kind: 'meeting',
      scope: 'enterprise',
      effectiveFrom: today,
      data: records[0]?.data ?? {},
      by: giver.key,
    })
    from = performance.now()
    await maturity.assess()
    one.push(performance.now() - from)
  }
  const again: number[] = []
  for (let run = 0; run < 3; run++) {
    from = performance.now()
    await maturity.assess()
    again.push(performance.now() - from)
  }
  await evidence.add({
    kind: 'meeting',
    scope: 'enterprise',
    effectiveFrom: today,
    data: records[0]?.data ?? {},
    by: giver.key,
  })
  from = performance.now()
  for (let month = 0; month < 60; month++) {
    await maturity.assess({ asOf: dayOf(dayNumber(first) + Math.round((month + 1) * 30.4)), reasons: 'none' })
  }
  const sixty = Math.round(performance.now() - from)
  say(
    `${plantCount} plants x 84 criteria, ${plantCount * perPlant} assets (${product.database.kind}): one assessment ${median(one)} ms, again ${median(again)} ms, 60 month-ends ${sixty} ms; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  )
} finally {
  await product.close()
  await rm(folder, { recursive: true, force: true })
}
