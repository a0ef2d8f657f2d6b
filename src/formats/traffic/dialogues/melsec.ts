import * as melsec from '../../melsec/encode.ts'
import { le16 } from '../../octets.ts'
import { text } from '../said.ts'
import { scripted } from '../scripted-dialogue.ts'

const wordsOf = (count: number, value: () => number): Uint8Array =>
  Uint8Array.from(Array.from({ length: count }, () => le16(value() & 0xffff)).flat())

export const melsecDialogue = scripted({
  title: 'SLMP',
  read: ({ value, deed: { address = 0, quantity = 4 } }) => [
    [
      melsec.encodeSlmpRequest(0x0401, 0, melsec.deviceData(0xa8, address, quantity)),
      melsec.encodeSlmpAnswer(wordsOf(quantity, value)),
    ],
  ],
  /** 0xc051: more devices than may be read at once. */
  refuse: () => [
    [melsec.encodeSlmpRequest(0x0401, 0, melsec.deviceData(0xa8, 0, 4000)), melsec.encodeSlmpAnswer(undefined, 0xc051)],
  ],
  write: ({ value, deed: { address = 0 } }) => [
    [melsec.encodeSlmpRequest(0x1401, 0, melsec.deviceData(0xa8, address, 1, [value()])), melsec.encodeSlmpAnswer()],
  ],
  identify: ({ said }) => [
    [
      melsec.encodeSlmpRequest(0x0101, 0),
      melsec.encodeSlmpAnswer(melsec.typeNameData(text(said.orderNumber ?? said.model), 0x4801)),
    ],
  ],
  stop: () => [[melsec.encodeSlmpRequest(0x1002, 0, Uint8Array.from(le16(1))), melsec.encodeSlmpAnswer()]],
})
