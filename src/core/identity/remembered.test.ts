import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

test('an answer is worked out once, also where it is that there is none', () => {
  const asked: string[] = []
  const lengthOf = remembered((text) => {
    asked.push(text)
    return text === '' ? undefined : text.length
  })
  expect([lengthOf('abc'), lengthOf(''), lengthOf('abc'), lengthOf('')]).toEqual([3, undefined, 3, undefined])
  expect(asked).toEqual(['abc', ''])
})

test('whoever says something new each time does not fill the memory, and still gets right answers', () => {
  let worked = 0
  const echo = remembered((text) => {
    worked++
    return text
  })
  for (let round = 0; round < 2; round++) for (let i = 0; i < 5000; i++) expect(echo(`model ${i}`)).toBe(`model ${i}`)
  // Had all been kept, the second round would have cost nothing.
  expect(worked).toBeGreaterThan(5000)
})
