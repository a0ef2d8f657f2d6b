// Reads damaged frames of every protocol: `node bench/damage.ts [--frames 10000000] [--seed 1]`. Says how many were read, ignored
// and faulty, how fast, and how much memory that took. Fails where a reader throws, does not come back within a minute, or
// takes more memory than its limits allow; the file named then holds the frames that led there.

import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { createInspector } from '#formats/capture/inspector.ts'
import { damaged, pcapHead, recordOf, vectorFrames } from '#formats/damage.testing.ts'
import { protocols } from '#formats/protocols.ts'
import { seeded } from '#formats/traffic/random.ts'

/** Frames that one reader gets before the next begins. */
const batch = 50_000
const patienceSeconds = 60
const mostMegabytes = 900

interface Counted {
  readonly frames: number
  readonly read: number
  readonly ignored: number
  readonly faulty: number
}

if (isMainThread) watch()
else await work(workerData as { frames: number; seed: number })

function watch(): void {
  const { values } = parseArgs({
    options: { frames: { type: 'string', default: '10000000' }, seed: { type: 'string', default: '1' } },
  })
  const order = { frames: Number(values.frames), seed: Number(values.seed) }
  const begun = performance.now()
  const worker = new Worker(new URL(import.meta.url), { workerData: order })
  const sum = { frames: 0, read: 0, ignored: 0, faulty: 0 }
  let heard = performance.now()
  let peak = 0
  const look = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss / 1e6)
    if (peak > mostMegabytes) fail(`memory grew to ${Math.round(peak)} MB`)
    if (performance.now() - heard > patienceSeconds * 1000)
      fail(`no answer for ${patienceSeconds} s, in batch ${sum.frames / batch}`)
  }, 500)
  worker.on('message', (counted: Counted) => {
    heard = performance.now()
    for (const key of ['frames', 'read', 'ignored', 'faulty'] as const) sum[key] += counted[key]
  })
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)))
  worker.on('exit', () => {
    clearInterval(look)
    const seconds = (performance.now() - begun) / 1000
    const rest = sum.frames - sum.read - sum.ignored - sum.faulty
    process.stdout.write(
      `${sum.frames} damaged frames of ${protocols.length} readers: ${sum.read} read, ${sum.ignored} ignored, ${sum.faulty} faulty, ` +
        `${rest} unaccounted for; ${Math.round(sum.frames / seconds)} a second, peak ${Math.round(peak)} MB, no exception\n`,
    )
    if (rest !== 0) process.exitCode = 1
  })
}

function fail(reason: string): never {
  process.stdout.write(`failed: ${reason}\n`)
  process.exit(1)
}

async function work({ frames, seed }: { frames: number; seed: number }): Promise<void> {
  const { frames: whole } = await vectorFrames()
  for (let done = 0; done < frames; done += batch) {
    const random = seeded(seed + done)
    const inspector = createInspector({ protocols, limits: { streams: 2000 }, seed })
    inspector.push(pcapHead)
    const count = Math.min(batch, frames - done)
    const records: Uint8Array[] = []
    try {
      for (let i = 0; i < count; i++) {
        const record = recordOf(damaged(random, whole), i)
        records.push(record)
        inspector.push(record)
      }
      const { read, ignored, faulty } = inspector.finish().capture.accounting
      parentPort?.postMessage({ frames: count, read, ignored, faulty } satisfies Counted)
    } catch (error) {
      const path = join(tmpdir(), `rung-damage-${seed + done}.pcap`)
      writeFileSync(path, Buffer.concat([pcapHead, ...records]))
      throw new Error(`frame ${records.length} of ${path}: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
}
