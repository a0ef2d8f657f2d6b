import type { Kysely } from 'kysely'
import { type Assets, concerns, type Records, recordsOf } from '#areas/assets/index.ts'
import type { LedgerRecord } from '#areas/evidence/index.ts'
import type { PlantKey } from '#core/maturity/indicator.ts'
import { buildPicture } from './build-picture.ts'
import { loadDecisionVersions } from './decision-store.ts'
import type { CardMaker } from './kept-device.ts'
import { loadPictureKeys, savePicture } from './picture-changes-store.ts'
import { loadPicture, type Picture } from './picture-store.ts'
import { loadRevisions, type NetworkTables } from './store.ts'
import { zonesOf } from './zones.ts'

/** The pictures of plants, kept up with captures, registry and zones. */
export interface PictureKeeper {
  /** Up to date when asked for; a plant without a capture has none. */
  pictures(plants: readonly PlantKey[]): Promise<ReadonlyMap<PlantKey, Picture>>
  /** By the knowledge of an instant: put together afresh. */
  picturesKnownAt(plants: readonly PlantKey[], knownAt: string): Promise<ReadonlyMap<PlantKey, Picture>>
  /** A text per plant that differs whenever its picture may. */
  revisions(): Promise<ReadonlyMap<PlantKey, string>>
}

/**
 * Pictures are derived per plant and rebuilt when the captures, the registry or the zones have another revision than they
 * were built from. Whoever asks first rebuilds; a crash in between leaves the old key, and the next one who asks rebuilds.
 */
export function keepPictures(
  db: Kysely<NetworkTables>,
  known: {
    readonly assets: Pick<Assets, 'entries' | 'revisions'>
    readonly evidence: Records
    readonly clock: { now(): Date }
    readonly cardMaker?: CardMaker | undefined
  },
): PictureKeeper {
  const remembered = new Map<PlantKey, { readonly key: string; readonly picture: Picture }>()
  let zones: { readonly revision: string; readonly records: readonly LedgerRecord[] } | null = null
  let building: Promise<void> = Promise.resolve()

  /** Records come often and zones seldom: a picture depends on the zones of its plant alone. */
  async function zoneRecords(): Promise<readonly LedgerRecord[]> {
    const revision = await known.evidence.revision()
    if (zones?.revision !== revision) zones = { revision, records: await recordsOf(known.evidence, 'zone') }
    return zones.records
  }

  async function revisions(): Promise<Map<PlantKey, string>> {
    const [captures, registry, zonesNow, decided] = [
      await loadRevisions(db),
      await known.assets.revisions(),
      await zoneRecords(),
      await loadDecisionVersions(db),
    ]
    const keys = new Map<PlantKey, string>()
    for (const [plant, captured] of captures) {
      const ids = zonesNow.filter((record) => concerns(record, plant)).map(({ id }) => id)
      keys.set(plant, `${captured}/${registry.get(plant) ?? ''}/${ids.sort().join(',')}/${decided.get(plant) ?? ''}`)
    }
    return keys
  }

  async function rebuild(plant: PlantKey, key: string): Promise<void> {
    const { assets, cardMaker } = known
    const built = await buildPicture(db, plant, { assets, cardMaker, zones: await zonesOf(known.evidence, plant) })
    await savePicture(db, plant, built, { key, at: known.clock.now().toISOString() })
    remembered.set(plant, { key, picture: built.picture })
  }

  async function refresh(plants: readonly PlantKey[], wanted: ReadonlyMap<PlantKey, string>): Promise<void> {
    const asked = plants.filter((plant) => wanted.has(plant) && remembered.get(plant)?.key !== wanted.get(plant))
    if (asked.length === 0) return
    const kept = await loadPictureKeys(db)
    for (const plant of asked) {
      const key = wanted.get(plant)!
      if (kept.get(plant) === key) remembered.set(plant, { key, picture: await loadPicture(db, plant) })
      else await rebuild(plant, key)
    }
  }

  return {
    revisions,
    async pictures(plants) {
      const wanted = await revisions()
      // One after the other: many indicators ask at once, and the first one's work serves them all.
      const turn = building.then(() => refresh(plants, wanted))
      building = turn.catch(() => undefined)
      await turn
      return new Map(
        plants.flatMap((plant) => {
          const found = wanted.has(plant) ? remembered.get(plant) : undefined
          return found ? [[plant, found.picture] as const] : []
        }),
      )
    },
    async picturesKnownAt(plants, knownAt) {
      const pictures = new Map<PlantKey, Picture>()
      for (const plant of plants) {
        const zonesThen = await zonesOf(known.evidence, plant, knownAt)
        const { assets, cardMaker } = known
        const { picture } = await buildPicture(db, plant, { assets, cardMaker, zones: zonesThen, knownAt })
        if (picture.devices.length > 0) pictures.set(plant, picture)
      }
      return pictures
    },
  }
}
