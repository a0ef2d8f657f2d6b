import { describe, expect, it } from 'vitest'
import { dayNumber } from '../calendar/day.ts'
import { type ConduitTraffic, conduitUse } from './conduit-use.ts'
import { readServices } from './policy-text.ts'

const spoken = (protocol: string | null, port: number, operations: ConduitTraffic['operations'], days: string[]) => ({
  ...{ protocol, port, operations, days },
  transport: 'tcp' as const,
})
const april = { from: dayNumber('2026-04-01'), to: dayNumber('2026-04-30') }
const conduit = (services: string, operations: ConduitTraffic['operations'] | null = null) => ({
  services: services === 'any' ? null : readServices(services).found,
  operations,
})

describe('what a conduit allows against what was seen', () => {
  const reads = spoken('modbus', 502, ['read'], ['2026-03-02', '2026-04-03'])

  it('is the same where every service and every operation was used', () => {
    expect(conduitUse(conduit('modbus', ['read']), [reads], april)).toEqual({
      unusedServices: [],
      unusedOperations: [],
      lastUsed: '2026-04-03',
    })
  })

  it('names services and operations that nobody used in the time', () => {
    const use = conduitUse(conduit('modbus; s7comm; tcp/443', ['read', 'write']), [reads], april)
    expect(use).toMatchObject({ unusedServices: ['s7comm', 'tcp/443'], unusedOperations: ['write'] })
    const later = { from: dayNumber('2026-05-01'), to: dayNumber('2026-05-31') }
    expect(conduitUse(conduit('modbus'), [reads], later)).toMatchObject({ unusedServices: ['modbus'], lastUsed: null })
  })

  it('wants writing and programming to be named where only reading was seen in a control protocol', () => {
    expect(conduitUse(conduit('modbus'), [reads], april).unusedOperations).toEqual(['write', 'program'])
    const web = spoken('http', 80, ['read'], ['2026-04-03'])
    expect(conduitUse(conduit('http'), [web], april).unusedOperations).toEqual([])
  })

  it('never takes any service for used', () => {
    expect(conduitUse(conduit('any'), [reads], april).unusedServices).toEqual(['any'])
  })
})
