import { describe } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { rtps } from './decode.ts'
import { rtpsVectors } from './vectors.ts'

describe('RTPS', () => {
  readsVectors(rtps, rtpsVectors)
  survivesDamage(rtps, rtpsVectors)
  refusesStrangers(rtps, [])
})
