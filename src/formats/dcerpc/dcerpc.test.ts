import { describe } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { dcerpc } from './decode.ts'
import { dcerpcVectors } from './vectors.ts'

describe('RPC of Windows', () => {
  readsVectors(dcerpc, dcerpcVectors)
  survivesDamage(dcerpc, dcerpcVectors)
  refusesStrangers(dcerpc, ['it/', 'mixed/', 'enip/', 'non-modbus'])
})
