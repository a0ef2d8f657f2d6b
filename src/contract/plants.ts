import { z } from 'zod'
import { bilingual, criticality, day, plantKey, reading } from './common.ts'
import { route } from './route.ts'

export const company = z.object({
  name: z.string().nullable(),
  /** IANA name; months and quarters are counted in it. */
  timeZone: z.string(),
  /** First month of the fiscal year, 1–12. */
  fiscalYearStart: z.number().int().min(1).max(12),
  /** ISO 4217. */
  currency: z.string().optional(),
})
export type Company = z.infer<typeof company>

export const shutdown = z.object({ id: z.string(), from: day, to: day, note: z.string().nullable() })

export const constraintKinds = ['cannot-stop', 'cannot-patch', 'vendor-locked', 'safety-certified'] as const
export const constraint = z.object({ kind: z.enum(constraintKinds), note: z.string().nullable() })

export const plant = z.object({
  key: plantKey,
  name: z.string(),
  /** The name in Japanese where it differs. */
  localName: bilingual.partial().optional(),
  criticality,
  /** ISO 3166-1 alpha-2. */
  country: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** A new plant is shown and does not gate the enterprise for at most a year from this day. */
  onboardedOn: day.nullable(),
  /** False: the plant has no process hazards, and what asks about them does not apply. Null: nobody said. */
  hazardousProcesses: z.boolean().nullable().optional(),
  constraints: z.array(constraint),
  shutdowns: z.array(shutdown),
})
export type Plant = z.infer<typeof plant>

const facts = z.object({
  name: z.string().trim().min(1).max(200),
  criticality: criticality.optional(),
  country: z.string().length(2).nullable().optional(),
  timeZone: z.string().nullable().optional(),
  onboardedOn: day.nullable().optional(),
  hazardousProcesses: z.boolean().nullable().optional(),
  constraints: z.array(constraint).optional(),
})

const one = z.object({ plant: plantKey })

export const getCompany = route({
  method: 'GET',
  path: '/company',
  area: 'plants',
  summary: 'The enterprise: name, time zone, fiscal year',
  query: reading,
  response: company,
})

export const putCompany = route({
  method: 'PUT',
  path: '/company',
  area: 'plants',
  summary: 'Names the enterprise and sets its time zone and fiscal year',
  body: z.object({
    name: z.string().trim().min(1).max(200),
    timeZone: z.string().optional(),
    fiscalYearStart: z.number().int().min(1).max(12).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
  }),
  response: company,
})

export const listPlants = route({
  method: 'GET',
  path: '/plants',
  area: 'plants',
  summary: 'All plants, by name',
  query: reading,
  response: z.object({ items: z.array(plant) }),
})

export const getPlant = route({
  method: 'GET',
  path: '/plants/:plant',
  area: 'plants',
  summary: 'One plant',
  params: one,
  query: reading,
  response: plant,
})

export const addPlant = route({
  method: 'POST',
  path: '/plants',
  area: 'plants',
  summary: 'Adds a plant; the key is made from the name where none is given',
  body: facts.extend({ key: plantKey.optional() }),
  response: plant,
  status: 201,
})

export const changePlant = route({
  method: 'PATCH',
  path: '/plants/:plant',
  area: 'plants',
  summary: "Changes a plant's facts; criticality is the one field that makes it major",
  params: one,
  body: facts.partial(),
  response: plant,
})

export const removePlant = route({
  method: 'DELETE',
  path: '/plants/:plant',
  area: 'plants',
  summary: 'Takes back a plant that should not have been entered; its records stay kept',
  params: one,
  response: z.object({}),
})

export const addShutdown = route({
  method: 'POST',
  path: '/plants/:plant/shutdowns',
  area: 'plants',
  summary: 'Declares a shutdown window: missed periods in it are excused, actions that need a stop are planned into it',
  params: one,
  body: z.object({ from: day, to: day, note: z.string().max(500).nullable().optional() }),
  response: plant,
  status: 201,
})

export const removeShutdown = route({
  method: 'DELETE',
  path: '/plants/:plant/shutdowns/:id',
  area: 'plants',
  summary: 'Takes a declared shutdown window back',
  params: one.extend({ id: z.string() }),
  response: plant,
})

export const plantsRoutes = [
  getCompany,
  putCompany,
  listPlants,
  getPlant,
  addPlant,
  changePlant,
  removePlant,
  addShutdown,
  removeShutdown,
]
