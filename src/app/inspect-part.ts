// One of the threads that read a capture together: reads its part of the file and posts what it counted.

import { parentPort, workerData } from 'node:worker_threads'
import type { InspectedPart } from '#formats/capture/conclude.ts'
import { createInspector } from '#formats/capture/inspector.ts'
import { protocols } from '#formats/protocols.ts'
import { readCapture } from './read-capture.ts'

/** What the thread is started with. */
export interface PartOrder {
  readonly path: string
  readonly index: number
  readonly of: number
  readonly seed: number
}

/** What it posts: how far it is (the first thread only), then its part. */
export type PartReport =
  | { readonly kind: 'progress'; readonly bytes: number; readonly total: number }
  | { readonly kind: 'done'; readonly part: InspectedPart }

const { path, index, of, seed } = workerData as PartOrder
const post = (report: PartReport, moved: ArrayBuffer[] = []) => parentPort?.postMessage(report, moved)

const inspector = createInspector({ protocols, seed, part: { index, of } })
const damage = await readCapture(
  path,
  (chunk) => {
    inspector.push(chunk)
    return false
  },
  index === 0 ? { onProgress: (progress) => post({ kind: 'progress', ...progress }) } : {},
)
if (damage !== '' && index === 0) inspector.fault(damage)
const part = inspector.finishPart()
post({ kind: 'done', part }, columnsOf(part))

/** The large tables change hands instead of being copied. */
function columnsOf({ accounting }: InspectedPart): ArrayBuffer[] {
  const { book, conversations, hosts } = accounting
  const tables = [
    conversations,
    conversations.index,
    hosts,
    hosts.index,
    hosts.sightings,
    hosts.claims,
    book.ipv6,
    book.mac,
  ]
  const columns = tables.flatMap((table) => Object.values(table).filter((column) => ArrayBuffer.isView(column)))
  return [...new Set(columns.map(({ buffer }) => buffer as ArrayBuffer))]
}
