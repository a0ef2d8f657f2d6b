import type { StoryDays } from './days.ts'
import type { ExampleFile } from './example-file.ts'
import type { PlantKey } from './plants/all.ts'
import { chonburiRegistry } from './registries/chonburi.ts'
import { kashimaRegistry } from './registries/kashima.ts'
import { leunaMapping, leunaRegistry } from './registries/leuna.ts'
import { rayongRegistry } from './registries/rayong.ts'
import { toyamaRegistry } from './registries/toyama.ts'
import { yokkaichiRegistry } from './registries/yokkaichi.ts'

/** The registries of all plants, in every edition that was handed in. */
export async function registryFiles(days: StoryDays): Promise<ExampleFile[]> {
  const file = (plant: PlantKey, name: string, by: string, ago: number, bytes: Uint8Array): ExampleFile => ({
    name,
    plant,
    as: 'registry',
    effectiveOn: days.ago(ago),
    importedOn: days.ago(ago - 1),
    by,
    bytes,
  })
  const kashima = async (edition: number, ago: number) =>
    file(
      'kashima',
      `鹿島工場_制御機器台帳_第${edition}版.xlsx`,
      'k-kondo',
      ago,
      await kashimaRegistry(days, edition, days.ago(ago)),
    )
  const leuna = async (edition: number, ago: number) => ({
    ...file(
      'leuna',
      `Geraeteliste_Leuna_${days.ago(ago).slice(0, 7)}.xlsx`,
      'l-vogel',
      ago,
      await leunaRegistry(days, edition, days.ago(ago)),
    ),
    // Said once: the list of the next year is read as this one was.
    ...(edition === 1 ? { mapping: leunaMapping } : {}),
  })
  const rayong = async (edition: number, ago: number) =>
    file(
      'rayong',
      `Rayong OT asset list rev ${edition}.xlsx`,
      'r-nattaya',
      ago,
      await rayongRegistry(days, edition, days.ago(ago)),
    )
  const yokkaichi = async (edition: number, ago: number) =>
    file(
      'yokkaichi',
      `四日市_計装機器一覧_${edition}.xlsx`,
      'y-fujii',
      ago,
      await yokkaichiRegistry(days, edition, days.ago(ago)),
    )
  return [
    await kashima(1, 510),
    await kashima(2, 215),
    await kashima(3, 40),
    await leuna(1, 480),
    await leuna(2, 66),
    await rayong(1, 430),
    await rayong(2, 55),
    await yokkaichi(1, 400),
    await yokkaichi(2, 48),
    file('toyama', '富山工場_設備台帳.csv', 't-nakagawa', 300, toyamaRegistry(days, days.ago(300))),
    file('chonburi', 'Chonburi equipment.xlsx', 'c-anan', 60, await chonburiRegistry(days, days.ago(60))),
  ]
}
