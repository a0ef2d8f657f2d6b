import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile } from '#areas/assets/testing.ts'
import type * as contract from '#contract/network.ts'
import { encodeEthernet } from '#formats/ethernet/encode.ts'
import { encodeTcp } from '#formats/ip/encode.ts'
import { encodeModbus } from '#formats/modbus/encode.ts'
import type { CapturedPacket } from '#formats/pcap/encode.ts'
import { testDatabases } from '#platform/database/testing.ts'
import type { Call } from '#platform/http/implement.ts'
import { capture, macOf, openNetwork, type TestNetwork, talk } from './testing.ts'

const registry = `Tag,Name,Model,IP address,Level
PLC-1,Reactor,M580,10.1.1.1,1
HMI-1,Operator station,,10.1.2.1,2
`

const bytes = (...octets: number[]) => Uint8Array.from(octets)
/** A register is written (6), and answered by its echo. */
const write = [bytes(6, 0, 1, 0, 7), bytes(6, 0, 1, 0, 7)] as const
/** UMAS: begin download and download block, each answered with success (0xfe). */
const download = [bytes(0x5a, 1, 0x33, 0, 1), bytes(0x5a, 1, 0xfe)] as const
const block = [bytes(0x5a, 1, 0x34, 0, 1, 0, 2, 7, 7), bytes(0x5a, 1, 0xfe)] as const
/** The same refused: exception 1. */
const refusedWrite = [bytes(6, 0, 9, 0, 7), bytes(0x86, 1)] as const

type Exchange = readonly [asked: Uint8Array, answered: Uint8Array]

/** One connection to the Modbus port, with these requests and responses. */
function session(client: string, server: string, day: string, exchanges: readonly Exchange[]): CapturedPacket[] {
  let at = Date.parse(`${day}T08:00:00Z`) * 1000
  let [up, down] = [1, 1]
  const send = (isUp: boolean, flags: number, content: Uint8Array): CapturedPacket => {
    const [source, target] = isUp ? [client, server] : [server, client]
    const ports = isUp ? [40_000, 502] : [502, 40_000]
    const segment = {
      sourcePort: ports[0]!,
      targetPort: ports[1]!,
      sequence: isUp ? up : down,
      acknowledgement: isUp ? down : up,
      flags,
    }
    const length = content.length + (flags & 0x02 ? 1 : 0)
    if (isUp) up += length
    else down += length
    at += 1000
    const frame = encodeTcp({ source, target }, segment, content)
    return { at, bytes: encodeEthernet(macOf(target), macOf(source), 0x0800, frame) }
  }
  const none = new Uint8Array()
  const opening = [send(true, 0x02, none), send(false, 0x12, none)]
  return [
    ...opening,
    ...exchanges.flatMap(([asked, answered], i) => [
      send(true, 0x18, encodeModbus(i + 1, 1, asked)),
      send(false, 0x18, encodeModbus(i + 1, 1, answered)),
    ]),
  ]
}

/** The operator reads, somebody unregistered programs, a desktop of the office writes. */
function week(): Uint8Array {
  return capture(
    talk('10.1.2.1', '10.1.1.1', ['2026-03-02', '2026-03-03']),
    session('10.1.2.9', '10.1.1.1', '2026-03-03', [download, block, block]),
    session('10.200.0.6', '10.1.1.1', '2026-03-04', [write, refusedWrite]),
  )
}

