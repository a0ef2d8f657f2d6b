import { z } from 'zod'
import { department, instant } from './common.ts'
import { route } from './route.ts'

/** `key` is pseudonymous and stays; `name` is null once it was erased. */
export const person = z.object({
  key: z.string(),
  name: z.string().nullable(),
  department,
  addedAt: instant,
})
export type Person = z.infer<typeof person>

export const listPeople = route({
  method: 'GET',
  path: '/people',
  area: 'people',
  summary: 'The people one can act as; identities are not verified',
  response: z.object({ items: z.array(person) }),
})

export const addPerson = route({
  method: 'POST',
  path: '/people',
  area: 'people',
  summary: 'Adds a person by name and department',
  body: z.object({ name: z.string().trim().min(1).max(200), department }),
  response: person,
  status: 201,
})

export const eraseName = route({
  method: 'DELETE',
  path: '/people/:key/name',
  area: 'people',
  summary: 'Erases the name; the pseudonymous key and every record stay',
  params: z.object({ key: z.string() }),
  response: person,
})

export const peopleRoutes = [listPeople, addPerson, eraseName]
