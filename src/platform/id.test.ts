import { expect, it } from 'vitest'
import { newId } from './id.ts'

it('an id is a UUID of version 7 and carries its time', () => {
  const time = Date.UTC(2126, 0, 1)
  const id = newId(time)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(time)
})

it('ids sort in the order in which they were made, also within a millisecond and when the clock steps back', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => newId(index % 7 === 0 ? 0 : Date.UTC(2126, 0, 2)))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})
