import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import type { SensorSlice } from '#contract/sensor-slice.ts'
import type { SensorHealth } from '#contract/sensors.ts'
import type { Step } from '#core/maturity/indicator.ts'
import { createInspector } from '#formats/capture/inspector.ts'
import { modbus } from '#formats/modbus/decode.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { BadInput, NotFound, Refused } from '#platform/errors.ts'
import { readSlice } from './sensor-observe.ts'
import { capture, openNetwork, type TestNetwork, talk } from './testing.ts'

/** A slice as a sensor makes it of a capture. */
function sliceOf(bytes: Uint8Array): SensorSlice {
  const inspector = createInspector({ protocols: [modbus] })
  inspector.push(bytes)
  const inspection = inspector.finish()
  const { firstSeen, lastSeen } = inspection.capture
  const from = firstSeen ?? '2026-06-02T00:00:00Z'
  return JSON.parse(JSON.stringify({ version: 1, from, to: lastSeen ?? from, inspection }))
}

describe.each(testDatabases())('a sensor on $name', ({ open }) => {
  let here: TestNetwork
  let key = ''
  beforeAll(async () => {
    here = await openNetwork(await open())
    here.clock.set('2026-06-02')
  })
  afterAll(() => here.database.close())

  const sensors = () => here.network.sensors
  const sensor = async () => (await sensors().ofKey(key))!
  const send = async (seq: number, bytes: Uint8Array, series = 'series-1') =>
    sensors().takeSlice(await sensor(), { ...sliceOf(bytes), series, seq })
  const days = () => here.network.captures({ plant: 'kashima', limit: 10, skip: 0 })
  const polling = (day: string) => capture(talk('10.1.2.1', '10.1.1.1', [day]))
  async function measure(id: string, within?: string): Promise<readonly Step[]> {
    const ask = { plants: ['kashima'], from: '2026-01-01', to: '2026-12-31', today: '2026-06-02' }
    const indicator = here.network.indicators.find((one) => one.id === id)!
    return (await indicator.measure({ ...ask, ...(within ? { within } : {}) })).get('kashima') ?? []
  }

  it('has a key that is told once and known by its hash', async () => {
    const added = await sensors().add({ plant: 'kashima', name: 'cell 1', by: null })
    key = added.key
    expect(added.sensor).toMatchObject({ plant: 'kashima', name: 'cell 1', state: 'waiting', lastContact: null })
    expect(await sensor()).toMatchObject({ id: added.sensor.id, name: 'cell 1' })
    expect(JSON.stringify(await sensors().list())).not.toContain(key.split('.')[2])
    for (const wrong of ['', key.slice(0, -1), `${key}x`, key.replace('rung-sensor', 'rung'), `${key}.more`]) {
      expect(await sensors().ofKey(wrong)).toBe(null)
    }
    await expect(sensors().add({ plant: 'kashima', name: 'cell 1', by: null })).rejects.toThrow(Refused)
    await expect(sensors().add({ plant: 'nowhere', name: 'cell 1', by: null })).rejects.toThrow(NotFound)
  })

  it('brings slices that become one capture a day, visible at once', async () => {
    expect(await send(1, polling('2026-06-01'))).toBe(true)
    expect(await send(2, polling('2026-06-01'))).toBe(true)
    expect(await send(3, polling('2026-06-02'))).toBe(true)
    const found = await days()
    expect(
      found.map(({ fileName, source, packets, devices, conversations }) => [
        fileName,
        source,
        packets,
        devices,
        conversations,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['cell 1 2026-06-01', 'sensor:cell 1', 8, 2, 1],
        ['cell 1 2026-06-02', 'sensor:cell 1', 4, 2, 1],
      ]),
    )
    const [talked] = await here.network.conversations({
      capture: found.find(({ fileName }) => fileName.endsWith('-01'))!.id,
      limit: 10,
      skip: 0,
    })
    expect(talked).toMatchObject({
      client: '10.1.2.1',
      server: '10.1.1.1',
      protocol: 'modbus',
      packetsToServer: 4,
      packetsToClient: 4,
      operations: { read: 2 },
      functions: [{ code: expect.anything(), requests: 2, responses: 2 }],
      days: ['2026-06-01'],
    })
    // Witnesses of both slices, the second slice's numbered behind the first's.
    expect(talked!.packetsSeen[0]).toBe(1)
    expect(talked!.packetsSeen.at(-1)).toBeGreaterThan(4)
    expect((await measure('network.sourceSeen')).map(({ value }) => value)).toEqual(['2026-06-01', '2026-06-02'])
  })

  it('counts no slice twice, and counts those that never came', async () => {
    expect(await send(3, polling('2026-06-02'))).toBe(false)
    expect(await send(1, polling('2026-06-02'))).toBe(false)
    expect(await sensors().answer(await sensor(), 'series-1')).toMatchObject({ have: 3, wanted: [] })
    expect(await send(6, polling('2026-06-02'))).toBe(true)
    expect((await sensors().list('kashima'))[0]).toMatchObject({ slices: 4, missing: 2 })
    expect((await days()).map(({ packets }) => packets).sort()).toEqual([8, 8])
  })

  it('begins to count anew in another series, as after its folder was lost', async () => {
    expect(await send(1, polling('2026-06-02'), 'series-2')).toBe(true)
    expect((await sensors().answer(await sensor(), 'series-2')).have).toBe(1)
    expect((await days()).reduce((sum, { packets }) => sum + packets, 0)).toBe(20)
  })

  it('that tells nothing new leaves the picture as it was; a new device changes it', async () => {
    const revision = async () =>
      (
        await here.database
          .as<{ 'network.capture': { id: string; revision: number } }>()
          .selectFrom('network.capture')
          .select('revision')
          .where('id', 'like', '%2026-06-02')
          .executeTakeFirstOrThrow()
      ).revision
    const before = await revision()
    await send(7, polling('2026-06-02'))
    expect(await revision()).toBe(before)
    await send(8, capture(talk('10.1.2.1', '10.1.1.9', ['2026-06-02'])))
    expect(await revision()).toBe(before + 1)
    const devices = await here.network.devices({ plant: 'kashima', limit: 10 })
    expect(devices.map(({ id }) => id)).toEqual(['10.1.1.1', '10.1.1.9', '10.1.2.1'])
  })

  it('is a source that goes on while it speaks', async () => {
    expect((await measure('network.sourceSeen')).map(({ feed }) => feed ?? false)).toEqual([false, true])
    here.clock.set('2026-06-20')
    expect((await measure('network.sourceSeen')).map(({ feed }) => feed ?? false)).toEqual([false, false])
    expect((await sensors().list())[0]!.state).toBe('silent')
    here.clock.set('2026-06-02')
  })

  it('that ended as it was told is neither in trouble nor silent, for a day', async () => {
    const state = async (day?: string) => {
      if (day) here.clock.set(day)
      return (await sensors().list())[0]!.state
    }
    await sensors().takeHealth(await sensor(), healthOf('listening'))
    expect(await state()).toBe('alive')
    await sensors().takeHealth(await sensor(), healthOf('stopping', 'no space left'))
    expect(await state()).toBe('troubled')
    await sensors().takeHealth(await sensor(), healthOf('stopping'))
    expect(await state()).toBe('stopped')
    expect(await state('2026-06-03')).toBe('stopped')
    expect(await state('2026-06-05')).toBe('silent')
    here.clock.set('2026-06-02')
  })

  it('shows a share that goes on while nothing but sensors is needed for it', async () => {
    const on = (steps: readonly Step[]) => steps.findLast(({ from }) => from <= '2026-06-02')?.feed ?? false
    expect(on(await measure('network.boundaryObservedDays', 'P90D'))).toBe(false)
    const importer = here.assets.importers[0]!
    const registry = {
      name: 'r.csv',
      bytes: 'Tag,IP address,Level\nPLC-1,10.1.1.1,1\n',
      plant: 'kashima',
      on: '2026-01-10',
    }
    await commitFile(here.database, importer, (await stageFile(importer, registry)).importId)
    expect(on(await measure('network.seenShare', 'P31D'))).toBe(true)
    const file = { name: 'cell.pcap', bytes: capture(talk('10.1.2.1', '10.1.1.1', ['2026-05-20'])), plant: 'kashima' }
    const captures = here.network.importers.find(({ kind }) => kind === 'capture')!
    const { importId } = await stageFile(captures, { ...file, on: '2026-06-02' })
    await commitFile(here.database, captures, importId)
    expect(on(await measure('network.seenShare', 'P31D'))).toBe(false)
    await undoFile(here.database, captures, importId)
    expect(on(await measure('network.seenShare', 'P31D'))).toBe(true)
  })

  it('tells a packet that somebody wants to see', async () => {
    const day = (await days()).find(({ fileName }) => fileName.endsWith('2026-06-01'))!.id
    await expect(here.network.packet(day, 6)).rejects.toThrow('has been asked for it')
    const wanted = { series: 'series-1', seq: 2, number: 2 }
    expect((await sensors().answer(await sensor(), 'series-1')).wanted).toEqual([wanted])
    const described = { at: null, lengthOnWire: 60, lengthCaptured: 60, layers: [], hex: '00', masked: [], faults: [] }
    await sensors().takeProof(await sensor(), wanted, described)
    expect(await here.network.packet(day, 6)).toMatchObject({ number: 6, lengthOnWire: 60, previous: null, next: null })
    expect((await sensors().answer(await sensor(), 'series-1')).wanted).toEqual([])
    await expect(here.network.packet(day, 7)).rejects.toThrow('has been asked for it')
    await sensors().takeProof(await sensor(), { ...wanted, number: 3 }, null)
    await expect(here.network.packet(day, 7)).rejects.toThrow('no longer keeps')
    await expect(here.network.packet(day, 99)).rejects.toThrow(NotFound)
  })

  it('whose day was taken back: what comes later on it stands for itself', async () => {
    const day = (await days()).find(({ fileName }) => fileName.endsWith('2026-06-01'))!.id
    await sensors().undoDay({ id: day, undone: true })
    expect((await days()).map(({ id }) => id)).not.toContain(day)
    await send(9, polling('2026-06-01'))
    expect((await days()).find(({ fileName }) => fileName.endsWith('2026-06-01'))).toMatchObject({
      id: `${day}-2`,
      packets: 4,
    })
    await sensors().undoDay({ id: day, undone: false })
    expect(
      (await days())
        .filter(({ fileName }) => fileName.endsWith('2026-06-01'))
        .map(({ packets }) => packets)
        .sort(),
    ).toEqual([4, 8])
    await expect(sensors().undoDay({ id: 'sensor-none', undone: false })).rejects.toThrow(NotFound)
  })

  it('whose key was taken back is not known, and its name is free again', async () => {
    const { id } = await sensor()
    expect((await sensors().revoke({ id, by: here.person })).state).toBe('revoked')
    expect(await sensors().ofKey(key)).toBe(null)
    expect((await sensors().add({ plant: 'kashima', name: 'cell 1', by: null })).sensor.state).toBe('waiting')
  })
})

