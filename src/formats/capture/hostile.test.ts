import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Inspection } from '#core/capture/inspection.ts'
import { enip } from '../enip/decode.ts'
import { modbus } from '../modbus/decode.ts'
import { encodePcap, encodePcapng } from '../pcap/encode.ts'
import { s7comm } from '../s7comm/decode.ts'
import { trafficOf } from '../traffic/encode.ts'
import { describePacket } from './describe.ts'
import { createInspector } from './inspector.ts'

const protocols = [modbus, s7comm, enip]
const during = { firstDay: '2026-10-01', lastDay: '2026-10-02', sessionsPerDay: 1 } as const
const packets = trafficOf({
  seed: 3,
  utcOffsetMinutes: 540,
  hosts: [
    { key: 'es', ip: '10.0.0.1', mac: '00:50:56:00:00:01', vlan: 20 },
    {
      key: 'plc',
      ip: '10.0.0.2',
      mac: '00:80:f4:00:00:01',
      behind: { 3: { vendor: 'WIKA' } },
      identity: { vendor: 'SE' },
    },
    { key: 'cpu', ip: '10.0.0.3', mac: '00:1b:1b:00:00:01', identity: { orderNumber: '6ES7 315-2EH14-0AB0' } },
    { key: 'rack', ip: '10.0.0.4', mac: '00:00:bc:00:00:01', identity: { model: '1756-EN2T/B' } },
  ],
  conversations: [
    {
      ...during,
      client: 'es',
      server: 'plc',
      protocol: 'modbus',
      deeds: [{ does: 'read' }, { does: 'identify', unit: 3 }],
    },
    { ...during, client: 'es', server: 'cpu', protocol: 's7comm', deeds: [{ does: 'identify' }, { does: 'program' }] },
    { ...during, client: 'es', server: 'rack', protocol: 'enip', deeds: [{ does: 'identify' }, { does: 'read' }] },
  ],
})
const files = [encodePcap(packets), encodePcapng(packets), encodePcap(packets, { snapLength: 70 })]

function inspect(bytes: Uint8Array, chunk = bytes.length): Inspection {
  const inspector = createInspector({ protocols, limits: { flows: 64, streams: 4, heldBytes: 4096 } })
  for (let at = 0; at < bytes.length; at += Math.max(1, chunk))
    inspector.push(bytes.subarray(at, at + Math.max(1, chunk)))
  return inspector.finish()
}

const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 40 })

describe('hostile bytes', () => {
  it('a mutated capture never throws, and every packet is read, ignored or faulty', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        changes,
        fc.integer({ min: 64, max: 100_000 }),
        (file, mutations, chunk) => {
          const bytes = file.slice()
          for (const [at, value] of mutations) bytes[at % bytes.length] = value
          const { capture, conversations } = inspect(bytes, chunk)
          const { read, ignored, faulty } = capture.accounting
          expect(read + ignored + faulty).toBe(capture.packets)
          expect(Math.min(read, ignored, faulty)).toBeGreaterThanOrEqual(0)
          const counted = conversations.reduce((sum, talk) => sum + talk.packets.toServer + talk.packets.toClient, 0)
          expect(counted).toBe(read)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('mutated payloads never throw, whoever reads them', () => {
    const body = fc.tuple(fc.nat(packets.length - 1), changes)
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 30 }), (targets) => {
        const mutated = packets.map((packet) => ({ ...packet, bytes: packet.bytes.slice() }))
        for (const [which, mutations] of targets) {
          const { bytes } = mutated[which]!
          for (const [at, value] of mutations) if (bytes.length > 54) bytes[54 + (at % (bytes.length - 54))] = value
        }
        const { capture } = inspect(encodePcap(mutated))
        expect(capture.packets).toBe(packets.length)
      }),
      { numRuns: 100 },
    )
  })

  it('a cut capture gives everything before the cut, and names the place', () => {
    const [file] = files
    fc.assert(
      fc.property(fc.integer({ min: 24, max: file!.length - 1 }), (end) => {
        const { capture } = inspect(file!.subarray(0, end))
        let whole = 0
        let at = 24
        for (const { bytes } of packets) {
          if (at + 16 + bytes.length > end) break
          at += 16 + bytes.length
          whole++
        }
        expect(capture.packets).toBe(whole)
        const cut = { reason: 'packet cut short: the file ends within it', packet: whole + 1, offset: at }
        expect(capture.faults.filter(({ offset }) => offset !== undefined)).toEqual(at === end ? [] : [cut])
      }),
      { numRuns: 60 },
    )
  })

  it('any packet can be described, and no layer reaches beyond it', () => {
    const linkType = fc.constantFrom(0, 1, 9, 101, 104, 105, 113, 127, 147, 228, 276)
    fc.assert(
      fc.property(fc.nat(packets.length - 1), changes, linkType, fc.nat(200), (which, mutations, link, end) => {
        const bytes = packets[which]!.bytes.slice(0, end)
        for (const [at, value] of mutations) if (bytes.length > 0) bytes[at % bytes.length] = value
        for (const { from, to, fields } of describePacket(bytes, 0, bytes.length, link, protocols).layers) {
          expect(from).toBeLessThanOrEqual(to)
          expect(to).toBeLessThanOrEqual(bytes.length)
          for (const field of fields) expect(field.to).toBeLessThanOrEqual(bytes.length)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('the same bytes in other pieces, and under another seed, give the same inspection', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.integer({ min: 1, max: 5000 }), fc.integer(), (file, chunk, seed) => {
        const seeded = createInspector({ protocols, seed })
        seeded.push(file)
        const other = createInspector({ protocols })
        for (let at = 0; at < file.length; at += chunk) other.push(file.subarray(at, at + chunk))
        expect(other.finish()).toEqual(seeded.finish())
      }),
      { numRuns: 20 },
    )
  })
})
