// Reading a large capture, side by side with tshark: `node bench/network.ts [file] [--megabytes 1000] [--rounds 3]`. Each way
// of reading runs in a process of its own, in turn, round by round, from the page cache; the time is that of the whole
// process, from its start to its end. `--tshark-packets N` lets tshark read only the first packets (compared per byte).

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createInspector } from '#formats/capture/inspector.ts'
import { createCaptureReader } from '#formats/capture/reader.ts'
import { protocols } from '#formats/protocols.ts'
import { writeLargeCapture } from './network-capture.ts'
import { median } from './report.ts'

const ways = ['header walk', 'hosts and conversations', 'full reading, one thread'] as const
type Way = (typeof ways)[number]
const command = 'rung capture inspect'
const peer = 'tshark'

interface Measured {
  readonly megabytesPerSecond: number
  readonly peakMegabytes: number | null
}

const way = process.argv.includes('--way') ? process.argv.at(-1) : undefined
if (way === undefined) await compare()
else read(process.argv[2]!, way as Way)

async function compare(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      megabytes: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '3' },
      'tshark-rounds': { type: 'string', default: '1' },
      'tshark-packets': { type: 'string' },
    },
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
    const size = statSync(path).size
    const measured = new Map<string, Measured[]>()
    const add = (name: string, one: Measured | null) => {
      if (one !== null) measured.set(name, [...(measured.get(name) ?? []), one])
    }
    const packets = values['tshark-packets'] === undefined ? Number.POSITIVE_INFINITY : Number(values['tshark-packets'])
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const name of ways) add(name, await timed(fork(import.meta.filename, [path, '--way', name]), size))
      add(command, await timed(inspectWhole(path), size))
      if (round < Number(values['tshark-rounds'])) add(peer, await timed(tshark(path, packets), bytesOf(path, packets)))
    }
    report(size, measured)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function report(size: number, measured: ReadonlyMap<string, readonly Measured[]>): void {
  const speedOf = (name: string) => exactMedian((measured.get(name) ?? []).map((one) => one.megabytesPerSecond))
  const walk = speedOf('header walk')
  const theirs = speedOf(peer)
  process.stdout.write(`${Math.round(size / 1e6)} MB, medians, whole processes\n`)
  for (const [name, runs] of measured) {
    const speed = speedOf(name)
    const peak = median(runs.map((one) => one.peakMegabytes ?? Number.NaN))
    const against = Number.isNaN(theirs) ? '' : `  ${(speed / theirs).toFixed(1).padStart(6)} × tshark`
    process.stdout.write(
      `${name.padEnd(26)} ${speed.toFixed(1).padStart(7)} MB/s  ${(speed / walk).toFixed(3)} × the walk${against}` +
        `${Number.isNaN(peak) ? '' : `  peak ${peak} MB`}  (${runs.length} runs)\n`,
    )
  }
  if (Number.isNaN(theirs)) process.stdout.write('tshark is not installed: nothing to compare with\n')
}

function exactMedian(runs: readonly number[]): number {
  return [...runs].sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN
}

/** The command as a person runs it, all processors allowed. */
function inspectWhole(path: string): ChildProcess {
  const rung = join(import.meta.dirname, '../bin/rung')
  return spawn(process.execPath, [rung, 'capture', 'inspect', path, '--json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function tshark(path: string, packets: number): ChildProcess {
  const some = Number.isFinite(packets) ? ['-c', String(packets)] : []
  const fields = ['-e', 'ip.src', '-e', 'ip.dst', '-e', '_ws.col.Protocol']
  return spawn('tshark', ['-r', path, ...some, '-T', 'fields', ...fields], { stdio: 'ignore' })
}

/** Null where the program is not installed or fails. */
function timed(child: ChildProcess, bytes: number): Promise<Measured | null> {
  const begun = performance.now()
  let peak: number | null = null
  const look = setInterval(() => {
    // Children end before their parent: what they held must not be forgotten.
    const now = peakMegabytes(child.pid)
    if (now !== null) peak = Math.max(peak ?? 0, now)
  }, 20)
  return new Promise((resolve) => {
    child.on('error', () => {
      clearInterval(look)
      resolve(null)
    })
    child.on('exit', (code) => {
      clearInterval(look)
      const seconds = (performance.now() - begun) / 1000
      resolve(code === 0 ? { megabytesPerSecond: bytes / 1e6 / seconds, peakMegabytes: peak } : null)
    })
  })
}

/** The most memory that a process and those that it started ever held, threads included; null where the system does not tell. */
function peakMegabytes(pid: number | undefined): number | null {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
    const own = peak === null ? null : Math.round(Number(peak[1]) / 1000)
    return children.reduce((most, child) => Math.max(most ?? 0, peakMegabytes(Number(child)) ?? 0), own)
  } catch {
    return null
  }
}

function read(path: string, name: Way): void {
  if (name === 'header walk') {
    // One byte of each packet is looked at, as the least that any reading must do.
    let sum = 0
    const reader = createCaptureReader((bytes, start) => {
      sum ^= bytes[start]!
    })
    feed(path, reader.push)
    if (sum < 0) throw new Error('a byte is never negative')
    return
  }
  const inspector = createInspector({ protocols: name === 'hosts and conversations' ? [] : protocols })
  feed(path, inspector.push)
  inspector.finish()
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

/** How much of the file its first packets are. */
function bytesOf(path: string, packets: number): number {
  if (!Number.isFinite(packets)) return statSync(path).size
  let bytes = 0
  const reader = createCaptureReader((_, start, end, __, ___, ____, packet) => {
    if (packet <= packets) bytes += end - start + 16
  })
  feed(path, reader.push)
  return bytes
}
