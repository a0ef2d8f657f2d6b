import { addressWords } from '#core/capture/address-text.ts'
import { be16, be32, fromText, join } from '../octets.ts'

/** One DHCP message: the client's card, its addresses, and options by number. */
export interface DhcpMessage {
  readonly isReply: boolean
  readonly mac: string
  readonly clientAddress?: string
  readonly yourAddress?: string
  readonly options: readonly (readonly [code: number, value: Uint8Array | readonly number[] | string])[]
}

const ipv4 = (said: string | undefined): number[] => be32((said === undefined ? 0 : addressWords(said)?.[0]) ?? 0)

export function encodeDhcp({ isReply, mac, clientAddress, yourAddress, options }: DhcpMessage): Uint8Array {
  const [high, low] = addressWords(mac) ?? [0, 0]
  const encoded = options.map(([code, value]) => {
    const octets = (typeof value === 'string' ? fromText(value) : Uint8Array.from(value)).subarray(0, 255)
    return join([code, octets.length], octets)
  })
  return join(
    [isReply ? 2 : 1, 1, 6, 0],
    be32(0x3903f326),
    [0, 0, 0, 0],
    ipv4(clientAddress),
    ipv4(yourAddress),
    new Uint8Array(8),
    be16(high!),
    be32(low!),
    new Uint8Array(10 + 192),
    be32(0x63825363),
    ...encoded,
    [255],
  )
}
