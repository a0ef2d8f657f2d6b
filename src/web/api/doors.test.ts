import { expect, test } from 'vitest'
import { routes } from '#contract/index.ts'
import { doors } from './doors.ts'

const declared = new Set(routes.map((route) => `${route.method} ${route.path}`))

test.each(Object.entries(doors))('the door %s is in the contract', (_, door) => {
  expect(declared).toContain(`${door.method} ${door.path}`)
})
