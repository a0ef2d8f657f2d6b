import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Product } from '#app/compose.ts'
import { openProduct } from '#app/open-product.ts'
import { type Served, serve } from '#app/serve.ts'
import { encodePcap } from '#formats/pcap/encode.ts'
import { trafficOf } from '#formats/traffic/encode.ts'

const rung = join(import.meta.dirname, '../cli/main.ts')

/** The command as a script meets it, beside a server of this process; a folder needs neither rights nor a tool. */
describe('rung sensor', { timeout: 120_000 }, () => {
  let home = ''
  let product: Product
  let server: Served
  let key = ''
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'rung-sensor-'))
    await mkdir(join(home, 'captures'))
    product = await openProduct({ folder: join(home, 'data') })
    await product.plants.add({ key: 'kashima', name: 'Kashima' })
    server = await serve(product, { host: '127.0.0.1', port: 0, sensorsOn: '127.0.0.1:0' })
    key = (await product.network.sensors.add({ plant: 'kashima', name: 'drop', by: null })).key
  })
  afterAll(async () => {
    await server.close()
    await product.close()
    await rm(home, { recursive: true, force: true })
  })

  function run(state: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const { VITEST: _, RUNG_SENSOR_KEY: __, ...env } = process.env
    return new Promise((resolve) => {
      const options = { env: { ...env, RUNG_SENSOR: join(home, state) } }
      execFile(process.execPath, [rung, 'sensor', ...args], options, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
      })
    })
  }
  async function put(name: string, seed: number): Promise<number> {
    const packets = trafficOf({
      seed,
      utcOffsetMinutes: 0,
      hosts: [1, 2].map((n) => ({ key: `h${n}`, ip: `10.1.1.${n}`, mac: `02:00:00:00:00:0${n}` })),
      conversations: [
        {
          ...{ client: 'h1', server: 'h2', protocol: 'modbus', deeds: [{ does: 'read', times: 3 }] },
          ...{ firstDay: '2026-11-02', lastDay: '2026-11-02', sessionsPerDay: 4 },
        },
      ],
    })
    const path = join(home, 'captures', name)
    await writeFile(path, encodePcap(packets))
    const rested = Date.now() / 1000 - 600
    await utimes(path, rested, rested)
    return packets.length
  }
  const counted = async () =>
    (await product.network.captures({ plant: 'kashima', limit: 50, skip: 0 })).reduce(
      (sum, { packets }) => sum + packets,
      0,
    )
  const here = () => ['--server', server.sensors!, '--key', key, '--watch', join(home, 'captures')]

  it('says what it was not told', async () => {
    const nothing = await run('new', '--watch', home)
    expect([nothing.code, nothing.stdout]).toEqual([1, ''])
    expect(nothing.stderr).toContain('does not know its server and its key')
    const both = await run('new', '--server', 'http://127.0.0.1:9', '--key', 'k')
    expect(both.stderr).toContain('a sensor watches an interface, or a folder')
    const address = await run('new', '--server', '10.1.1.1', '--key', 'k', '--watch', home)
    expect(address.stderr).toContain('10.1.1.1 is no address of a server')
    expect((await run('new', '--slice', 'often')).code).toBe(2)
  })

  it('takes and sends what is there, each once, and remembers what it was told', async () => {
    const first = await put('a.pcap', 1)
    const done = await run('state', ...here(), '--once', '--json')
    expect([done.code, done.stderr]).toEqual([0, expect.stringContaining('sensor drop')])
    expect(await counted()).toBe(first)
    expect(JSON.parse(done.stdout.trim().split('\n').at(-1)!)).toMatchObject({ packets: first, spool: { slices: 0 } })
    if (process.platform !== 'win32') expect((await stat(join(home, 'state/sensor.json'))).mode & 0o777).toBe(0o600)
    const second = await put('b.pcap', 2)
    expect((await run('state', '--once')).code).toBe(0)
    expect(await counted()).toBe(first + second)
  })

  it('keeps slices while the server is away, exits 1 for it, and sends them the next time', async () => {
    const before = await counted()
    const more = await put('c.pcap', 3)
    const away = await run('state', '--server', 'http://127.0.0.1:9', '--once')
    expect([away.code, away.stderr]).toEqual([1, expect.stringContaining('1 slices wait on disk')])
    expect(await counted()).toBe(before)
    expect((await run('state', '--server', server.sensors!, '--once')).code).toBe(0)
    expect(await counted()).toBe(before + more)
  })
})
