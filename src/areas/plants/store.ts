import { type Generated, type Kysely, sql, type Transaction } from 'kysely'
import type { Company, PlantFacts, Shutdown, Versioned } from './rules.ts'

interface PlantRow {
  plant: string
  seq: Generated<number>
  name: string
  local_name: string | null
  country: string | null
  time_zone: string | null
  criticality: PlantFacts['criticality']
  onboarded_on: string | null
  constraints: string
  hazardous: boolean | null
  removed: boolean
  example: boolean
  effective_from: string
  recorded_at: string
  recorded_by: string | null
}

interface ShutdownRow {
  plant: string
  id: string
  seq: Generated<number>
  first_day: string
  last_day: string
  note: string | null
  withdrawn: boolean
  recorded_at: string
  recorded_by: string | null
}

interface CompanyRow {
  seq: Generated<number>
  name: string
  time_zone: string
  fiscal_year_start_month: number
  currency: string
  example: boolean
  effective_from: string
  recorded_at: string
  recorded_by: string | null
}

export interface PlantsTables {
  'plants.plant': PlantRow
  'plants.shutdown': ShutdownRow
  'plants.company': CompanyRow
}

type Db = Kysely<PlantsTables> | Transaction<PlantsTables>

export interface PlantVersion extends PlantFacts, Versioned {
  readonly plant: string
  readonly removed: boolean
  readonly example: boolean
}

export interface ShutdownVersion extends Shutdown {
  readonly plant: string
  readonly seq: number
  readonly withdrawn: boolean
  readonly recordedAt: string
}

export interface CompanyVersion extends Versioned {
  readonly company: Company
  readonly example: boolean
}

/** All versions of all plants: a company has hundreds of plants, not thousands. */
export async function loadPlantVersions(db: Db): Promise<PlantVersion[]> {
  const found = await sql<PlantVersion>`
    select plant, seq, name, local_name as "localName", country, time_zone as "timeZone", criticality,
      onboarded_on as "onboardedOn", constraints, hazardous as "hazardousProcesses", removed, example,
      effective_from as "effectiveFrom", recorded_at as "recordedAt"
    from plants.plant order by plant, seq
  `.execute(db)
  return found.rows
}

export async function loadShutdownVersions(db: Db): Promise<ShutdownVersion[]> {
  const found = await sql<ShutdownVersion>`
    select plant, id, seq, first_day as "from", last_day as "to", note, withdrawn,
      recorded_at as "recordedAt"
    from plants.shutdown order by plant, first_day, id, seq
  `.execute(db)
  return found.rows
}

export async function loadCompanyVersions(db: Db): Promise<CompanyVersion[]> {
  const found = await sql<Company & Omit<CompanyVersion, 'company'>>`
    select seq, name, time_zone as "timeZone", fiscal_year_start_month as "fiscalYearStart", currency,
      example, effective_from as "effectiveFrom", recorded_at as "recordedAt"
    from plants.company order by seq
  `.execute(db)
  return found.rows.map(({ name, timeZone, fiscalYearStart, currency, ...version }) => ({
    ...version,
    company: { name, timeZone, fiscalYearStart, currency },
  }))
}

/** Who wrote a version, when, and from which day on it holds. */
export interface Entry {
  readonly effectiveFrom: string
  readonly at: string
  readonly by: string | null
  readonly example: boolean
}

export async function insertPlant(
  db: Db,
  plant: PlantFacts & { readonly key: string; readonly removed: boolean },
  entry: Entry,
): Promise<void> {
  await db
    .insertInto('plants.plant')
    .values({
      plant: plant.key,
      name: plant.name,
      local_name: plant.localName ? JSON.stringify(plant.localName) : null,
      country: plant.country,
      time_zone: plant.timeZone,
      criticality: plant.criticality,
      onboarded_on: plant.onboardedOn,
      constraints: JSON.stringify(plant.constraints),
      hazardous: plant.hazardousProcesses,
      removed: plant.removed,
      example: entry.example,
      effective_from: entry.effectiveFrom,
      recorded_at: entry.at,
      recorded_by: entry.by,
    })
    .execute()
}

export async function insertShutdown(
  db: Db,
  shutdown: Shutdown & { readonly plant: string; readonly withdrawn: boolean },
  entry: Pick<Entry, 'at' | 'by'>,
): Promise<void> {
  await db
    .insertInto('plants.shutdown')
    .values({
      plant: shutdown.plant,
      id: shutdown.id,
      first_day: shutdown.from,
      last_day: shutdown.to,
      note: shutdown.note,
      withdrawn: shutdown.withdrawn,
      recorded_at: entry.at,
      recorded_by: entry.by,
    })
    .execute()
}

export async function insertCompany(db: Db, company: Company & { readonly name: string }, entry: Entry): Promise<void> {
  await db
    .insertInto('plants.company')
    .values({
      name: company.name,
      time_zone: company.timeZone,
      fiscal_year_start_month: company.fiscalYearStart,
      currency: company.currency,
      example: entry.example,
      effective_from: entry.effectiveFrom,
      recorded_at: entry.at,
      recorded_by: entry.by,
    })
    .execute()
}

/** Two writers of one plant wait for each other, so that a key is never added twice. */
export async function lockPlants(trx: Db): Promise<void> {
  await sql`lock table plants.plant in share row exclusive mode`.execute(trx)
}

export async function clearPlants(trx: Db): Promise<void> {
  await sql`truncate plants.plant, plants.shutdown, plants.company`.execute(trx)
}
