import { fromText, join } from '../octets.ts'

/** One element of BER: a tag and its contents. */
export function ber(tag: number, ...contents: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = join(...contents)
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff]
  return join([tag], length, body)
}

export function berInteger(value: number): Uint8Array {
  const octets: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 256)) {
    octets.unshift(rest % 256)
    if (rest < 0x80) return ber(2, octets)
  }
}

export function berOid(oid: string): Uint8Array {
  const [first = 0, second = 0, ...arcs] = oid.split('.').map(Number)
  const octets = [first * 40 + second, ...arcs].flatMap((arc) => {
    const groups = [arc % 128]
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest % 128) | 0x80)
    return groups
  })
  return ber(6, octets)
}

export const berText = (said: string): Uint8Array => ber(4, fromText(said))
const empty = ber(5)

/** PDU types 0 get, 1 get next, 2 response, 3 set; `bindings` hold encoded values, requests to read none. */
export function encodeSnmp(
  community: string,
  type: 0 | 1 | 2 | 3,
  id: number,
  bindings: readonly (readonly [oid: string, value?: Uint8Array])[],
  error = 0,
): Uint8Array {
  const list = bindings.map(([oid, value]) => ber(0x30, berOid(oid), value ?? empty))
  const pdu = ber(0xa0 | type, berInteger(id), berInteger(error), berInteger(0), ber(0x30, ...list))
  return ber(0x30, berInteger(1), berText(community), pdu)
}
