import { be16, fromHex, fromText, join } from '../octets.ts'

const zeros = (count: number): Uint8Array => new Uint8Array(count)

/** A message of version 2 in domain 0; `clock` are 16 hexadecimal digits. */
export function message(type: number, clock: string, body: Uint8Array): Uint8Array {
  return join(
    [type, 2],
    be16(34 + body.length),
    zeros(16),
    fromHex(clock),
    be16(1),
    be16(7),
    [type === 0xb ? 5 : 0, 1],
    body,
  )
}

export const announcement = (clock: string, grandmaster: string, clockClass: number, source: number): Uint8Array =>
  message(
    0xb,
    clock,
    join(zeros(13), [128, clockClass, 0x21, 0, 1, 128], fromHex(grandmaster), be16(clock === grandmaster ? 0 : 1), [
      source,
    ]),
  )

const ptpText = (said: string): Uint8Array => join([said.length], fromText(said))

/** The answer to a management message that asks for CLOCK_DESCRIPTION. */
export function clockDescription(clock: string, product: string, revisions: string, user: string): Uint8Array {
  const data = join(
    be16(0x8000),
    ptpText('IEEE 802.3'),
    be16(6),
    zeros(6),
    be16(1),
    be16(4),
    zeros(4),
    zeros(4),
    ptpText(product),
    ptpText(revisions),
    ptpText(user),
    zeros(6),
  )
  return message(0xd, clock, join(zeros(12), [2, 0], be16(1), be16(2 + data.length), be16(1), data))
}
