import type { CaptureFault } from './inspection.ts'

const mostReasons = 200

/** Faults by reason, each with its first place and how often it occurred; beyond 200 reasons only their number is kept. */
export interface FaultList {
  add(reason: string, packet?: number, offset?: number, count?: number): void
  list(): CaptureFault[]
}

export function createFaultList(): FaultList {
  const faults = new Map<string, { reason: string; packet?: number; offset?: number; count: number }>()
  let others = 0
  return {
    add(reason, packet, offset, count = 1) {
      const known = faults.get(reason)
      if (known !== undefined) {
        known.count += count
        // What waited for earlier segments is told late.
        if (packet !== undefined && known.packet !== undefined && packet < known.packet) {
          known.packet = packet
          if (offset === undefined) delete known.offset
          else known.offset = offset
        }
      } else if (faults.size >= mostReasons) others += count
      else {
        faults.set(reason, {
          ...(packet === undefined ? {} : { packet }),
          ...(offset === undefined ? {} : { offset }),
          reason,
          count,
        })
      }
    },
    list() {
      const told = [...faults.values()]
      if (others > 0) told.push({ reason: 'further faults of other kinds', count: others })
      return told.map(({ count, ...fault }) => (count === 1 ? fault : { ...fault, count }))
    },
  }
}
