// One of the threads that read a capture together: reads its part of the file and posts what it counted.

import { parentPort, workerData } from 'node:worker_threads'
import type { InspectedPart } from '#formats/capture/conclude.ts'
import { type PackedPart, packed } from '#formats/capture/packed-part.ts'
import { type PartOrder, readPart } from './inspect-part.ts'

/** What it posts: how far it is (the first thread only), then its part. */
export type PartReport =
  | { readonly kind: 'progress'; readonly bytes: number; readonly total: number }
  | { readonly kind: 'done'; readonly part: PackedPart }

const post = (report: PartReport, moved: ArrayBuffer[] = []) => parentPort?.postMessage(report, moved)

const order = workerData as PartOrder
const part = await readPart(order, {
  mayBlock: true,
  ...(order.index === 0 && { onProgress: (progress) => post({ kind: 'progress', ...progress }) }),
})
post({ kind: 'done', part: packed(part) }, tablesOf(part))

/** The large tables change hands instead of being copied. */
function tablesOf({ accounting }: Pick<InspectedPart, 'accounting'>): ArrayBuffer[] {
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
