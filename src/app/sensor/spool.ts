import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { removeHalfWritten, writeDurably } from '#platform/files/write-durably.ts'

/** A slice that waits to be sent. */
export interface SpooledSlice {
  readonly seq: number
  readonly packets: number
  readonly bytes: number
  /** What it was made of: see {@link Spool.append}. */
  readonly source: string
}

export interface SpoolState {
  readonly slices: number
  readonly bytes: number
  readonly limitBytes: number
  readonly droppedSlices: number
  readonly droppedPackets: number
  readonly refused: number
}

/**
 * Slices between the wire and the server, on disk. A slice is there in full or not at all, from the moment `append` returns
 * until the server has it. When the spool is full, the oldest slice makes room, as the last resort, and is counted.
 */
export interface Spool {
  /** Names this row of numbers: with its number in it, a slice is one of a kind. */
  readonly series: string
  /**
   * Keeps a slice, durably. `source` names what it was made of (letters, digits and hyphens), so that a process that died
   * before it could put that away knows afterwards that it was counted.
   */
  append(slice: Uint8Array, facts: { readonly packets: number; readonly source: string }): Promise<SpooledSlice>
  /** Slices that wait, the oldest first. */
  readonly waiting: readonly SpooledSlice[]
  /** The source of the last slice that went. */
  readonly lastSource: string
  read(slice: SpooledSlice): Promise<Uint8Array>
  /** The server has every slice up to this number. */
  have(seq: number): Promise<void>
  /** The server will not take this slice: it is put aside, and the next ones go on. */
  refuse(slice: SpooledSlice): Promise<void>
  state(): SpoolState
}

interface Ledger {
  readonly series: string
  /** Every slice up to this number has gone. */
  gone: number
  lastSource: string
  droppedSlices: number
  droppedPackets: number
  refused: number
}

/** Refused slices are kept for whoever asks why; no more than these. */
const keptRefused = 20

export async function openSpool(folder: string, limitBytes: number): Promise<Spool> {
  const aside = join(folder, 'refused')
  await mkdir(aside, { recursive: true, mode: 0o700 })
  await removeHalfWritten(folder)
  const ledgerPath = join(folder, 'ledger.json')
  const ledger = await readLedger(ledgerPath)
  const keep = () => writeDurably(ledgerPath, JSON.stringify(ledger))
  await keep()
  let waiting: SpooledSlice[] = []
  for (const name of await readdir(folder)) {
    const found = await sliceAt(folder, name)
    if (found === null) continue
    if (found.seq <= ledger.gone) await rm(join(folder, name), { force: true })
    else waiting.push(found)
  }
  waiting.sort((a, b) => a.seq - b.seq)
  let last = Math.max(ledger.gone, waiting.at(-1)?.seq ?? 0)
  const pathOf = (slice: SpooledSlice) => join(folder, nameOf(slice))

  /** First the ledger knows, then the bytes go: whoever dies in between finds nothing to count again. */
  async function leave(upTo: number): Promise<void> {
    const going = waiting.filter(({ seq }) => seq <= upTo)
    if (going.length === 0) return
    ledger.gone = going.at(-1)!.seq
    ledger.lastSource = going.at(-1)!.source
    await keep()
    waiting = waiting.filter(({ seq }) => seq > upTo)
    for (const slice of going) await rm(pathOf(slice), { force: true })
  }

  const bytesWaiting = () => waiting.reduce((sum, { bytes }) => sum + bytes, 0)

  return {
    series: ledger.series,
    get waiting() {
      return waiting
    },
    get lastSource() {
      return ledger.lastSource
    },
    async append(bytes, { packets, source }) {
      const slice = { seq: last + 1, packets, bytes: bytes.length, source }
      while (waiting.length > 0 && bytesWaiting() + bytes.length > limitBytes) {
        const oldest = waiting[0]!
        ledger.droppedSlices++
        ledger.droppedPackets += oldest.packets
        await leave(oldest.seq)
      }
      await writeDurably(pathOf(slice), bytes)
      last = slice.seq
      waiting = [...waiting, slice]
      return slice
    },
    read: (slice) => readFile(pathOf(slice)),
    async have(seq) {
      last = Math.max(last, seq)
      await leave(seq)
    },
    async refuse(slice) {
      ledger.refused++
      const old = (await readdir(aside)).sort().slice(0, -keptRefused + 1)
      for (const name of old) await rm(join(aside, name), { force: true })
      await rename(pathOf(slice), join(aside, nameOf(slice)))
      await leave(slice.seq)
    },
    state: () => {
      const { droppedSlices, droppedPackets, refused } = ledger
      return { slices: waiting.length, bytes: bytesWaiting(), limitBytes, droppedSlices, droppedPackets, refused }
    },
  }
}

async function readLedger(path: string): Promise<Ledger> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Ledger
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const series = randomBytes(12).toString('hex')
    return { series, gone: 0, lastSource: '', droppedSlices: 0, droppedPackets: 0, refused: 0 }
  }
}

const nameOf = ({ seq, packets, source }: SpooledSlice) =>
  `${String(seq).padStart(12, '0')}_${packets}_${source}.json.gz`

async function sliceAt(folder: string, name: string): Promise<SpooledSlice | null> {
  const parts = /^(\d{12})_(\d+)_([\w-]+)\.json\.gz$/.exec(name)
  if (!parts) return null
  const { size } = await stat(join(folder, name))
  return { seq: Number(parts[1]), packets: Number(parts[2]), bytes: size, source: parts[3]! }
}
