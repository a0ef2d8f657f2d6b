import { be16, be32, join } from '../octets.ts'

const ethernetCard = 1
const macLength = 6
/** 0 was for us, 4 came from us. */
const forUs = 0

const parts = (frame: Uint8Array) => ({ source: frame.subarray(6, 12), type: frame.subarray(12, 14) })

/** An Ethernet frame as `tcpdump -i any` writes it: whom it was for is lost. Source: LINKTYPE_LINUX_SLL (113). */
export function encodeCookedV1(frame: Uint8Array): Uint8Array {
  const { source, type } = parts(frame)
  return join(be16(forUs), be16(ethernetCard), be16(macLength), source, [0, 0], type, frame.subarray(14))
}

/** The same in version 2, with the number of the interface. Source: LINKTYPE_LINUX_SLL2 (276). */
export function encodeCookedV2(frame: Uint8Array, card = 1): Uint8Array {
  const { source, type } = parts(frame)
  const head = join(type, [0, 0], be32(card), be16(ethernetCard), [forUs, macLength], source, [0, 0])
  return join(head, frame.subarray(14))
}
