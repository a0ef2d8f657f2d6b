import { describe } from 'vitest'
import { readsVectors, refusesStrangers, survivesDamage } from '../vectors.testing.ts'
import { dcerpc } from './decode.ts'
import { dcerpcVectors } from './vectors.ts'

describe('RPC of Windows', () => {
  readsVectors(dcerpc, dcerpcVectors)
  survivesDamage(dcerpc, dcerpcVectors)
  refusesStrangers(dcerpc, ['it/', 'mixed/', 'enip/', 'non-modbus'])
})
