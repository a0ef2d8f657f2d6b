import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Inspection, InspectionInPieces } from '#core/capture/inspection.ts'
import { concludeInPieces, concludeInspection, type InspectedPart, type Told } from '#formats/capture/conclude.ts'
import { unpacked } from '#formats/capture/packed-part.ts'
import type { FoundPacket } from '#formats/capture/packet-finder.ts'
import { NotFound } from '#platform/errors.ts'
import type { PartOrder } from './inspect-part.ts'
import type { PartReport } from './inspect-thread.ts'
import { ouiVendor } from './oui.ts'
import { lookAtCapture, type ReadCaptureOptions, readCapture } from './read-capture.ts'

export interface InspectFileOptions extends ReadCaptureOptions {
  /** Printed instead of the path's last part. */
  readonly name?: string
  /** Threads that read together; without it as many as the file's size and the machine's processors are worth. */
  readonly threads?: number
  /** The caller's own thread reads along instead of staying free: one thread less, and its memory. */
  readonly readsAlong?: boolean
}

/** A smaller file is read before a thread has begun. */
const worthAThread = 4_000_000
/** What a thread makes is soon forgotten: little room for it costs no time and spares memory. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 }
/** Each thread walks over all packets to find its own: beyond these the walk itself is what takes the time. */
const mostThreads = 8

/**
 * Reads one capture file (pcap, pcapng, either in gzip; `-` is what is piped in) in bounded memory, with several threads where
 * it is large: the caller's own stays free then.
 * @throws BadInput when there is no such file; what is wrong inside it is told in `capture.faults`.
 */
export async function inspectFile(path: string, options: InspectFileOptions = {}): Promise<Inspection> {
  return concludeInspection(await partsOf(path, options), toldOf(path, options))
}

/** The same for whoever writes the lists down piece by piece: they are not held. */
export async function inspectInPieces(path: string, options: InspectFileOptions = {}): Promise<InspectionInPieces> {
  return concludeInPieces(await partsOf(path, options), toldOf(path, options))
}

const toldOf = (path: string, { name }: InspectFileOptions): Told => ({
  ouiVendor,
  file: name ?? (path === '-' ? 'standard input' : basename(path)),
})

async function partsOf(path: string, options: InspectFileOptions): Promise<InspectedPart[]> {
  const threads = options.threads ?? (await threadsFor(path))
  options.signal?.throwIfAborted()
  if (threads > 0) return inspectInThreads(path, threads, options)
  return [await readHere({ path, index: 0, of: 1, seed: randomInt(2 ** 31) }, options)]
}

/** 0: not worth any. What is packed can only be unpacked from its beginning: one thread then. */
async function threadsFor(path: string): Promise<number> {
  if (path === '-') return 0
  const { size, isPacked } = await lookAtCapture(path)
  if (size < worthAThread) return 0
  return isPacked ? 1 : Math.min(availableParallelism(), mostThreads)
}

/** The readers of all protocols are loaded here, not with this file: while they are, the other threads begin. */
async function readHere(order: PartOrder, options: ReadCaptureOptions): Promise<InspectedPart> {
  const { readPart } = await import('./inspect-part.ts')
  return readPart(order, options)
}

/** The threads' parts in their order. Ends all of them when one fails or nobody waits any more. */
async function inspectInThreads(
  path: string,
  threads: number,
  { onProgress, signal, readsAlong }: InspectFileOptions,
): Promise<InspectedPart[]> {
  const seed = randomInt(2 ** 31)
  const workers: Worker[] = []
  const parts = Array.from({ length: threads }, (_, i) => {
    // The last in this thread, when the others have been started.
    const index = threads - 1 - i
    const order: PartOrder = { path, index, of: threads, seed }
    if (index === 0 && readsAlong === true) {
      const along: ReadCaptureOptions = { mayBlock: true, ...(onProgress && { onProgress }), ...(signal && { signal }) }
      return readHere(order, along)
    }
    const worker = new Worker(new URL('./inspect-thread.ts', import.meta.url), { workerData: order, resourceLimits })
    workers.push(worker)
    return new Promise<InspectedPart>((resolve, reject) => {
      worker.on('message', (report: PartReport) => {
        if (report.kind === 'done') resolve(unpacked(report.part))
        else onProgress?.(report)
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`a thread that read ${path} ended early (${code})`)))
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  })
  try {
    return (await Promise.all(parts)).reverse()
  } finally {
    // Whatever the others still say is not waited for, nor that they end.
    for (const part of parts) part.catch(() => {})
    for (const worker of workers) void worker.terminate()
  }
}

/**
 * Reads packet `number` (from 1) of a capture file and takes it apart.
 * @throws BadInput when there is no such file, NotFound when it holds no such packet.
 */
export async function packetOf(path: string, number: number, options: ReadCaptureOptions = {}): Promise<FoundPacket> {
  const { createPacketFinder } = await import('#formats/capture/packet-finder.ts')
  const { protocols } = await import('#formats/protocols.ts')
  const finder = createPacketFinder(number, protocols)
  await readCapture(path, finder.push, options)
  const found = finder.found()
  if (found === null) throw new NotFound(`${basename(path)} holds no packet ${number}`)
  return found
}
