import { useMemo } from 'react'
import type { Plant } from '#contract/plants.ts'
import { doors } from '#web/api/doors.ts'
import { useRead } from './read.ts'

const NONE: readonly Plant[] = []

export function usePlants(): readonly Plant[] {
  return useRead(doors.plants).data?.items ?? NONE
}

/** Key → name; the key itself where the plant is not known. */
export function usePlantName(): (key: string) => string {
  const plants = usePlants()
  return useMemo(() => {
    const names = new Map(plants.map((plant) => [plant.key, plant.name]))
    return (key: string) => names.get(key) ?? key
  }, [plants])
}
