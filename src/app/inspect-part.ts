import type { InspectedPart } from '#formats/capture/conclude.ts'
import { createInspector } from '#formats/capture/inspector.ts'
import { protocols } from '#formats/protocols.ts'
import { type ReadCaptureOptions, readCapture } from './read-capture.ts'

/** One of `of` readers that each go through the whole file and take the packets of their part. */
export interface PartOrder {
  readonly path: string
  readonly index: number
  readonly of: number
  readonly seed: number
}

export async function readPart(order: PartOrder, options: ReadCaptureOptions): Promise<InspectedPart> {
  const { path, index, of, seed } = order
  const inspector = createInspector({ protocols, seed, part: { index, of } })
  const damage = await readCapture(
    path,
    (chunk) => {
      inspector.push(chunk)
      return false
    },
    options,
  )
  if (damage !== '' && index === 0) inspector.fault(damage)
  return inspector.finishPart()
}
