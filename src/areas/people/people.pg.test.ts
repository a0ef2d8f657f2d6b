import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { createPeople, type People } from './create-people.ts'

describe.each(testDatabases())('people on $name', ({ open }) => {
  let database: Database
  let people: People
  const clock = { now: () => new Date('2026-11-23T03:00:00.000Z') }
  beforeAll(async () => {
    database = await open()
    await migrate(database, [{ area: 'people', folder: join(import.meta.dirname, 'migrations') }])
    people = createPeople(database, { clock })
  })
  afterAll(() => database.close())

  it('a key says nothing about its person', async () => {
    const one = await people.add({ name: ' Aiko Sato ', departments: ['ot', 'process-safety'] })
    expect(one).toMatchObject({ name: 'Aiko Sato', department: 'ot', departments: ['ot', 'process-safety'] })
    expect(one.key).toMatch(/^p-[0-9a-f]{10}$/)
  })

  it.each([
    ['no name', { name: ' ', departments: ['ot'] as const }],
    ['no department', { name: 'X', departments: [] }],
    ['a department that is none', { name: 'X', departments: ['sales' as never] }],
    ['a key that is none', { name: 'X', departments: ['it'] as const, key: 'A B' }],
  ])('%s is refused', async (_, input) => {
    await expect(people.add(input)).rejects.toMatchObject({ name: 'BadInput' })
  })

  it('a key is given once', async () => {
    await people.add({ key: 'ben', name: 'Ben', departments: ['it'] })
    await expect(people.add({ key: 'ben', name: 'Ben', departments: ['it'] })).rejects.toMatchObject({
      name: 'Refused',
    })
  })

  it('a person moves to another department on a day; before it the old one speaks', async () => {
    await people.move({ key: 'ben', departments: ['management'], from: '2027-04-01' })
    expect((await people.find('ben'))?.department).toBe('it')
    expect((await people.find('ben', '2027-04-01'))?.department).toBe('management')
    expect((await people.find('ben', '2020-01-01'))?.department).toBe('it')
    await expect(people.move({ key: 'nobody', departments: ['ot'], from: '2027-04-01' })).rejects.toMatchObject({
      name: 'NotFound',
    })
  })

  it('an erased name is gone, and the key stays', async () => {
    expect(await people.eraseName('ben')).toMatchObject({ key: 'ben', name: null, department: 'it' })
    expect((await people.list()).map((person) => person.name)).toEqual(['Aiko Sato', null])
    await expect(people.eraseName('nobody')).rejects.toMatchObject({ name: 'NotFound' })
  })
})