describe.each(testDatabases())('who programs whom on $name', ({ open }) => {
  let here: TestNetwork
  let brought = ''
  beforeAll(async () => {
    here = await openNetwork(await open())
    here.clock.set('2026-03-05')
    const [assets, network] = [here.assets.importers[0]!, here.network.importers[0]!]
    const list = await stageFile(assets, { name: 'a.csv', bytes: registry, plant: 'kashima', on: '2026-01-10' })
    await commitFile(here.database, assets, list.importId)
    const seen = await stageFile(network, { name: 'cell.pcap', bytes: week(), plant: 'kashima', on: '2026-03-05' })
    await commitFile(here.database, network, seen.importId)
    brought = seen.importId
    await here.evidence.add({
      kind: 'zone',
      scope: ['kashima'],
      effectiveFrom: '2026-01-01',
      data: { name: 'office', purdueLevel: '4', addresses: '10.200.0.0/16' },
      by: here.person,
    })
  })
  afterAll(() => here.database.close())

  async function ask<Answer>(path: string, query: Record<string, unknown>): Promise<Answer> {
    const found = here.network.relationRoutes.find(({ route }) => route.path === path)!
    const answer = await found.handle({ params: {}, query, body: undefined, actor: null } as unknown as Call)
    return found.route.response.parse(answer) as Answer
  }
  type Page = { items: contract.Relation[]; next: string | null }
  const relations = (query: Record<string, unknown> = {}) => ask<Page>('/relations', query)

  it('is one row for each pair of devices, with the functions by name and the first packet as proof', async () => {
    const { items } = await relations({ operation: 'program' })
    expect(items).toHaveLength(1)
    const [one] = items
    expect(one).toMatchObject({
      client: { device: '10.1.2.9', asset: null, status: 'unmanaged' },
      server: { device: '10.1.1.1', asset: 'PLC-1', assetName: 'Reactor', level: '1' },
      concerns: expect.arrayContaining(['unregistered']),
      answered: true,
      proof: { capture: brought, captureName: 'cell.pcap', place: null },
    })
    expect(one!.operations).toMatchObject({ program: 3, write: 0 })
    expect(one!.functions).toMatchObject([
      { name: expect.stringContaining('Download Block'), operation: 'program', requests: 2, responses: 2 },
      { name: expect.stringContaining('Begin Download'), operation: 'program', requests: 1, responses: 1 },
    ])
    // Not the handshake of their connection: the packet that begins the download.
    const conversation = await here.network.conversations({ capture: brought, limit: 100, skip: 0 })
    const witness = conversation.find(({ captureId, n }) => `${captureId}/${n}` === one!.proof!.conversation)
    const begun = witness?.functions.find(({ name }) => name.includes('Begin Download'))
    expect(begun?.firstPacket).toBe(one!.proof!.packet)
    expect(one!.proof!.packet).toBeGreaterThan(witness!.packetsSeen[0]!)
  })

  it('who writes from the office and past the DMZ is named for it, and who reads is not', async () => {
    const { items } = await relations({})
    const concerns = new Map(items.map(({ client, concerns }) => [client.device, concerns]))
    expect(concerns.get('10.200.0.6')).toEqual(['office', 'unregistered', 'crosses'])
    expect(concerns.get('10.1.2.1')).toEqual([])
    expect(items.find(({ client }) => client.device === '10.200.0.6')).toMatchObject({ refused: 1 })
    // What needs an eye stands first.
    expect(items.at(-1)?.client.device).toBe('10.1.2.1')
  })

  it('is counted by what is done, whatever is shown of it', async () => {
    for (const operation of [undefined, 'program', 'read']) {
      const summary = await ask<contract.RelationSummary>('/relation-summary', { operation })
      expect(summary.counts).toMatchObject({ all: 3, program: 1, write: 1, read: 1 })
      expect(summary.programsFromOutside).toBe(1)
      expect(summary.programsSafety).toBe(0)
    }
    const { flows, protocols } = await ask<contract.RelationSummary>('/relation-summary', { operation: 'write' })
    expect(flows).toEqual([
      expect.objectContaining({
        clientLevel: '4',
        serverLevel: '1',
        pairs: 1,
        concerned: 1,
        messages: expect.any(Number),
      }),
    ])
    expect(protocols).toEqual([{ value: 'modbus', conversations: 3 }])
  })

  it.each([
    ['client', { client: '10.1.2.1' }, ['10.1.2.1']],
    ['server', { server: '10.1.2.1' }, []],
    ['either end', { device: '10.1.2.1' }, ['10.1.2.1']],
    ['level', { level: '4' }, ['10.200.0.6']],
    ['crossing', { crosses: 'true' }, ['10.200.0.6']],
    ['protocol', { protocol: 'modbus', operation: 'program' }, ['10.1.2.9']],
    ['words', { q: 'hmi-1' }, ['10.1.2.1']],
    ['safety', { safety: 'true' }, []],
    ['capture', { capture: 'another' }, []],
    ['plant', { plant: 'ulsan' }, []],
  ])('is filtered by %s', async (_name, query, expected) => {
    expect((await relations(query)).items.map(({ client }) => client.device)).toEqual(expected)
  })

  it('is the same page by page', async () => {
    const all = await relations({ sort: 'client' })
    const paged: contract.Relation[] = []
    let cursor: string | null = null
    do {
      const page: Page = await relations({ sort: 'client', limit: 1, ...(cursor ? { cursor } : {}) })
      paged.push(...page.items)
      cursor = page.next
    } while (cursor)
    expect(paged).toEqual(all.items)
  })

  it('holds nothing of a later day', async () => {
    const { items } = await relations({ asOf: '2026-03-01' })
    expect(items).toEqual([])
  })
})
