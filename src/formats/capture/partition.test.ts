import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeBvlc, encodeNpdu, iAm, readPropertyAck } from '../bacnet/encode.ts'
import { encodeArp, encodeEthernet } from '../ethernet/encode.ts'
import { linkTypes } from '../link-types.ts'
import { encodeModbus, readRequest, registersResponse } from '../modbus/encode.ts'
import { identifyResponse } from '../profinet-dcp/encode.ts'
import { protocols } from '../protocols.ts'
import { concludeInspection } from './conclude.ts'
import { captureOf, inspect, partsOf, push, syn, synAck, tcp, udp } from './inspector.testing.ts'
import { createPartition } from './partition.ts'

const everybody = 'ff:ff:ff:ff:ff:ff'
const station = {
  model: 'S7-300',
  vendorId: 0x2a,
  deviceId: 0x101,
  role: 1,
  ip: '0.0.0.0',
  subnetMask: '0.0.0.0',
  gateway: '0.0.0.0',
}
const frameOf = (isTcp: boolean, pair: number, size: number, isBack: boolean, port = 5000): Uint8Array => {
  const ends = [`10.0.0.${pair + 1}:40000`, `10.0.1.200:${port}`] as const
  const [from, to] = isBack ? [ends[1], ends[0]] : ends
  const content = new Uint8Array(size)
  return isTcp ? tcp(from, to, { flags: push, sequence: 1, content }) : udp(from, to, content)
}
const sizes = fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 29 }), fc.nat({ max: 1400 }), fc.boolean()), {
  maxLength: 200,
})

test('all packets of one protocol between two addresses go to one reader, and every reader finds the same one', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 8 }), (sent, parts) => {
      const [one, another] = [createPartition(parts), createPartition(parts)]
      const readers = new Map<string, number>()
      for (const [isTcp, pair, size, isBack] of sent) {
        const frame = frameOf(isTcp, pair, size, isBack)
        const reader = one(frame, 0, frame.length, linkTypes.ethernet)
        expect(another(frame, 0, frame.length, linkTypes.ethernet)).toBe(reader)
        expect(reader).toBeLessThan(parts)
        const key = `${isTcp} ${pair}`
        expect(readers.get(key) ?? reader).toBe(reader)
        readers.set(key, reader)
      }
    }),
  )
})

const packetsEach = fc.integer({ min: 1, max: 200 })

test('who is met anew with a service that one reader knows goes to that one', () => {
  fc.assert(
    fc.property(packetsEach, fc.boolean(), (count, isTcp) => {
      const partition = createPartition(2)
      const readersOf = new Map<number, Set<number>>()
      for (let pair = 0; pair < 60; pair++) {
        const port = [502, 44818][pair % 2]!
        const frame = frameOf(isTcp, pair, 100, false, port)
        for (let n = 0; n < count; n++) {
          const reader = partition(frame, 0, frame.length, linkTypes.ethernet)
          readersOf.set(port, (readersOf.get(port) ?? new Set()).add(reader))
        }
      }
      expect([...readersOf]).toEqual([
        [502, new Set([0])],
        [44818, new Set([1])],
      ])
    }),
  )
})

test('who is met anew goes to another reader than the one that knows the service when that one has had more to do', () => {
  fc.assert(
    fc.property(
      packetsEach,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 200 }),
      (count, parts, pairs) => {
        const partition = createPartition(parts)
        const given = new Array<number>(parts).fill(0)
        for (let pair = 0; pair < pairs; pair++) {
          const frame = frameOf(true, pair, 100, false)
          for (let n = 1; n < count; n++) partition(frame, 0, frame.length, linkTypes.ethernet)
          given[partition(frame, 0, frame.length, linkTypes.ethernet)]!++
        }
        // So far apart at most as one pair, and a tenth of what each was given.
        expect(Math.max(...given) - Math.min(...given)).toBeLessThanOrEqual(1 + pairs / parts / 10)
      },
    ),
  )
})

const host = fc.integer({ min: 1, max: 6 }).map((n) => `10.0.${n % 2}.${n}`)
/** Fewer cards than addresses: some are shared. */
const card = fc.integer({ min: 1, max: 3 }).map((n) => `02:00:00:00:01:0${n}`)
/** What somebody behind a BACnet router says, whichever of several routers it is met through. */
const answer = readPropertyAck(1, 0, 1, 85, [0x44, 0, 0, 0, 0])
const passedOn = [iAm(85, 5), answer].map((apdu) =>
  encodeBvlc(10, encodeNpdu(apdu, { from: { network: 7, mac: [3] } })),
)
const heard = fc.oneof(
  fc.tuple(host, card).map(([ip, mac]) => [encodeArp(true, { mac, ip }, { mac: everybody, ip: '10.0.0.99' })]),
  fc
    .tuple(host, host, card, fc.constantFrom(...passedOn))
    .map(([from, to, mac, said]) => [udp(`${from}:47808`, `${to}:47808`, said, mac)]),
  card.map((mac) => [
    encodeEthernet('00:50:56:00:00:01', mac, 0x8892, identifyResponse(1, { ...station, name: `x${mac.slice(-1)}` })),
  ]),
  fc.tuple(host, host, card, fc.integer({ min: 40_000, max: 40_002 })).map(([from, to, mac, port]) => {
    const [client, server] = [`${from}:${port}`, `${to}:502`]
    const asked = encodeModbus(1, 1, readRequest(3, 0, 2))
    const told = encodeModbus(1, 1, registersResponse(3, [7, 8]))
    return [
      tcp(client, server, { flags: syn, sequence: 100, mac }),
      tcp(server, client, { flags: synAck, sequence: 500, acknowledgement: 101 }),
      tcp(client, server, { flags: push, sequence: 101, acknowledgement: 501, content: asked, mac }),
      tcp(server, client, { flags: push, sequence: 501, acknowledgement: 101 + asked.length, content: told }),
    ]
  }),
)

test('however many readers share a capture, and whichever cards share addresses, they tell the same', () => {
  fc.assert(
    fc.property(fc.array(heard, { minLength: 1, maxLength: 30 }), fc.integer({ min: 2, max: 4 }), (said, of) => {
      const frames = said.flat()
      const parts = partsOf(captureOf(frames), of, protocols)
      expect(concludeInspection(parts, {})).toEqual(inspect(frames, { protocols }))
    }),
    { numRuns: 400 },
  )
})
