import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose, type Product, schemas } from '#app/compose.ts'
import { dayNumber } from '#core/calendar/day.ts'
import { fixedClock } from '#platform/clock.ts'
import { openDatabase } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openFileStore } from '#platform/files/store.ts'
import { createLog } from '#platform/log.ts'
import { buildExample } from './build.ts'
import { storyDays } from './days.ts'

const folders: string[] = []
const products: Product[] = []

async function built(today: string): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'rung-example-'))
  folders.push(folder)
  const database = await openDatabase({ memory: true })
  await migrate(database, schemas)
  const files = await openFileStore(folder)
  const product = await compose({ database, files, clock: fixedClock(`${today}T03:00:00Z`), log: createLog('error') })
  products.push(product)
  await buildExample(product, { say: () => {} })
  return product
}

afterAll(async () => {
  for (const product of products) await product.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

type Assessment = Awaited<ReturnType<Product['maturity']['assess']>>

function levels({ enterprise, plants }: Assessment): Record<string, number> {
  return { enterprise: enterprise.level, ...Object.fromEntries(plants.map(({ plant, level }) => [plant, level])) }
}

function verdictOf(assessment: Assessment, criterion: string, plant?: string) {
  const standing = plant ? assessment.plants.find((one) => one.plant === plant) : assessment.enterprise
  return standing!.verdicts.find((one) => one.criterion === criterion)!
}

/** What an assessment says, without the ids that every build makes anew. */
function said({ enterprise, plants }: Assessment): unknown {
  const standing = ({
    level,
    aspects,
    symptoms,
    lapsesNext,
    verdicts,
  }: Omit<Assessment['enterprise'], 'noPlantAtLevel'>) => ({
    level,
    aspects,
    symptoms,
    lapsesNext,
    verdicts: verdicts.map(({ because, contradicted, compensated, exemption, ...one }) => ({
      ...one,
      people: [contradicted, compensated, exemption].map((id) => id !== null),
      because: because.map(({ records, attestation, ...reason }) => ({
        ...reason,
        records: records.length,
        attested: attestation !== null,
      })),
    })),
  })
  return [standing(enterprise), ...plants.map((one) => [one.plant, standing(one)])]
}

const expected = { enterprise: 2, kashima: 3, leuna: 2, yokkaichi: 2, rayong: 1, toyama: 1, chonburi: 1 }

describe('the example enterprise', () => {
  const today = '2026-11-23'
  const days = storyDays(today)
  let product: Product
  let assessment: Assessment

  beforeAll(async () => {
    product = await built(today)
    assessment = await product.maturity.assess()
  }, 240_000)

  test('stands at 2, with plants at 1, 2 and 3', () => {
    expect(levels(assessment)).toEqual(expected)
    expect(verdictOf(assessment, '2.1').prioritised).toBe(true)
  })

  test('has a signed yes that a capture refutes, down to the packets', async () => {
    const verdict = verdictOf(assessment, '2.2', 'rayong')
    expect(verdict).toMatchObject({ verdict: 'partly', strength: 'measured' })
    expect(verdict.contradicted).not.toBeNull()
    const explained = await product.maturity.explain({ criterion: '2.2', plant: 'rayong' })
    expect(JSON.stringify(explained)).toMatch(/rayong-boundary_\d{8}\.pcap/)
    const before = await product.maturity.assess({ asOf: days.ago(35) })
    expect(levels(before).rayong).toBe(2)
  })

  test('has a practice that lapses within a month, and with it the level of the company', async () => {
    const { verdict, inGrace, validUntil } = verdictOf(assessment, '2.3')
    expect({ verdict, inGrace }).toEqual({ verdict: 'met', inGrace: true })
    const left = dayNumber(validUntil!) - dayNumber(today)
    expect(left).toBeGreaterThan(20)
    expect(left).toBeLessThanOrEqual(31)
    const after = await product.maturity.assess({ asOf: validUntil! })
    expect(after.enterprise.level).toBe(1)
    expect(verdictOf(after, '2.3', 'kashima').verdict).toBe('met')
  })

  test('finds devices that no registry lists, and assets that no capture shows', async () => {
    const counts = async (plant: string) => (await product.network.reconciliation({ plant, limit: 5 })).counts
    expect((await counts('chonburi')).unmanaged).toBeGreaterThanOrEqual(11)
    const kashima = await counts('kashima')
    expect(kashima).toMatchObject({ unmanaged: 1, conflict: 1 })
    expect(kashima.matched).toBeGreaterThan(130)
    expect(kashima.notSeen).toBeGreaterThanOrEqual(6)
  })

  test('has a control approved by OT, IT and process safety, honest noes, an exemption and unknowns', () => {
    expect(verdictOf(assessment, '2.2', 'yokkaichi').compensated).not.toBeNull()
    expect(verdictOf(assessment, '2.2', 'toyama').verdict).toBe('notMet')
    expect(verdictOf(assessment, '3.5', 'toyama')).toMatchObject({ verdict: 'notApplicable' })
    const chonburi = assessment.plants.find((one) => one.plant === 'chonburi')!
    expect(chonburi.onboarding).toBe(true)
    expect(chonburi.verdicts.filter((one) => one.verdict === 'unknown').length).toBeGreaterThan(40)
  })

  test('names who came through the jump server of Kashima, the account of several, and the visit that nobody explains', async () => {
    expect(verdictOf(assessment, 'N2.3', 'kashima')).toMatchObject({ verdict: 'met', strength: 'measured' })
    const explained = await product.maturity.explain({ criterion: 'N2.3', plant: 'kashima' })
    const proof = JSON.stringify(explained)
    expect(proof).toMatch(/踏み台接続記録_\d{8}\.csv:\d+: hozen/)
    expect(proof).toContain('the log of this path tells of nobody')
  })

  test('refuses the faulty rows of its registries by name, and keeps the rest', async () => {
    const imports = await product.evidence.listImports({ limit: 100 })
    expect(imports.every((one) => one.state === 'committed')).toBe(true)
    const first = imports.find((one) => one.fileName === '鹿島工場_制御機器台帳_第1版.xlsx')!
    expect(first.counts).toMatchObject({ refused: 3, changed: 0 })
    const told = await product.evidence.problems(first.id, { severity: 'refused', after: 0, limit: 10 })
    expect(told.map(({ reason }) => reason.en).join('\n')).toMatch(
      /10\.11\.12\.450[\s\S]*required and empty|required and empty[\s\S]*10\.11\.12\.450/,
    )
    const second = imports.find((one) => one.fileName === '鹿島工場_制御機器台帳_第2版.xlsx')!
    expect(second.counts!.changed).toBeGreaterThan(100)
    expect(second.counts!.accepted).toBeGreaterThan(5)
  })

  test('climbed there: a year ago nobody stood above 1, and nothing of today was known', async () => {
    const yearAgo = await product.maturity.assess({ asOf: days.ago(365) })
    expect(Math.max(...Object.values(levels(yearAgo)))).toBe(1)
    expect(levels(await product.maturity.assess({ asOf: days.ago(150) })).kashima).toBe(2)
    const knownThen = await product.maturity.assess({ knownAt: `${days.ago(365)}T00:00:00Z` })
    expect(knownThen.enterprise.level).toBe(1)
    expect(verdictOf(knownThen, '2.5', 'kashima').verdict).toBe('unknown')
  })

  test('marks what was written down late', () => {
    expect(verdictOf(assessment, 'N1.3', 'rayong').late).toBe(true)
  })

  test('is the same when it is built again for the same day', async () => {
    const again = await built(today)
    expect(said(await again.maturity.assess())).toEqual(said(assessment))
  }, 240_000)
})

test('the example is alive on another day, on which months end and years leap', async () => {
  const product = await built('2028-02-29')
  const assessment = await product.maturity.assess()
  expect(levels(assessment)).toEqual(expected)
  expect(verdictOf(assessment, '2.2', 'rayong').contradicted).not.toBeNull()
}, 240_000)
