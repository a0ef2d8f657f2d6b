import { z } from 'zod'
import { day, nothing } from './common.ts'
import { route } from './route.ts'

/** What the shell needs before anything else; answered by the composition, not by an area. */
export const status = z.object({
  product: z.string(),
  version: z.string(),
  /** Null until somebody named it: then the first-run page is shown. */
  company: z.string().nullable(),
  plants: z.number().int(),
  people: z.number().int(),
  /** True while the stage holds the example enterprise. */
  example: z.boolean(),
  today: day,
  listening: z.object({
    host: z.string(),
    port: z.number().int(),
    loopback: z.boolean(),
    /** Where sensors are let in with their keys; null: nowhere but here. */
    sensors: z.string().nullable().optional(),
  }),
  axis: z.object({ id: z.string(), version: z.number().int() }),
})
export type Status = z.infer<typeof status>

export const getStatus = route({
  method: 'GET',
  path: '/status',
  area: 'app',
  summary: 'Whether a company is named, whether the stage holds the example, and where the server listens',
  query: nothing,
  response: status,
})

export const clearExample = route({
  method: 'POST',
  path: '/example/clear',
  area: 'app',
  summary: 'Start with my own data: empties the stage of the example. Refused where the data are not the example',
  body: z.object({ confirm: z.literal(true) }),
  response: status,
})

export const getBackup = route({
  method: 'GET',
  path: '/backup',
  area: 'app',
  summary: 'All tables and kept files in one file, as `rung backup restore` takes it',
  query: nothing,
  response: z.unknown(),
  bytes: 'download',
})

export const appRoutes = [getStatus, clearExample, getBackup]
