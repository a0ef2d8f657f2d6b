import { describe, expect, it } from 'vitest'
import { readNetworks } from '#core/segmentation/policy-text.ts'
import { countedDays } from './clock.ts'
import { isCapture, sourceOf } from './import-capture.ts'
import { crosses, levelOf, touchesBoundary, type Zone, zoneOf } from './levels.ts'

const zone = (
  name: string,
  level: Zone['level'],
  networks: string,
  from = '2026-01-01',
  to: string | null = null,
): Zone => ({
  name,
  level,
  networks: readNetworks(networks).found,
  from,
  to,
  recordId: name,
})
const zones = [
  zone('cells', '2', '10.1.0.0/16; fd00:1::/32'),
  zone('DMZ', '3.5', '10.1.9.0/24'),
  zone('office', '4', '10.0.0.0/8'),
]

describe('the zone of an address', () => {
  it('is the narrowest network that holds it', () => {
    expect(zoneOf('10.1.9.7', zones, '2026-06-01')?.name).toBe('DMZ')
    expect(zoneOf('10.1.8.7', zones, '2026-06-01')?.name).toBe('cells')
    expect(zoneOf('10.200.0.1', zones, '2026-06-01')?.name).toBe('office')
    expect(zoneOf('fd00:1:2::5', zones, '2026-06-01')?.name).toBe('cells')
    expect(zoneOf('192.168.0.1', zones, '2026-06-01')).toBe(null)
    expect(zoneOf('00:11:22:33:44:55', zones, '2026-06-01')).toBe(null)
  })

  it('is taken from a zone recorded later where none was in force, and never from one that has ended', () => {
    const later = [
      zone('new', '1', '10.1.0.0/16', '2026-07-01'),
      zone('old', '2', '10.0.0.0/8', '2025-01-01', '2026-03-31'),
    ]
    expect(zoneOf('10.1.0.1', later, '2026-06-01')?.name).toBe('new')
    expect(zoneOf('10.1.0.1', later, '2026-02-01')?.name).toBe('old')
  })
})

describe('the Purdue level', () => {
  const ips = ['10.1.8.7']
  it('is the registry’s word, else its zone’s, else the address’s zone, else what traffic shows clearly', () => {
    const inferred = { level: '1', confidence: 0.9 }
    const ask = (registry: { level: string | null; zone: string | null } | null, some: readonly Zone[] = zones) =>
      levelOf({ ips, registry, inferred }, some, '2026-06-01')
    expect(ask({ level: '3', zone: 'DMZ' })).toEqual({ level: '3', source: 'registry' })
    expect(ask({ level: null, zone: 'ｄｍｚ' })).toEqual({ level: '3.5', source: 'registry' })
    expect(ask(null)).toEqual({ level: '2', source: 'zone' })
    expect(ask(null, [])).toEqual({ level: '1', source: 'inferred' })
    expect(levelOf({ ips, registry: null, inferred: { level: '1', confidence: 0.7 } }, [], '2026-06-01').level).toBe(
      null,
    )
  })

  it.each([
    ['4', '3', true, true],
    ['5', '0', true, true],
    ['4', '3.5', false, true],
    ['3.5', '2', false, true],
    ['4', '5', false, false],
    ['2', '1', false, false],
    ['3.5', '3.5', false, false],
    [null, '4', false, false],
  ] as const)('%s to %s passes the DMZ by: %s; touches the boundary: %s', (a, b, across, touches) => {
    expect([crosses(a, b), crosses(b, a)]).toEqual([across, across])
    expect([touchesBoundary(a, b), touchesBoundary(b, a)]).toEqual([touches, touches])
  })
})

describe('a capture', () => {
  it.each([
    ['boundary-switch_20261101.pcap', 'boundary-switch'],
    ['kashima cell 3 2026-11-01.pcapng.gz', 'kashima cell'],
    ['20261101.pcap', '20261101.pcap'],
    ['tap.cap', 'tap'],
  ])('called %s was taken at %s', (name, source) => {
    expect(sourceOf({ name })).toBe(source)
  })

  it('is known by its first bytes, also in gzip, and a workbook is none', async () => {
    const { gzipSync } = await import('node:zlib')
    const pcap = Buffer.from('d4c3b2a102000400000000000000000000000400010000000000', 'hex')
    expect(isCapture(pcap)).toBe(true)
    expect(isCapture(gzipSync(Buffer.concat([pcap, Buffer.alloc(100_000, 7)])).subarray(0, 64))).toBe(true)
    expect(isCapture(gzipSync(Buffer.from('hello')))).toBe(false)
    expect(isCapture(Buffer.from('PK\u0003\u0004'))).toBe(false)
    expect(isCapture(new Uint8Array())).toBe(false)
  })

  it('whose clock is wrong tells no day until somebody corrects it', () => {
    const capture = {
      id: 'c',
      clockFault: 'before2000' as const,
      addSeconds: null,
      recordedAt: '2026-06-01T09:00:00.000Z',
    }
    expect(countedDays(capture, ['1970-01-02'])).toEqual([])
    const days = countedDays({ ...capture, addSeconds: 20_605 * 86_400 }, ['1970-01-02', '1970-01-05'])
    expect(days).toEqual(['2026-06-02'])
  })
})
