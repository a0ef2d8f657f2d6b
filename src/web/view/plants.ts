import { useMemo } from 'react'
import type { Plant } from '#contract/plants.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { useRead } from './read.ts'

const NONE: readonly Plant[] = []

/** The plants under the names that this reader's language has for them. */
export function usePlants(): readonly Plant[] {
  const { language } = useText()
  const plants = useRead(doors.plants).data?.items ?? NONE
  return useMemo(
    () => plants.map((plant) => ({ ...plant, name: plant.localName?.[language] ?? plant.name })),
    [plants, language],
  )
}

/** Key → name; the key itself where the plant is not known. */
export function usePlantName(): (key: string) => string {
  const plants = usePlants()
  return useMemo(() => {
    const names = new Map(plants.map((plant) => [plant.key, plant.name]))
    return (key: string) => names.get(key) ?? key
  }, [plants])
}
