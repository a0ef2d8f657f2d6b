import type { StoryDays } from '../days.ts'
import type { PlantKey } from '../plants/all.ts'
import type { StoryRecord } from './story-record.ts'

/** HAZOP and LOPA studies with and without cyber causes, and the safety systems with their assessments. */
export function safetyRecords(days: StoryDays): StoryRecord[] {
  const study = (
    plant: PlantKey,
    ago: number,
    reference: string,
    unit: string,
    ...[causes, considered]: [number, number]
  ): StoryRecord => ({
    kind: 'process-safety-study',
    scope: [plant],
    on: days.ago(ago),
    by: plant === 'leuna' ? 'l-brandt' : 'h-ogawa',
    data: { reference, type: 'hazop', unit, hazardous: true, programmableCauses: causes, cyberConsidered: considered },
  })
  const sis = (plant: PlantKey, tag: string, unit: string, sil: number, by: string): StoryRecord => ({
    kind: 'sis-register',
    scope: [plant],
    on: days.ago(500),
    by,
    data: { sis: tag, unit, sil, sharesNetwork: plant === 'rayong' },
  })
  return [
    study('kashima', 505, 'KSM-HZ-21', '第1EO付加設備', 22, 0),
    study('kashima', 300, 'KSM-HZ-22', '第1EO付加設備', 22, 22),
    study('leuna', 470, 'LEU-HZ-11', 'Lösemittel-Anlage', 15, 0),
    study('leuna', 220, 'LEU-HZ-12', 'Amin-Anlage', 26, 26),
    study('leuna', 140, 'LEU-HZ-13', 'Hydrierung', 19, 19),
    study('leuna', 58, 'LEU-HZ-14', 'Abfüllung', 8, 5),
    study('rayong', 450, 'RYG-HZ-03', 'Unit 100', 17, 0),
    study('rayong', 180, 'RYG-HZ-04', 'Unit 200', 12, 0),
    study('yokkaichi', 360, 'YKC-HZ-08', '重合工程', 14, 4),
    ...[1, 2, 3, 4].map((n) => sis('kashima', `SIS-10${n}`, '第1EO付加設備', n === 1 ? 3 : 2, 'k-kondo')),
    sis('leuna', 'HIMA-01', 'Hydrierung', 3, 'l-vogel'),
    sis('leuna', 'HIMA-02', 'Hydrierung', 2, 'l-vogel'),
    sis('rayong', 'ESD-101', 'Unit 100', 2, 'r-nattaya'),
    {
      kind: 'sis-assessment',
      scope: ['leuna'],
      on: days.ago(205),
      by: 'l-brandt',
      data: { sis: 'HIMA-01', cyberInSil: true, findings: 2, assessor: 'Jens Brandt' },
    },
  ]
}
