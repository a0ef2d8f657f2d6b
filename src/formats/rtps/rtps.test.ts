import { describe } from 'vitest'
import { readsVectors, refusesStrangers, survivesDamage } from '../vectors.testing.ts'
import { rtps } from './decode.ts'
import { rtpsVectors } from './vectors.ts'

describe('RTPS', () => {
  readsVectors(rtps, rtpsVectors)
  survivesDamage(rtps, rtpsVectors)
  refusesStrangers(rtps, [])
})
