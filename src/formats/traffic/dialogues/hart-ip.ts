import * as hart from '../../hart-ip/encode.ts'
import type { Deed, DescribedIdentity } from '../described.ts'
import { numbersIn, text } from '../said.ts'
import { type Exchange, type Scene, scripted } from '../scripted-dialogue.ts'

/** 0x11 is Endress+Hauser, 0x26 Rosemount; types above 0xe000 are in no list. */
const [maker, unlisted] = [0x11, 0xe0ff]

const written = ({ vendorId, deviceType, serial, firmware }: DescribedIdentity): hart.WrittenDevice => ({
  maker: vendorId ?? maker,
  type: deviceType ?? unlisted,
  id: Number.parseInt(text(serial).replace(/^0x/i, '') || '1', 16) & 0xffffff,
  revision: 1,
  software: (numbersIn(firmware)[0] ?? 1) & 0xff,
  isBridge: false,
})

/** What stands behind an I/O system is reached through its command 77; the system itself answers at polling address 0. */
function told(
  { next, said, deed }: Pick<Scene, 'next' | 'said' | 'deed'>,
  command: number,
  asked: number[],
  answer: Uint8Array,
): Exchange {
  const number = next()
  const over = (type: 0 | 1, pdu: Uint8Array): Uint8Array => hart.encodeHartIp(type, 3, number, pdu)
  if (deed.unit === undefined)
    return [
      over(0, hart.tokenPdu('request', undefined, command, asked)),
      over(1, hart.tokenPdu('answer', undefined, command, answer)),
    ]
  const unique = hart.uniqueAddress(written(said))
  const request = hart.toSubDevice(hart.tokenPdu('request', unique, command, asked))
  // Answers name card and channel, and no preambles.
  const inner = hart.toSubDevice(hart.tokenPdu('answer', unique, command, answer))
  return [
    over(0, hart.tokenPdu('request', undefined, 77, request)),
    over(1, hart.tokenPdu('answer', undefined, 77, Uint8Array.from([0, 0, 1, 2, ...inner.subarray(3)]))),
  ]
}

const tagOf = ({ name }: DescribedIdentity): string => text(name).toUpperCase().slice(0, 8)
const process = (deed: Deed): Uint8Array => new Uint8Array(2 + 5 * (deed.quantity ?? 1))

export const hartIpDialogue = scripted({
  title: 'HART-IP',
  greeting: ({ next }) => {
    const number = next()
    return [
      [hart.encodeHartIp(0, 0, number, hart.initiate(30_000)), hart.encodeHartIp(1, 0, number, hart.initiate(30_000))],
    ]
  },
  read: (scene) => [told(scene, 1, [], process(scene.deed))],
  /** 16: access is restricted. */
  refuse: (scene) => [told(scene, 1, [], Uint8Array.of(16, 0))],
  /** 35: range values. */
  write: (scene) => [told(scene, 35, new Array(9).fill(0), new Uint8Array(11))],
  identify: (scene) => [
    told(scene, 0, [], hart.identifier(written(scene.said))),
    told(scene, 13, [], hart.tagAnswer(tagOf(scene.said), '')),
    told(scene, 20, [], hart.longTagAnswer(text(scene.said.name))),
  ],
  /** 42: device reset. */
  stop: (scene) => [told(scene, 42, [], new Uint8Array(2))],
})
