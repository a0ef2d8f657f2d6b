import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { encodePcap } from '#formats/pcap/encode.ts'
import { trafficOf } from '#formats/traffic/encode.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { inspectFile, packetOf } from './inspect-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'rung-capture-'))
afterAll(() => rmSync(folder, { recursive: true }))
const packets = trafficOf({
  seed: 1,
  utcOffsetMinutes: 0,
  hosts: [
    { key: 'hmi', ip: '10.0.0.1', mac: '00:50:56:00:00:01' },
    { key: 'plc', ip: '10.0.0.2', mac: '00:00:bc:00:00:01' },
  ],
  conversations: [
    {
      client: 'hmi',
      server: 'plc',
      protocol: 'modbus',
      deeds: [{ does: 'read', times: 400 }],
      firstDay: '2026-10-01',
      lastDay: '2026-10-03',
      sessionsPerDay: 1,
    },
  ],
})
const bytes = encodePcap(packets)
const file = (name: string, content: Uint8Array) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const plain = file('tap.pcap', bytes)

describe('a capture file', () => {
  it('is read to the same inspection, packed or not', async () => {
    const packed = file('tap.pcap.gz', gzipSync(bytes))
    const inspection = await inspectFile(plain)
    expect(inspection.capture).toMatchObject({ file: 'tap.pcap', packets: packets.length, bytes: bytes.length })
    expect(inspection.conversations[0]?.operations.read).toBe(1200)
    expect(await inspectFile(packed, { name: 'tap.pcap' })).toEqual(inspection)
  })

  it('is read to the same inspection by any number of threads', async () => {
    const inspection = await inspectFile(plain, { threads: 0 })
    const packed = file('threads.pcap.gz', gzipSync(bytes))
    for (const threads of [1, 2, 5]) {
      expect(await inspectFile(plain, { threads })).toEqual(inspection)
      expect(await inspectFile(plain, { threads, readsAlong: true })).toEqual(inspection)
    }
    expect(await inspectFile(packed, { threads: 2, name: 'tap.pcap' })).toEqual(inspection)
  })

  it('tells how far threads are, and stops them when nobody waits', async () => {
    const large = file('large.pcap', encodePcap(Array.from({ length: 60 }, () => packets).flat()))
    const told: number[] = []
    await inspectFile(large, { threads: 2, onProgress: ({ bytes, total }) => told.push(bytes / total) })
    expect(told.length).toBeGreaterThan(0)
    expect(told.every((share) => share > 0 && share <= 1)).toBe(true)
    const cancelled = new AbortController()
    const reading = inspectFile(large, { threads: 2, signal: cancelled.signal })
    cancelled.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
  })

  it('whose packing is damaged keeps what came out, and says so', async () => {
    const packed = gzipSync(bytes)
    const { capture } = await inspectFile(file('cut.pcap.gz', packed.subarray(0, packed.length >> 1)))
    expect(capture.packets).toBeGreaterThan(0)
    expect(capture.packets).toBeLessThan(packets.length)
    expect(capture.faults.map(({ reason }) => reason)).toContain('the gzip stream is damaged: unexpected end of file')
  })

  it('that is not there when a thread opens it is bad input, too', async () => {
    await expect(inspectFile(join(folder, 'no.pcap'), { threads: 2 })).rejects.toThrow(/there is no such file/)
  })

  it('that is not there, or is a folder, is bad input that names it', async () => {
    await expect(inspectFile(join(folder, 'no.pcap'))).rejects.toThrow(BadInput)
    await expect(inspectFile(join(folder, 'no.pcap'))).rejects.toThrow(/no\.pcap: there is no such file/)
    await expect(inspectFile(folder)).rejects.toThrow(BadInput)
  })

  it('is no longer read when nobody waits for it', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(inspectFile(plain, { signal })).rejects.toThrow('enough')
  })

  it('gives one packet by its number', async () => {
    const found = await packetOf(plain, 5)
    expect(Buffer.from(found.bytes)).toEqual(Buffer.from(packets[4]!.bytes))
    await expect(packetOf(plain, packets.length + 1)).rejects.toThrow(NotFound)
  })
})
