import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Product } from '#app/compose.ts'
import { openProduct } from '#app/open-product.ts'
import { type Served, serve } from '#app/serve.ts'
import { polls, programs, services } from '#areas/network/changes/testing.ts'
import { capture } from '#areas/network/testing.ts'
import type { Change } from '#contract/changes.ts'
import type { CapturedPacket } from '#formats/pcap/encode.ts'

const rung = join(import.meta.dirname, '../src/app/cli/main.ts')
const [station, plc, planned] = ['10.1.2.1', '10.1.1.1', '10.1.1.2']

/** A capture played through the command, into a server that a person asks over HTTP. */
describe('a program that is downloaded while a sensor listens', { timeout: 120_000 }, () => {
  let home = ''
  let product: Product
  let server: Served
  let key = ''
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'rung-changes-'))
    await mkdir(join(home, 'captures'))
    product = await openProduct({ folder: join(home, 'data') })
    await product.plants.add({ key: 'kashima', name: 'Kashima' })
    server = await serve(product, { host: '127.0.0.1', port: 0, sensorsOn: '127.0.0.1:0' })
    key = (await product.network.sensors.add({ plant: 'kashima', name: 'cell 1', by: null })).key
  })
  afterAll(async () => {
    await server.close()
    await product.close()
    await rm(home, { recursive: true, force: true })
  })

  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    })
    const said = await answer.json()
    if (!answer.ok) throw new Error(JSON.stringify(said))
    return said as Answer
  }
  /** Lays a capture into the folder that the sensor watches, and lets the sensor take it. */
  async function play(name: string, ...talks: CapturedPacket[][]): Promise<void> {
    const path = join(home, 'captures', name)
    await writeFile(path, capture(...talks))
    const rested = Date.now() / 1000 - 600
    await utimes(path, rested, rested)
    const args = ['--server', server.sensors!, '--key', key, '--watch', join(home, 'captures'), '--once']
    const { VITEST: _, RUNG_SENSOR_KEY: __, ...env } = process.env
    await new Promise<void>((resolve, reject) => {
      const options = { env: { ...env, RUNG_SENSOR: join(home, 'state') } }
      execFile(process.execPath, [rung, 'sensor', ...args], options, (error, _out, told) =>
        error ? reject(new Error(told)) : resolve(),
      )
    })
  }
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
  const changes = async () => (await ask<{ items: Change[] }>('GET', '/changes?plant=kashima')).items

  it('is there when the slice is there, and told apart from one inside its approved window', async () => {
    await play(
      'usual.pcap',
      polls(station, plc, ago(7300)),
      polls(station, planned, ago(7200)),
      programs(station, plc, ago(7100), [services.upload]),
    )
    await ask('POST', '/plants/kashima/learning', { source: null, days: 0, reason: 'what was seen is usual' })
    // Everything since then is held against what was seen: nothing has changed since.
    const before = await changes()
    const [day, next] = [-86_400, 86_400].map((seconds) => ago(-seconds).slice(0, 10))
    await ask('POST', '/records', {
      kind: 'change-approval',
      scope: ['kashima'],
      effectiveFrom: day,
      data: {
        workOrder: 'WO-5',
        assets: planned,
        kinds: ['program-change', 'mode-change'],
        approvedBy: 'Mori',
        lastDay: next,
      },
    })
    const began = new Date().toISOString()
    await play(
      'work.pcap',
      programs(station, plc, ago(20), [services.stop, services.beginDownload, services.download, services.start]),
      programs(station, planned, ago(10), [services.beginDownload, services.endDownload]),
    )
    const known = new Set(before.map(({ id }) => id))
    const found = (await changes()).filter(({ id, kind }) => !known.has(id) && kind === 'program-change')
    const answered = new Date().toISOString()
    expect(
      found.map(({ target, standing, authorisation }) => [target.address, standing, authorisation.workOrder]),
    ).toEqual([
      [planned, 'authorised', 'WO-5'],
      [plc, 'unauthorised', null],
    ])
    const slice = (await product.network.sensors.list('kashima'))[0]!
    for (const { at, noticedAt, live, deeds, witness } of found) {
      // On the wire, taken by the sensor, noticed by the server, answered: in this order, by the times that are kept.
      const order = [at!, began, noticedAt, slice.lastContact!, answered].map((one) => Date.parse(one))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      expect([live, deeds[0]]).toEqual([true, 'download'])
      expect(witness).toMatchObject({ captureName: expect.stringContaining('cell 1'), packet: expect.any(Number) })
    }
    expect(found[1]!.deeds).toEqual(['download', 'stop', 'start'])
  })
})
