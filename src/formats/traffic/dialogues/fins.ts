import * as fins from '../../fins/encode.ts'
import { text } from '../said.ts'
import { type Exchange, type Scene, scripted } from '../scripted-dialogue.ts'

const tool = fins.cpuAt(1)
const plc = fins.cpuAt(2)
/** Nodes behind the controller stand in the next network. */
const nextNetwork = 1
/** Words of DM. */
const dataMemory = 0x82

function commanded(
  { next, deed }: Pick<Scene, 'next' | 'deed'>,
  code: number,
  asked?: Uint8Array,
  told?: Uint8Array,
  refusal = 0,
): Exchange {
  const number = next()
  const to = deed.unit === undefined ? plc : fins.cpuAt(deed.unit, nextNetwork)
  // An answer from behind a gateway has passed it.
  const gateways = deed.unit === undefined ? 2 : 1
  return [
    fins.encodeFinsCommand(to, tool, number, code, asked),
    fins.encodeFinsAnswer(tool, to, number, code, told, { gateways, refusal }),
  ]
}

export const finsDialogue = scripted({
  title: 'FINS',
  read: (scene) => {
    const { address = 0, quantity = 4 } = scene.deed
    const values = Uint8Array.from({ length: quantity * 2 }, () => scene.value() & 0xff)
    return [commanded(scene, 0x0101, fins.memoryReadData(dataMemory, address, quantity), values)]
  },
  /** 0x1103: address range exceeded. */
  refuse: (scene) => [commanded(scene, 0x0101, fins.memoryReadData(dataMemory, 0xffff, 4), undefined, 0x1103)],
  write: (scene) => [
    commanded(scene, 0x0102, fins.memoryWriteData(dataMemory, scene.deed.address ?? 0, [scene.value()])),
  ],
  identify: (scene) => {
    const { orderNumber, model, firmware } = scene.said
    const told = fins.controllerData(text(orderNumber ?? model), text(firmware))
    return [commanded(scene, 0x0501, Uint8Array.of(0), told)]
  },
  stop: (scene) => [commanded(scene, 0x0402)],
})
