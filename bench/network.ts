// Reading a large capture: `node bench/network.ts [file] [--megabytes 1000] [--rounds 5]`. Each way of reading runs in a process
// of its own, in turn, round by round, from the page cache; tshark beside it where it is installed. Prints medians.

import { fork, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createInspector } from '#formats/capture/inspector.ts'
import { createCaptureReader } from '#formats/capture/reader.ts'
import { protocols } from '#formats/protocols.ts'
import { writeLargeCapture } from './network-capture.ts'
import { median } from './report.ts'

const ways = ['header walk', 'hosts and conversations', 'full reading'] as const
type Way = (typeof ways)[number]
/** tshark is slower by far: it reads the first packets only, and is compared per byte. */
const tsharkPackets = 150_000

interface Measured {
  readonly seconds: number
  /** Of the processor, collector threads included: says more where the machine is busy with other things. */
  readonly processorSeconds: number
  readonly peakMegabytes: number
  readonly found: string
}

const way = process.argv.includes('--way') ? process.argv.at(-1) : undefined
if (way === undefined) await compare()
else process.send?.(measure(process.argv[2]!, way as Way))

async function compare(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { megabytes: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '5' } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'rung-bench-'))
  try {
    let [path] = positionals
    if (path === undefined) {
      path = join(folder, 'large.pcap')
      process.stdout.write(
        `writing ${values.megabytes} MB: ${writeLargeCapture(path, Number(values.megabytes) * 1e6)}\n`,
      )
    }
    const megabytes = statSync(path).size / 1e6
    const speeds = new Map<string, number[]>()
    const processor = new Map<string, number[]>()
    const last = new Map<string, Measured>()
    const add = (name: string, speed: number) => speeds.set(name, [...(speeds.get(name) ?? []), speed])
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const name of ways) {
        const measured = await inOwnProcess(path, name)
        add(name, megabytes / measured.seconds)
        processor.set(name, [...(processor.get(name) ?? []), megabytes / measured.processorSeconds])
        last.set(name, measured)
      }
      const peer = tshark(path)
      if (peer !== null) add('tshark, conversations', peer)
    }
    const walk = median(speeds.get('header walk') ?? [])
    const peer = speeds.has('tshark, conversations') ? median(speeds.get('tshark, conversations') ?? []) : null
    process.stdout.write(`${Math.round(megabytes)} MB, median of ${values.rounds} rounds\n`)
    for (const [name, runs] of speeds) {
      const speed = median(runs)
      const against = peer === null ? '' : `, ${(speed / peer).toFixed(1)} × tshark`
      const measured = last.get(name)
      const memory =
        measured === undefined
          ? ''
          : `, ${median(processor.get(name) ?? [])} MB per second of the processor, peak ${measured.peakMegabytes} MB`
      process.stdout.write(
        `${name.padEnd(24)} ${String(speed).padStart(5)} MB/s  ${(speed / walk).toFixed(3)} × the walk${against}${memory}  ${measured?.found ?? ''}\n`,
      )
    }
    if (peer === null) process.stdout.write('tshark is not installed: nothing to compare with\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function inOwnProcess(path: string, name: Way): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL(import.meta.url).pathname, [path, '--way', name])
    let measured: Measured | undefined
    child.on('message', (message) => {
      measured = message as Measured
    })
    child.on('exit', (code) =>
      measured === undefined ? reject(new Error(`${name} ended with ${code}`)) : resolve(measured),
    )
  })
}

function measure(path: string, name: Way): Measured {
  const begun = performance.now()
  const before = process.cpuUsage()
  const found = read(path, name)
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(before)
  return { seconds, processorSeconds: (user + system) / 1e6, peakMegabytes: peakMegabytes(), found }
}

/** Of this process alone: what getrusage tells may be its parent's. */
function peakMegabytes(): number {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
    if (peak !== null) return Math.round(Number(peak[1]) / 1000)
  } catch {
    // No /proc on this system.
  }
  return Math.round(process.resourceUsage().maxRSS / 1000)
}

function read(path: string, name: Way): string {
  if (name === 'header walk') {
    let packets = 0
    // One byte of each packet is looked at, as the least that any reading must do.
    let sum = 0
    const reader = createCaptureReader((bytes, start) => {
      packets++
      sum ^= bytes[start]!
    })
    feed(path, reader.push)
    return `${packets} packets${sum < 0 ? ' ' : ''}`
  }
  const inspector = createInspector({ protocols: name === 'full reading' ? protocols : [] })
  feed(path, inspector.push)
  const { devices, conversations, identities } = inspector.finish()
  return `${devices.length} devices, ${conversations.length} conversations, ${identities.length} identity facts`
}

function feed(path: string, push: (chunk: Uint8Array) => void): void {
  const file = openSync(path, 'r')
  const buffer = new Uint8Array(1 << 20)
  for (;;) {
    const bytes = readSync(file, buffer, 0, buffer.length, null)
    if (bytes === 0) break
    push(bytes === buffer.length ? buffer : buffer.subarray(0, bytes))
  }
  closeSync(file)
}

/** MB/s of `tshark -z conv` over the first packets; null where it is not installed. */
function tshark(path: string): number | null {
  let end = 0
  const reader = createCaptureReader((_, start, stop, __, ___, ____, packet) => {
    if (packet <= tsharkPackets) end += stop - start + 16
  })
  const file = openSync(path, 'r')
  const buffer = new Uint8Array(1 << 20)
  while (reader.packets() < tsharkPackets) {
    const bytes = readSync(file, buffer, 0, buffer.length, null)
    if (bytes === 0) break
    reader.push(buffer.subarray(0, bytes))
  }
  closeSync(file)
  const begun = performance.now()
  const statistics = ['-z', 'conv,ip', '-z', 'conv,tcp', '-z', 'conv,udp']
  const run = spawnSync('tshark', ['-n', '-q', '-c', String(tsharkPackets), '-r', path, ...statistics], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 30,
  })
  if (run.error !== undefined || run.status !== 0) return null
  return end / 1e6 / ((performance.now() - begun) / 1000)
}
