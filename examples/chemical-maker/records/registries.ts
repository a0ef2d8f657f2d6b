import type { StoryDays } from '../days.ts'
import type { PlantKey } from '../plants/all.ts'
import type { StoryRecord } from './story-record.ts'

/** Reviews of the registries, the lifecycle standard, the CMDB, and who looked for vulnerabilities. */
export function registryRecords(days: StoryDays): StoryRecord[] {
  const review = (plant: PlantKey, ago: number, by: string, corrections: number, coverage = 'all'): StoryRecord => ({
    kind: 'registry-review',
    scope: [plant],
    on: days.ago(ago),
    by,
    data: { coverage, corrections },
  })
  return [
    ...[420, 330, 240, 152, 66].map((ago, n) => review('kashima', ago, 'k-kondo', 12 - 2 * n)),
    ...[390, 300, 208, 117, 30].map((ago, n) => review('leuna', ago, 'l-vogel', 7 - n)),
    ...[340, 245, 155, 68].map((ago, n) => review('rayong', ago, 'r-nattaya', 9 - 2 * n)),
    ...[310, 130, 47].map((ago) => review('yokkaichi', ago, 'y-fujii', 5)),
    review('toyama', 280, 't-nakagawa', 3, 'critical'),
    {
      kind: 'lifecycle-standard',
      scope: 'enterprise',
      on: days.ago(350),
      by: 'h-mori',
      data: {
        title: '制御機器ライフサイクル管理標準 ES-114',
        phases: ['procurement', 'deployment', 'renewal', 'disposal'],
        revision: '2',
      },
    },
    {
      kind: 'cmdb-sync',
      scope: ['kashima'],
      on: days.ago(12),
      by: 'h-hayashi',
      data: { assets: 166, synchronised: 158, conflicts: 6, system: 'ServiceDesk CMDB' },
    },
    vulnerability('kashima', days.ago(45), 'k-kondo', 166, 152, 34, 31),
    vulnerability('kashima', days.ago(230), 'k-kondo', 160, 92, 41, 27),
    vulnerability('leuna', days.ago(130), 'l-vogel', 98, 60, 19, 12),
    vulnerability('yokkaichi', days.ago(75), 'y-fujii', 82, 30, 22, 6),
  ]
}

function vulnerability(
  plant: PlantKey,
  on: string,
  by: string,
  ...[assets, assetsCovered, found, decidedInTime]: [number, number, number, number]
): StoryRecord {
  return {
    kind: 'vulnerability-assessment',
    scope: [plant],
    on,
    by,
    data: { method: 'advisories', assets, assetsCovered, found, decidedInTime },
  }
}
