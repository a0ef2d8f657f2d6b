import type { Generated } from 'kysely'
import type { Bilingual } from '#core/record/record.ts'

/** The evidence schema as Kysely sees it; JSON columns take text and give values. */
export interface EvidenceTables {
  'evidence.record': RecordTable
  'evidence.withdrawal': {
    record_id: string
    seq: Generated<number>
    reason: string
    recorded_at: string
    recorded_by: string | null
  }
  'evidence.acceptance': {
    record_id: string
    person: string
    department: string
    accepted_on: string
    recorded_at: string
    import_id: string | null
  }
  'evidence.revision': { one: boolean; n: number }
  'evidence.import': ImportTable
  'evidence.import_problem': {
    import_id: string
    n: number
    severity: 'refused' | 'ignored' | 'note'
    sheet: string | null
    row: number | null
    col: string | null
    reason: Bilingual
  }
  'evidence.mapping': {
    kind: string
    plant: string
    fingerprint: string
    seq: Generated<number>
    mapping: string
    recorded_at: string
    recorded_by: string | null
  }
  'evidence.document': {
    sha256: string
    name: string
    bytes: number
    media_type: string
    recorded_at: string
    recorded_by: string | null
  }
}

export interface RecordTable {
  plant: string
  id: string
  kind: string
  enterprise: boolean
  plants: string[]
  effective_from: string
  effective_to: string | null
  data: Readonly<Record<string, unknown>>
  source: string | null
  import_id: string | null
  sheet: string | null
  row: number | null
  fingerprint: string
  replaces: string | null
  recorded_at: string
  recorded_by: string | null
}

export interface ImportTable {
  id: string
  kind: string | null
  candidates: string
  plant: string | null
  file_name: string
  file_sha256: string
  file_bytes: number
  state: string
  effective_on: string
  mapping: string
  columns: string
  counts: string | null
  problems: string
  done: number
  total: number
  failure: string | null
  same_as: string | null
  worker: string | null
  heartbeat_at: string | null
  recorded_at: string
  recorded_by: string | null
  staged_at: string | null
  committed_at: string | null
  committed_by: string | null
  undone_at: string | null
  undone_by: string | null
}
