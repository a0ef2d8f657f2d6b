import type { Fault } from '../faults.ts'
import type { PacketChoice, PacketReader, PacketSink } from '../packets.ts'
import { createPcapReader, isPcapMagic } from '../pcap/decode.ts'
import { createPcapngReader, pcapngMagic } from '../pcapng/decode.ts'

/** Reads pcap or pcapng, whichever the first four bytes say it is. */
export function createCaptureReader(sink: PacketSink, isWanted?: PacketChoice): PacketReader {
  const first = new Uint8Array(4)
  let held = 0
  let reader: PacketReader | null = null
  let refused = false
  const own: Fault[] = []

  const choose = (): PacketReader | null => {
    const magic = ((first[0] << 24) | (first[1] << 16) | (first[2] << 8) | first[3]) >>> 0
    if (isPcapMagic(magic)) return createPcapReader(sink, isWanted)
    if (magic === pcapngMagic) return createPcapngReader(sink, isWanted)
    refused = true
    own.push({ reason: 'no capture: neither pcap nor pcapng', at: 0 })
    return null
  }

  return {
    push(chunk) {
      if (refused) return
      let at = 0
      while (reader === null && held < 4 && at < chunk.length) first[held++] = chunk[at++]
      if (reader === null) {
        if (held < 4) return
        reader = choose()
        reader?.push(first)
      }
      reader?.push(at === 0 ? chunk : chunk.subarray(at))
    },
    finish() {
      if (reader !== null) reader.finish()
      else if (!refused)
        own.push({ reason: held === 0 ? 'the file is empty' : 'the file ends within its header', at: 0 })
    },
    offset: () => reader?.offset() ?? 0,
    packets: () => reader?.packets() ?? 0,
    get faults() {
      return reader?.faults ?? own
    },
  }
}
