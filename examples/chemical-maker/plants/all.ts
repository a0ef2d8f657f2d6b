import type { PlantSketch } from '../equipment.ts'
import { chonburi } from './chonburi.ts'
import { kashima } from './kashima.ts'
import { leuna } from './leuna.ts'
import { rayong } from './rayong.ts'
import { toyama } from './toyama.ts'
import { yokkaichi } from './yokkaichi.ts'

export type PlantKey = 'kashima' | 'leuna' | 'rayong' | 'yokkaichi' | 'toyama' | 'chonburi'

export const sketches: Readonly<Record<PlantKey, PlantSketch>> = {
  kashima,
  leuna,
  rayong,
  yokkaichi,
  toyama,
  chonburi,
}
