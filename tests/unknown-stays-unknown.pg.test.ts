import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose, type Product, schemas } from '#app/compose.ts'
import type { Verdict } from '#contract/maturity.ts'
import { exampleFiles } from '#examples/chemical-maker/files.ts'
import { fixedClock } from '#platform/clock.ts'
import { openDatabase } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openFileStore } from '#platform/files/store.ts'
import { createLog } from '#platform/log.ts'

const today = '2026-11-23'
const folder = await mkdtemp(join(tmpdir(), 'rung-unknown-'))
let product: Product
let files: Awaited<ReturnType<typeof exampleFiles>>

beforeAll(async () => {
  const database = await openDatabase({ memory: true })
  await migrate(database, schemas)
  product = await compose({
    database,
    files: await openFileStore(join(folder, 'files')),
    clock: fixedClock(`${today}T03:00:00Z`),
    log: createLog('silent'),
  })
  files = await exampleFiles(today)
  await product.plants.nameCompany({ name: 'Any', from: '2024-01-01' })
  await product.people.add({ key: 'p-giver', name: 'Giver', departments: ['ot'] })
  const plants = [...new Set(files.flatMap((file) => (file.plant ? [file.plant] : [])))]
  for (const key of plants) await product.plants.add({ key, name: key, criticality: 'major', from: '2024-01-01' })
}, 60_000)

afterAll(async () => {
  await product.close()
  await rm(folder, { recursive: true, force: true })
})

async function bring(index: number): Promise<string> {
  const { name, bytes, as, plant, effectiveOn, mapping } = files[index]!
  const file = await product.evidence.takeFile(name, bytes)
  const { id } = await product.evidence.startImport({ file, as, plant, effectiveOn, mapping, by: 'p-giver' })
  const staged = await product.evidence.settled(id)
  expect(staged.state, name).toBe('staged')
  await product.evidence.commitImport({ id, by: 'p-giver' })
  return id
}

/** The files of a subset, chosen by a small generator so that a failure can be had again. */
function subset(seed: number, size: number): number[] {
  const chosen = new Set<number>()
  for (let state = seed; chosen.size < size; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    chosen.add(state % files.length)
  }
  return [...chosen]
}

async function verdicts(): Promise<(Verdict & { scope: string })[]> {
  const { enterprise, plants } = await product.maturity.assess({ asOf: today })
  return [
    ...enterprise.verdicts.map((one) => ({ ...one, scope: '*' })),
    ...plants.flatMap(({ plant, verdicts: all }) => all.map((one) => ({ ...one, scope: plant }))),
  ]
}

const isRest = (one: Verdict) => one.asked && one.verdict !== 'unknown'

describe('imports, in any combination', () => {
  test('nothing is known before the first', async () => {
    expect((await verdicts()).filter(isRest)).toEqual([])
  })

  test.each([1, 2, 3, 4])(
    'turn an unknown into a verdict only with a record behind it (combination %i)',
    async (seed) => {
      const imports: string[] = []
      for (const index of subset(seed * 7919, 7)) imports.push(await bring(index))
      const known = (await verdicts()).filter(isRest)
      expect(known.length).toBeGreaterThan(0)
      for (const one of known) {
        const behind = one.because.flatMap((reason) => reason.records)
        expect(behind, `${one.scope} ${one.criterion} is ${one.verdict}`).not.toEqual([])
      }
      // What is met leads to proof that speaks for it, one step further down.
      for (const one of known.filter(({ verdict, kind }) => verdict === 'met' && kind === 'criterion').slice(0, 12)) {
        const plant = one.scope === '*' ? undefined : one.scope
        const { proof } = await product.maturity.explain({ criterion: one.criterion, plant, asOf: today })
        expect(
          proof.filter(({ speaks }) => speaks === 'for'),
          `${one.scope} ${one.criterion}`,
        ).not.toEqual([])
      }
      // And when they are taken back, it is unknown again.
      for (const id of imports.toReversed()) await product.evidence.undoImport({ id, by: 'p-giver' })
      expect((await verdicts()).filter(isRest)).toEqual([])
    },
  )
})
