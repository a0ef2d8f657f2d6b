import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { createPlants, type Plants } from './create-plants.ts'

describe.each(testDatabases())('plants on $name', ({ open }) => {
  let database: Database
  let plants: Plants
  const clock = { instant: '2026-11-23T03:00:00.000Z', now: () => new Date(clock.instant) }
  const turn = (instant: string) => {
    clock.instant = instant
  }

  beforeAll(async () => {
    database = await open()
    await migrate(database, [{ area: 'plants', folder: join(import.meta.dirname, 'migrations') }])
    plants = createPlants(database, { clock })
  })
  afterAll(() => database.close())

  it('a company that nobody named has the calendar year and no name', async () => {
    expect(await plants.company()).toMatchObject({ name: null, fiscalYearStart: 1 })
    expect(await plants.isExample()).toBe(false)
  })

  it('today is the day in the company’s time zone', async () => {
    await plants.nameCompany({ name: 'Example Chemicals', timeZone: 'Asia/Tokyo', fiscalYearStart: 4, example: true })
    turn('2026-11-22T20:00:00.000Z')
    expect(await plants.today()).toBe('2026-11-23')
  })

  it('a key is made from the name, and made another one where it is taken', async () => {
    const one = await plants.add({ name: 'Kashima Works', example: true })
    const two = await plants.add({ name: 'Kashima works', example: true })
    const three = await plants.add({ name: '鹿島工場', example: true })
    expect([one.key, two.key, three.key]).toEqual(['kashima-works', 'kashima-works-2', 'plant'])
    await expect(plants.add({ key: 'plant', name: 'Again' })).rejects.toThrow('exists already')
  })

  it('wrong facts are refused field by field', async () => {
    const bad = plants.add({ name: 'X', country: 'JPN', timeZone: 'Mars/Olympus', onboardedOn: '2026-02-30' })
    await expect(bad).rejects.toMatchObject({
      problems: [{ path: 'country' }, { path: 'timeZone' }, { path: 'onboardedOn' }],
    })
  })

  it('a change holds from its day on, and what was known before stays readable', async () => {
    turn('2026-11-24T00:00:00.000Z')
    await plants.change({ key: 'plant', criticality: 'major', from: '2026-11-01' })
    const criticality = async (asOf: string, knownAt?: string) =>
      (await plants.list({ asOf, knownAt })).find((plant) => plant.key === 'plant')?.criticality
    expect(await criticality('2026-11-23')).toBe('major')
    expect(await criticality('2026-10-31')).toBe('standard')
    expect(await criticality('2026-11-23', '2026-11-23T12:00:00Z')).toBe('standard')
    turn('2026-11-25T00:00:00.000Z')
    await plants.change({ key: 'plant', criticality: 'minor', from: '2026-11-10' })
    expect(await criticality('2026-11-09')).toBe('major')
    expect(await criticality('2026-11-10')).toBe('minor')
    expect(await criticality('2026-12-31')).toBe('minor')
  })

  it('a shutdown is declared and taken back', async () => {
    const declared = await plants.declareShutdown({
      plant: 'plant',
      from: '2026-12-28',
      to: '2027-01-05',
      note: 'year end',
    })
    expect(declared.shutdowns).toEqual([
      { id: expect.any(String), from: '2026-12-28', to: '2027-01-05', note: 'year end' },
    ])
    const without = await plants.withdrawShutdown({ plant: 'plant', id: declared.shutdowns[0]!.id })
    expect(without.shutdowns).toEqual([])
    await expect(plants.declareShutdown({ plant: 'plant', from: '2026-12-28', to: '2026-12-01' })).rejects.toThrow(
      'last day',
    )
    await expect(plants.declareShutdown({ plant: 'nowhere', from: '2026-12-28', to: '2026-12-30' })).rejects.toThrow(
      'no plant',
    )
  })

  it('a plant entered by mistake is gone for every day, and may be entered again', async () => {
    await plants.remove({ key: 'kashima-works-2' })
    expect((await plants.list()).map((plant) => plant.key)).not.toContain('kashima-works-2')
    expect((await plants.list({ asOf: '2026-01-01' })).map((plant) => plant.key)).not.toContain('kashima-works-2')
    await plants.add({ key: 'kashima-works-2', name: 'Kashima II', example: true })
    expect((await plants.get('kashima-works-2')).name).toBe('Kashima II')
  })

  it('the example is cleared in every area or in none', async () => {
    let cleared = 0
    const fails = { now: true }
    plants.whenCleared(async () => {
      cleared++
      if (fails.now) throw new Error('the area cannot')
    })
    expect(await plants.isExample()).toBe(true)
    await expect(plants.clearExample()).rejects.toThrow('cannot')
    expect(await plants.list()).toHaveLength(3)
    fails.now = false
    await plants.clearExample()
    expect(cleared).toBe(2)
    expect(await plants.list()).toEqual([])
    expect((await plants.company()).name).toBeNull()
  })

  it('one’s own data are never cleared as the example', async () => {
    await plants.add({ name: 'Mine' })
    await expect(plants.clearExample()).rejects.toThrow('not (only) the example')
    expect(await plants.list()).toHaveLength(1)
  })
})
