import * as contract from '#contract/reports.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { Reports } from './create-reports.ts'

export function reportsRoutes(reports: Reports): Implemented[] {
  return [
    implement(contract.downloadPlantPage, async ({ params, query }) => {
      const { html, fileName } = await reports.plantPage({ plant: params.plant, ...query })
      return { content: Buffer.from(html), type: 'text/html; charset=utf-8', fileName }
    }),
  ]
}
