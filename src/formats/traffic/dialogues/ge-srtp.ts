import * as srtp from '../../ge-srtp/encode.ts'
import { type Exchange, type Scene, scripted } from '../scripted-dialogue.ts'

/** 8 is %R, the registers. */
const registers = 8

function served({ next }: Pick<Scene, 'next'>, asked: srtp.SrtpRequest, text?: Uint8Array, refusal = 0): Exchange {
  const number = next()
  const told = text === undefined ? { refusal } : { text, refusal }
  return [srtp.encodeSrtpRequest(number, asked), srtp.encodeSrtpAnswer(number, told)]
}

export const geSrtpDialogue = scripted({
  title: 'SRTP',
  greeting: () => [[srtp.encodeOpening(), srtp.encodeOpened()]],
  read: (scene) => {
    const { address = 0, quantity = 4 } = scene.deed
    const values = Uint8Array.from({ length: 2 * quantity }, () => scene.value() & 0xff)
    return [served(scene, { service: 0x04, selector: registers, index: address, count: quantity }, values)]
  },
  /** 2: insufficient privilege. */
  refuse: (scene) => [served(scene, { service: 0x04, selector: registers, count: 1 }, undefined, 2)],
  write: (scene) => {
    const { address = 0 } = scene.deed
    return [served(scene, { service: 0x07, selector: registers, index: address, count: 1, text: Uint8Array.of(1, 0) })]
  },
  /** The controller's type and identifier: what the answer holds is published nowhere. */
  identify: (scene) => [served(scene, { service: 0x43 })],
  program: (scene) => [served(scene, { service: 0x3f, text: new Uint8Array(64) })],
  stop: (scene) => [served(scene, { service: 0x23 })],
})
