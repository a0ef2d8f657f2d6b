import { describe } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { ssdp } from './decode.ts'
import { ssdpVectors } from './vectors.ts'

describe('SSDP', () => {
  readsVectors(ssdp, ssdpVectors)
  survivesDamage(ssdp, ssdpVectors)
  refusesStrangers(ssdp, ['it/', 'profinet/'])
})
