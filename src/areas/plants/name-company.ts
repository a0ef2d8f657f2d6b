import { BadInput } from '#platform/errors.ts'
import { type PlantsContext, readCompany, today } from './plants.ts'
import { type Company, isTimeZone } from './rules.ts'
import * as store from './store.ts'

export interface NameCompany {
  readonly name: string
  readonly timeZone?: string | undefined
  readonly fiscalYearStart?: number | undefined
  readonly currency?: string | undefined
  readonly by?: string | null
  readonly from?: string | undefined
  readonly example?: boolean
}

/** Names the enterprise; months and quarters are counted in its time zone and fiscal year. */
export async function nameCompany(context: PlantsContext, input: NameCompany): Promise<Company> {
  const day = input.from ?? (await today(context))
  const old = await readCompany(context, { asOf: day })
  const company = {
    name: input.name.trim(),
    timeZone: input.timeZone ?? old.timeZone,
    fiscalYearStart: input.fiscalYearStart ?? old.fiscalYearStart,
    currency: input.currency ?? old.currency,
  }
  const month = company.fiscalYearStart
  const problems = [
    ...(company.name === '' || company.name.length > 200 ? [{ path: 'name', reason: '1 to 200 characters' }] : []),
    ...(isTimeZone(company.timeZone) ? [] : [{ path: 'timeZone', reason: 'an IANA time zone, as Asia/Tokyo' }]),
    ...(Number.isInteger(month) && month >= 1 && month <= 12
      ? []
      : [{ path: 'fiscalYearStart', reason: 'a month, 1 to 12' }]),
    ...(/^[A-Z]{3}$/.test(company.currency) ? [] : [{ path: 'currency', reason: 'three letters, as in ISO 4217' }]),
  ]
  if (problems.length > 0) throw new BadInput('a company with wrong facts', problems)
  const example = input.example ?? (await store.loadCompanyVersions(context.db)).at(-1)?.example ?? false
  await store.insertCompany(context.db, company, {
    effectiveFrom: day,
    at: context.clock.now().toISOString(),
    by: input.by ?? null,
    example,
  })
  return company
}
