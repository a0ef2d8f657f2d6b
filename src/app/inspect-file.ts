import { randomInt } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Inspection } from '#core/capture/inspection.ts'
import { createInspector, type Inspector } from '#formats/capture/inspector.ts'
import { enip } from '#formats/enip/decode.ts'
import { modbus } from '#formats/modbus/decode.ts'
import type { Protocol } from '#formats/protocol.ts'
import { s7comm } from '#formats/s7comm/decode.ts'
import { BadInput } from '#platform/errors.ts'
import { ouiVendor } from './oui.ts'

export interface InspectFileOptions {
  /** Called about ten times a second at most; `bytes` of the file as it lies on disk. */
  readonly onProgress?: (progress: { readonly bytes: number; readonly total: number }) => void
  readonly signal?: AbortSignal
  /** Empty for hosts and conversations only. */
  readonly protocols?: readonly Protocol[]
  /** Printed instead of the path's last part. */
  readonly name?: string
}

/** Everything that payloads are asked for. */
export const protocols: readonly Protocol[] = [modbus, s7comm, enip]

const chunkBytes = 1 << 20

/**
 * Reads one capture file (pcap, pcapng, either in gzip) from disk in bounded memory.
 * @throws BadInput when there is no such file; what is wrong inside it is told in `capture.faults`.
 */
export async function inspectFile(path: string, options: InspectFileOptions = {}): Promise<Inspection> {
  const file = options.name ?? basename(path)
  const handle = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new BadInput(
      `${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : `cannot be read (${cause.code})`}`,
    )
  })
  try {
    const inspector = createInspector({
      protocols: options.protocols ?? protocols,
      ouiVendor,
      file,
      seed: randomInt(2 ** 31),
    })
    const total = (await handle.stat()).size
    const magic = Buffer.alloc(2)
    await handle.read(magic, 0, 2, 0)
    if (magic[0] === 0x1f && magic[1] === 0x8b) await readGzip(path, total, inspector, options)
    else await readPlain(handle, total, inspector, options)
    return inspector.finish()
  } finally {
    await handle.close()
  }
}

async function readPlain(
  handle: FileHandle,
  total: number,
  inspector: Inspector,
  { onProgress, signal }: InspectFileOptions,
): Promise<void> {
  const buffer = new Uint8Array(chunkBytes)
  const tell = paced(onProgress, total)
  for (let bytes = 0; ; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, bytes)
    if (bytesRead === 0) return
    inspector.push(bytesRead === chunkBytes ? buffer : buffer.subarray(0, bytesRead))
    bytes += bytesRead
    tell(bytes)
  }
}

async function readGzip(
  path: string,
  total: number,
  inspector: Inspector,
  { onProgress, signal }: InspectFileOptions,
): Promise<void> {
  const packed = createReadStream(path, { highWaterMark: chunkBytes })
  const tell = paced(onProgress, total)
  try {
    await pipeline(
      packed,
      createGunzip({ chunkSize: chunkBytes }),
      async (unpacked: AsyncIterable<Buffer>) => {
        for await (const chunk of unpacked) {
          // A plain view: the readers were compiled for those, and run slower when they meet both.
          inspector.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length))
          tell(packed.bytesRead)
        }
      },
      { signal },
    )
  } catch (cause) {
    signal?.throwIfAborted()
    inspector.fault(`the gzip stream is damaged: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** At most ten calls a second. */
function paced(onProgress: InspectFileOptions['onProgress'], total: number): (bytes: number) => void {
  let told = 0
  return (bytes) => {
    const now = performance.now()
    if (onProgress === undefined || now - told < 100) return
    told = now
    onProgress({ bytes, total })
  }
}