const healthOf = (state: SensorHealth['state'], problem = ''): SensorHealth => ({
  version: '0.1.0',
  watching: 'folder drop',
  tool: null,
  state,
  problem,
  startedAt: '2026-06-02T00:00:00.000Z',
  packets: 0,
  droppedByTool: null,
  droppedByCard: null,
  lostFiles: 0,
  spool: { slices: 0, bytes: 0, limitBytes: 1, droppedSlices: 0, droppedPackets: 0, refused: 0 },
  diskFreeBytes: 1,
  witnessBytes: 0,
  clockOffsetMs: 0,
})

describe('what a sensor sends', () => {
  const upload = async function* (bytes: Uint8Array) {
    yield bytes
  }
  const read = (said: unknown) => readSlice(upload(gzipSync(JSON.stringify(said))))
  const good = sliceOf(capture(talk('10.1.2.1', '10.1.1.1', ['2026-06-01'])))

  it('is a slice', async () => {
    expect(await read(good)).toEqual(good)
  })
  it.each([
    ['no gzip', () => readSlice(upload(Buffer.from('{}')))],
    ['no JSON', () => readSlice(upload(gzipSync('{')))],
    ['no slice', () => read({ version: 1 })],
    [
      'a negative count',
      () => read({ ...good, inspection: { ...good.inspection, capture: { ...good.inspection.capture, packets: -1 } } }),
    ],
    [
      'a character that cannot be stored',
      () =>
        read({
          ...good,
          inspection: {
            ...good.inspection,
            identities: [{ device: 'a\0', protocol: '', field: '', value: '', packet: 1 }],
          },
        }),
    ],
    ['far too much', () => readSlice(upload(gzipSync(Buffer.alloc(300 << 20))))],
  ])('is refused where it is %s', async (_, reading) => {
    await expect(reading()).rejects.toThrow(BadInput)
  })
})
