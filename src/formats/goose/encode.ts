import { be16, be32, fromText, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

/** One element of BER with a definite length. */
export function ber(tag: number, ...contents: readonly Octets[]): Uint8Array {
  const inside = join(...contents)
  const size = inside.length
  return join([tag], size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, ...be16(size)], inside)
}

/** What a GOOSE control block is configured with. */
export interface ControlBlock {
  readonly gocbRef: string
  readonly datSet: string
  readonly goID: string
  readonly confRev: number
}

export const goosePdu = (
  block: ControlBlock,
  state: number,
  values: readonly boolean[],
  simulated = false,
): Uint8Array =>
  ber(
    0x61,
    ber(0x80, fromText(block.gocbRef)),
    ber(0x81, be16(2000)),
    ber(0x82, fromText(block.datSet)),
    ber(0x83, fromText(block.goID)),
    ber(0x84, new Uint8Array(8)),
    ber(0x85, be32(state & 0x7fffffff)),
    ber(0x86, [0]),
    ber(0x87, [simulated ? 1 : 0]),
    ber(0x88, be32(block.confRev)),
    ber(0x89, [0]),
    ber(0x8a, [values.length]),
    ber(0xab, ...values.map((value) => ber(0x83, [value ? 1 : 0]))),
  )

/** What stands behind the ethertype: APPID, length, reserved words, PDU. */
export const onLink = (appId: number, pdu: Octets): Uint8Array =>
  join(be16(appId), be16(8 + pdu.length), [0, 0, 0, 0], pdu)

/** The same routed: connectionless transport, session without security, one payload (0x81 GOOSE, 0x82 sampled values). */
export function routed(session: number, payload: number, appId: number, pdu: Octets): Uint8Array {
  const content = join([payload, 0], be16(appId), be16(pdu.length), pdu)
  const common = join(be32(content.length + 40), be32(1), be16(1), be32(0), be16(0), be32(0), [0])
  return join([1, 0x40, session, common.length + 2, 0x80, common.length], common, be32(content.length), content)
}

/** GSE management: who is asked for references to the members of a control block. */
export const getGoReference = (block: string): Uint8Array =>
  ber(0x60, ber(0x80, [1]), ber(0xa1, ber(0xa1, ber(0x80, fromText(block)), ber(0xa1, ber(0x02, [1])))))
export const goReferences = (block: string, names: readonly string[]): Uint8Array =>
  ber(
    0x60,
    ber(0x80, [1]),
    ber(
      0xa2,
      ber(
        0xa1,
        ber(0x80, fromText(block)),
        ber(0x81, [1]),
        ber(0xa2, ber(0xa1, ...names.map((name) => ber(0x81, fromText(name))))),
      ),
    ),
  )
