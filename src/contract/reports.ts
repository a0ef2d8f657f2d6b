import { z } from 'zod'
import { day, plantKey } from './common.ts'
import { route } from './route.ts'

export const downloadPlantPage = route({
  method: 'GET',
  path: '/reports/plants/:plant',
  area: 'reports',
  summary: "A plant's page as one self-contained HTML file: opens without a server, prints on a few sheets",
  params: z.object({ plant: plantKey }),
  query: z.object({ asOf: day.optional(), language: z.enum(['en', 'ja']).optional() }),
  response: z.unknown(),
  bytes: 'download',
})

export const reportsRoutes = [downloadPlantPage]
