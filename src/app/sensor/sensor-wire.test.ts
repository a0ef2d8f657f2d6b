import { type ChildProcess, execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SensorHealth } from '#contract/sensors.ts'
import { cable, missing, type Namespace, namespace, packetsOver } from './namespaces.testing.ts'

/**
 * Real packets on a real wire: an operator station polls a controller over a cable between two namespaces, the sensor
 * listens at the controller's end, and the server is behind a cable of its own, which is pulled.
 */
const rung = join(import.meta.dirname, '../cli/main.ts')
const modbus = join(import.meta.dirname, 'modbus-child.ts')
const why = missing()
const sensorPort = 4681
const hasTcpdump = (process.env.PATH ?? '').split(delimiter).some((one) => existsSync(join(one, 'tcpdump')))

describe.skipIf(why !== '')(`a sensor on a wire${why === '' ? '' : ` (${why})`}`, { timeout: 180_000 }, () => {
  const unique = `rung${process.pid}`
  let folder = ''
  let office: Namespace
  let cell: Namespace
  let station: Namespace
  let key = ''
  const ours: ChildProcess[] = []
  let health: SensorHealth[] = []
  let told = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rung-wire-'))
    office = namespace(`${unique}o`)
    cell = namespace(`${unique}c`)
    station = namespace(`${unique}s`)
    cable(office, 'office0', '10.99.0.1/24', cell, 'uplink0', '10.99.0.2/24')
    const server = start(
      office,
      rung,
      'serve',
      '--data',
      join(folder, 'data'),
      '--port',
      '4680',
      '--sensors-on',
      `10.99.0.1:${sensorPort}`,
    )
    await says(server, 'Sensors reach it')
    await api('POST', '/plants', { key: 'kashima', name: 'Kashima' })
    const added = await api<{ key: string }>('POST', '/sensors', { plant: 'kashima', name: 'cell 1' })
    key = added.key
  })
  afterAll(async () => {
    for (const child of ours) child.kill('SIGKILL')
    await stopTool()
    for (const one of [office, cell, station]) one?.remove()
    await rm(folder, { recursive: true, force: true })
  })

  function start(where: Namespace, ...args: string[]): ChildProcess {
    const child = where.start(process.execPath, args, { RUNG_SENSOR: join(folder, 'sensor') })
    ours.push(child)
    return child
  }
  async function says(child: ChildProcess, words: string): Promise<void> {
    let said = ''
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk) => {
        said += chunk
      })
    }
    for (let turn = 0; turn < 600 && !said.includes(words); turn++) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said}`)
      await sleep(50)
    }
    if (!said.includes(words)) throw new Error(`it never said "${words}": ${said}`)
  }
  /** Asks the app, which listens only on the loopback of its own namespace. */
  async function api<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const code = `const answer = await fetch('http://127.0.0.1:4680/api/v1${path}', { method: '${method}',
      ${body ? `headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(body))}` : ''} })
      process.stdout.write(JSON.stringify({ status: answer.status, said: await answer.json() }))`
    const said = await new Promise<string>((resolve, reject) => {
      execFile(
        'ip',
        ['netns', 'exec', office.name, process.execPath, '--input-type=module', '-e', code],
        (error, stdout) => (error ? reject(error) : resolve(stdout)),
      )
    })
    const answer = JSON.parse(said)
    if (answer.status >= 400) throw new Error(JSON.stringify(answer))
    return answer.said
  }
  async function startSensor(...more: string[]): Promise<ChildProcess> {
    const child = start(cell, rung, 'sensor', '--slice', '1', '--json', ...more)
    child.stdout!.on('data', (chunk) => {
      for (const line of String(chunk).split('\n')) if (line !== '') health.push(JSON.parse(line))
    })
    child.stderr!.on('data', (chunk) => {
      told += chunk
    })
    await says(child, 'listening:')
    return child
  }
  async function stopTool(): Promise<void> {
    const text = await readFile(join(folder, 'sensor/ring/run.json'), 'utf8').catch(() => 'null')
    const run = JSON.parse(text) as { pid: number } | null
    if (run) process.kill(run.pid, 'SIGKILL')
  }
  async function poll(count: number, pauseMs = 0): Promise<void> {
    const child = start(station, modbus, 'poll', '10.77.0.1', '502', String(count), String(pauseMs))
    let said = ''
    child.stdout!.on('data', (chunk) => {
      said += chunk
    })
    await once(child, 'close')
    expect(said).toBe(`${count} answered\n`)
  }
  const seen = async () => {
    const captures = await api<{ items: { id: string; packets: number; name: string }[] }>(
      'GET',
      '/captures?plant=kashima',
    )
    const talks = await api<{
      items: { client: string; server: string; protocol: string | null; operations: { read: number } }[]
    }>('GET', '/conversations?plant=kashima')
    const polled = talks.items.filter(({ server, protocol }) => server === '10.77.0.1' && protocol === 'modbus')
    return {
      packets: captures.items.reduce((sum, one) => sum + one.packets, 0),
      reads: polled.reduce((sum, { operations }) => sum + operations.read, 0),
      captures: captures.items,
    }
  }
  /** Until the server has seen what the kernel has counted on the wire. */
  async function settled(reads: number): Promise<Awaited<ReturnType<typeof seen>>> {
    let now = await seen()
    for (let turn = 0; turn < 60 && (now.reads < reads || now.packets < packetsOver(cell, 'wire0')); turn++) {
      await sleep(500)
      now = await seen()
    }
    return now
  }
  const spooled = async () =>
    (await readdir(join(folder, 'sensor/spool'))).filter((name) => name.endsWith('.json.gz')).length

  it('refuses to start on an interface that is not there, and says which are', async () => {
    const child = start(
      cell,
      rung,
      'sensor',
      '--server',
      `http://10.99.0.1:${sensorPort}`,
      '--key',
      key,
      '--interface',
      'wire9',
    )
    let said = ''
    child.stderr!.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(child, 'close')
    expect(said).toMatch(/There is no interface wire9 here, but: .*uplink0/)
    expect(code).toBe(1)
  })

  it('counts what is sent, over a link that is cut and through its own violent death, once', async () => {
    cable(cell, 'wire0', '10.77.0.1/24', station, 'wire1', '10.77.0.2/24')
    const before = packetsOver(cell, 'wire0')
    let sensor = await startSensor('--interface', 'wire0')
    const controller = start(cell, modbus, 'serve', '10.77.0.1', '502')
    await says(controller, 'ready')

    await poll(100, 5)
    expect((await settled(100)).reads).toBe(100)

    // The link to the server is cut: slices wait on disk.
    cell.run('ip', ['link', 'set', 'uplink0', 'down'])
    await poll(150, 10)
    for (let turn = 0; turn < 100 && (await spooled()) === 0; turn++) await sleep(100)
    expect(await spooled()).toBeGreaterThan(0)
    expect((await seen()).reads).toBeLessThan(250)

    // Killed while packets flow: what reads the wire goes on, and the next start finds all of it.
    const polling = poll(300, 10)
    await sleep(1000)
    sensor.kill('SIGKILL')
    await once(sensor, 'close')
    await sleep(1500)
    sensor = await startSensor()
    expect(told).toContain('still listening on wire0')
    await polling

    cell.run('ip', ['link', 'set', 'uplink0', 'up'])
    // And killed again while it sends what has waited.
    for (let turn = 0; turn < 200 && (await seen()).reads <= 100; turn++) await sleep(50)
    sensor.kill('SIGKILL')
    await once(sensor, 'close')
    sensor = await startSensor()
    await poll(50)
    const all = await settled(600)
    expect(all.reads).toBe(600)
    expect(all.packets).toBe(packetsOver(cell, 'wire0') - before)
    expect(new Set(all.captures.map(({ name }) => name)).size).toBe(all.captures.length)

    // Told to end, it finishes the slice first.
    await poll(20)
    sensor.kill('SIGTERM')
    const [code] = await once(sensor, 'close')
    expect(code).toBe(0)
    const end = await seen()
    expect(end.reads).toBe(620)
    expect(end.packets).toBe(packetsOver(cell, 'wire0') - before)
  })

  it('tells how it is', async () => {
    expect(health.at(-1)).toMatchObject({
      watching: 'interface wire0',
      tool: expect.stringContaining('dumpcap'),
      problem: '',
      droppedByTool: 0,
      lostFiles: 0,
      spool: { slices: 0, droppedSlices: 0, refused: 0 },
    })
    expect(health.at(-1)!.clockOffsetMs).not.toBeNull()
    const { items } = await api<{ items: { name: string; missing: number }[] }>('GET', '/sensors')
    expect(items).toMatchObject([{ name: 'cell 1', missing: 0 }])
    health = []
  })

  it('keeps a packet that is named as proof, and tells it when it is wanted', async () => {
    const sensor = await startSensor()
    const { captures } = await seen()
    const [talk] = (
      await api<{ items: { firstPacket: number; capture: string }[] }>(
        'GET',
        '/conversations?plant=kashima&protocol=modbus',
      )
    ).items
    const path = `/captures/${talk!.capture}/packets/${talk!.firstPacket}`
    expect(captures.map(({ id }) => id)).toContain(talk!.capture)
    await expect(api('GET', path)).rejects.toThrow('has been asked for it')
    let packet: { layers: { protocol: string }[] } | null = null
    for (let turn = 0; turn < 100 && packet === null; turn++) {
      await sleep(200)
      packet = await api<{ layers: { protocol: string }[] }>('GET', path).catch(() => null)
    }
    expect(packet?.layers.map(({ protocol }) => protocol)).toEqual(expect.arrayContaining(['Ethernet', 'IPv4', 'TCP']))
    sensor.kill('SIGTERM')
    await once(sensor, 'close')
  })

  it('is refused where its key is not known, and finds nothing else behind its door', async () => {
    const door = `http://10.99.0.1:${sensorPort}/api/v1`
    const ask = (path: string, ...more: string[]) =>
      cell.run(process.execPath, [
        '--input-type=module',
        '-e',
        `const answer = await fetch('${door}${path}', ${more[0] ?? '{}'})
        process.stdout.write(String(answer.status))`,
      ])
    expect(ask('/sensor')).toBe('401')
    expect(ask('/sensor', "{ headers: { authorization: 'Bearer rung-sensor.x.y' } }")).toBe('401')
    expect(ask('/plants')).toBe('404')
    expect(ask('/sensors')).toBe('404')
    const child = cell.start(process.execPath, [rung, 'sensor', '--key', `${key}x`], {
      RUNG_SENSOR: join(folder, 'sensor'),
    })
    let said = ''
    child.stderr!.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(child, 'close')
    expect([code, said]).toEqual([1, expect.stringContaining('This key is not known')])
  })

  it.skipIf(!hasTcpdump)('counts the same by tcpdump', async () => {
    const { key: another } = await api<{ key: string }>('POST', '/sensors', { plant: 'kashima', name: 'by tcpdump' })
    const before = await seen()
    const sensor = await startSensor('--key', another, '--tool', 'tcpdump')
    await poll(60, 50)
    sensor.kill('SIGTERM')
    await once(sensor, 'close')
    expect((await seen()).reads).toBe(before.reads + 60)
  })

  it('takes the files of a folder that another program rotates, each once, and dies in between', async () => {
    const { key: another } = await api<{ key: string }>('POST', '/sensors', { plant: 'kashima', name: 'folder' })
    const drop = join(folder, 'drop')
    await mkdir(drop)
    const before = await seen()
    const ring = ['-b', 'duration:1', '-b', 'files:1000']
    const writer = cell.start('dumpcap', ['-i', 'wire0', '-q', ...ring, '-w', join(drop, 'rotating.pcapng')])
    ours.push(writer)
    await says(writer, 'File: ')
    const kernel = packetsOver(cell, 'wire0')
    let sensor = await startSensor('--key', another, '--watch', drop, '--settle', '10')
    const polling = poll(400, 10)
    for (let turn = 0; turn < 200 && (await seen()).reads === before.reads; turn++) await sleep(50)
    sensor.kill('SIGKILL')
    await once(sensor, 'close')
    sensor = await startSensor()
    await polling
    // What reads the wire ends, and with that its last file.
    await sleep(1000)
    writer.kill('SIGINT')
    await once(writer, 'close')
    const expected = before.packets + packetsOver(cell, 'wire0') - kernel
    let now = await seen()
    for (let turn = 0; turn < 100 && now.packets < expected; turn++) {
      await sleep(300)
      now = await seen()
    }
    sensor.kill('SIGTERM')
    await once(sensor, 'close')
    now = await seen()
    expect(now.reads - before.reads).toBe(400)
    expect(now.packets).toBe(expected)
  })
})
