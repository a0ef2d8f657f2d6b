import { newNpdu, readNpdu } from './network.ts'
import { newTag, readTag } from './tags.ts'
import { npduOffset, overIpv4, overIpv6 } from './virtual-link.ts'

/** DeviceCommunicationControl (clause 16.1) and ReinitializeDevice (clause 16.4): the number of the tag that is the password. */
const passwordTag: ReadonlyMap<number, number> = new Map([
  [17, 2],
  [20, 1],
])

const npdu = newNpdu()
const tag = newTag()

/** Where the password of a request over BACnet/IP lies, in clear: it is never shown. */
export function bacnetPassword(
  bytes: Uint8Array,
  start: number,
  end: number,
): { offset: number; length: number } | undefined {
  if (end - start < 12 || (bytes[start] !== overIpv4 && bytes[start] !== overIpv6)) return undefined
  const offset = npduOffset(bytes, start)
  if (offset <= 0 || !readNpdu(bytes, start + offset, end, npdu, false) || npdu.isNetworkMessage) return undefined
  // Unsegmented confirmed requests only: type 0, no flag for segments.
  if ((bytes[npdu.at]! & 0xf8) !== 0 || npdu.at + 4 > end) return undefined
  const wanted = passwordTag.get(bytes[npdu.at + 3]!)
  if (wanted === undefined) return undefined
  let at = npdu.at + 4
  for (let i = 0; i < 4 && readTag(bytes, at, end, tag); i++) {
    // Behind the octet of the character set.
    if (tag.isContext && tag.number === wanted && !tag.isOpening && tag.end > tag.at + 1)
      return { offset: tag.at + 1, length: tag.end - tag.at - 1 }
    at = tag.end
  }
  return undefined
}
