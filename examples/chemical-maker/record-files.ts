import * as assets from '#areas/assets/index.ts'
import * as people from '#areas/people/index.ts'
import * as risk from '#areas/risk/index.ts'
import * as safety from '#areas/safety/index.ts'
import { recordSheetFields, recordTemplate } from '#core/import/record-sheet.ts'
import { type Language, planTable } from '#core/import/sheet-plan.ts'
import type { RecordKind } from '#core/record/record.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'
import { datedZip } from './dated-zip.ts'
import type { StoryDays } from './days.ts'
import type { ExampleFile } from './example-file.ts'

const kinds = [people, assets, safety, risk].flatMap((area) => area.recordKinds)

/** Rows of one kind, as somebody filled them into the template: dates and plant beside the kind's own fields. */
interface Filled {
  readonly kind: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** Two of the templates that can be downloaded, filled in: one in Japanese, one in English. */
export async function recordFiles(days: StoryDays): Promise<ExampleFile[]> {
  const file = async (
    plant: { readonly key: string; readonly name: string },
    name: string,
    by: string,
    ago: number,
    language: Language,
    filled: readonly Filled[],
  ): Promise<ExampleFile> => ({
    name,
    plant: plant.key,
    as: 'records',
    effectiveOn: days.ago(ago),
    importedOn: days.ago(ago),
    by,
    bytes: datedZip(await filledTemplate(filled, language, plant), days.ago(ago)),
  })
  return [
    await file({ key: 'kashima', name: '鹿島工場' }, '鹿島工場_記録.xlsx', 'k-kondo', 34, 'ja', kashima(days)),
    await file(
      { key: 'rayong', name: 'Rayong Works' },
      'Rayong site records.xlsx',
      'r-nattaya',
      40,
      'en',
      rayong(days),
    ),
  ]
}

function filledTemplate(
  filled: readonly Filled[],
  language: Language,
  plant: { readonly key: string; readonly name: string },
): Promise<Uint8Array> {
  const used = filled.map(({ kind }) => kindCalled(kind))
  const rowsOf = new Map(
    filled.map(({ kind, rows }) => {
      const placed = rows.map((row) => ({ plant: [plant.key], ...row }))
      return [kind, planTable(kind, recordSheetFields(kindCalled(kind), [plant]), placed, language).rows]
    }),
  )
  return writeWorkbook(
    recordTemplate(used, language, [plant]).map((sheet) => ({ ...sheet, rows: rowsOf.get(sheet.name) ?? sheet.rows })),
  )
}

function kindCalled(key: string): RecordKind {
  const kind = kinds.find((one) => one.key === key)
  if (!kind) throw new RangeError(`no kind of record is called ${key}`)
  return kind
}

function kashima(days: StoryDays): Filled[] {
  const study = (ago: number, reference: string, unit: string, causes: number) => ({
    effectiveFrom: days.ago(ago),
    reference,
    type: 'hazop',
    unit,
    hazardous: true,
    programmableCauses: causes,
    cyberConsidered: causes,
    scenarios: 12,
    scenariosIndependentLayer: 10,
    lead: '小川 直美',
  })
  return [
    {
      kind: 'process-safety-study',
      rows: [
        study(61, 'KSM-HZ-23', '第2EO付加設備', 31),
        study(58, 'KSM-HZ-24', 'スルホン化設備', 18),
        study(52, 'KSM-HZ-25', 'タンクヤード', 9),
      ],
    },
    {
      kind: 'sis-assessment',
      rows: [1, 2, 3, 4].map((n) => ({
        effectiveFrom: days.ago(50 - n),
        sis: `SIS-10${n}`,
        cyberInSil: n !== 4,
        findings: n,
        result: '許容',
        assessor: '小川 直美',
      })),
    },
    {
      kind: 'risk-assessment',
      rows: [
        {
          effectiveFrom: days.ago(60),
          title: '鹿島工場 制御系リスクアセスメント（年次）',
          method: 'iec62443',
          zones: 7,
          zonesCovered: 7,
          allRequirements: true,
          safetyLink: 'linked',
          study: 'KSM-HZ-22～25',
          scenarios: 14,
          scenariosBothLegs: 13,
          assessor: '森 健一・小川 直美',
        },
      ],
    },
  ]
}

function rayong(days: StoryDays): Filled[] {
  return [
    {
      kind: 'access-review',
      rows: [
        // Held a hundred days ago, written down two months later: marked as late.
        {
          effectiveFrom: days.ago(100),
          accounts: 96,
          namedAccounts: 41,
          leastPrivilegeAccounts: 12,
          removedAccounts: 8,
          scopeNote: 'FactoryTalk, Windows domain, PanelView',
          reviewer: 'Somchai Rattanakul',
        },
      ],
    },
    {
      kind: 'vulnerability-assessment',
      rows: [
        {
          effectiveFrom: days.ago(52),
          method: 'passive',
          assets: 108,
          assetsCovered: 71,
          found: 16,
          decidedInTime: 9,
          assessor: 'Nattaya Srisuk',
        },
      ],
    },
    {
      kind: 'process-safety-study',
      rows: [
        {
          effectiveFrom: days.ago(64),
          reference: 'RYG-HZ-05',
          type: 'hazop',
          unit: 'Tank farm',
          hazardous: true,
          programmableCauses: 9,
          cyberConsidered: 3,
          lead: 'Naomi Ogawa',
        },
      ],
    },
  ]
}
