import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SheetPlan } from '#core/import/sheet-plan.ts'
import { field } from '#core/record/field.ts'
import type { RecordKind } from '#core/record/record.ts'
import type { Database } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openFileStore } from '#platform/files/store.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'
import { createPeople } from '../people/index.ts'
import { createPlants } from '../plants/index.ts'
import { createEvidence } from './create-evidence.ts'

const area = (name: string) => ({ area: name, folder: join(import.meta.dirname, '..', name, 'migrations') })

/** A small vocabulary: one kind of each sort that the rules tell apart. */
export const testKinds: readonly RecordKind[] = [
  {
    key: 'meeting',
    area: 'people',
    label: { en: 'Meeting', ja: '会議' },
    purpose: { en: 'Do they meet?', ja: '会議をしていますか。' },
    dateLabel: { en: 'Date of the meeting', ja: '開催日' },
    hasEnd: false,
    needsAcceptance: false,
    scope: 'either',
    fields: [
      field('topic', 'text', 'Topic', '議題', { required: true }),
      field('minuted', 'flag', 'Minutes taken', '議事録あり'),
      field('open', 'number', 'Open actions', '未完了', { min: 0 }),
    ],
  },
  {
    key: 'attestation',
    area: 'evidence',
    label: { en: 'Attestation', ja: '表明' },
    purpose: { en: 'What does a person say?', ja: '表明の内容' },
    dateLabel: { en: 'Stated on', ja: '表明日' },
    hasEnd: true,
    needsAcceptance: true,
    scope: 'either',
    fields: [
      field('criterion', 'text', 'Criterion', '基準', { required: true }),
      field('answer', 'choice', 'Answer', '回答', {
        required: true,
        options: [
          { key: 'yes', label: { en: 'Yes', ja: 'はい' } },
          { key: 'no', label: { en: 'We have none', ja: 'なし' } },
        ],
      }),
    ],
  },
  {
    key: 'compensating-control',
    area: 'evidence',
    label: { en: 'Compensating control', ja: '代替策' },
    purpose: { en: 'What stands in its place?', ja: '代わりの対策' },
    dateLabel: { en: 'In force from', ja: '適用開始日' },
    hasEnd: true,
    needsAcceptance: true,
    scope: 'plant',
    fields: [field('criterion', 'text', 'Criterion', '基準', { required: true })],
  },
]

/** The three areas on a fresh database, with a clock that the test turns and files in a folder of its own or the given one. */
export async function stage(database: Database, keptIn?: string) {
  await migrate(database, [area('people'), area('plants'), area('evidence')])
  const folder = keptIn ?? mkdtempSync(join(tmpdir(), 'rung-evidence-'))
  const clock = { instant: '2026-11-23T03:00:00.000Z', now: () => new Date(clock.instant) }
  const people = createPeople(database, { clock })
  const plants = createPlants(database, { clock })
  const files = await openFileStore(join(folder, 'files'))
  const evidence = createEvidence(database, { people, plants, clock, files })
  evidence.registerKinds(testKinds)
  return {
    database,
    clock,
    people,
    plants,
    evidence,
    folder,
    async close() {
      await evidence.close()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A workbook with text cells only, as a person would type them. */
export function workbook(sheets: Readonly<Record<string, readonly (readonly (string | number | null)[])[]>>) {
  const plans: SheetPlan[] = Object.entries(sheets).map(([name, [titles = [], ...rows]]) => ({
    name,
    columns: titles.map((title) => ({ title: String(title), type: 'text' as const })),
    rows,
  }))
  return writeWorkbook(plans)
}
