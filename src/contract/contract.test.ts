import { expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from './index.ts'

test('no two routes share a method and a path', () => {
  const doors = routes.map((r) => `${r.method} ${r.path.replace(/:\w+/g, ':')}`)
  expect(new Set(doors).size).toBe(doors.length)
})

test.each(routes.map((r) => [`${r.method} ${r.path}`, r] as const))(
  '%s declares every parameter of its path',
  (_, r) => {
    const named = [...r.path.matchAll(/:(\w+)/g)].map((m) => m[1])
    const declared = r.params instanceof z.ZodObject ? Object.keys(r.params.shape) : []
    expect(declared.sort()).toEqual(named.sort())
  },
)

test.each(routes.map((r) => [`${r.method} ${r.path}`, r] as const))('%s can be told in JSON Schema', (_, r) => {
  for (const schema of [r.params, r.query, r.body])
    if (schema) expect(() => z.toJSONSchema(schema, { io: 'input' })).not.toThrow()
  expect(() => z.toJSONSchema(r.response)).not.toThrow()
})
