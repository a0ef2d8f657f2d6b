import { fromText } from '../../octets.ts'
import * as tristation from '../../tristation/encode.ts'
import { numbersIn, text } from '../said.ts'
import { type Exchange, type Scene, scripted } from '../scripted-dialogue.ts'

const nothing = new Uint8Array()
const calendar = new Uint8Array(8)

/** A command and the answer that grants it, each with its data. */
function commanded(
  { next }: Pick<Scene, 'next'>,
  [command, answer]: readonly [number, number],
  asked: Uint8Array = nothing,
  told: Uint8Array = nothing,
): Exchange {
  const number = next()
  return [tristation.encodeCommand(command, number, asked), tristation.encodeAnswer(answer, number, told)]
}

export const tristationDialogue = scripted({
  title: 'TriStation',
  greeting: () => [[tristation.encodeTransport(1), tristation.encodeTransport(2)]],
  read: (scene) => [commanded(scene, [8, 140], nothing, calendar)],
  write: (scene) => [commanded(scene, [7, 122], calendar)],
  /** Attaches, and asks for the state: key switch, running or halted, name of the project. */
  identify: (scene) => {
    const [major = 9, minor = 0] = numbersIn(scene.said.firmware)
    const status = { key: 2, run: 0, project: text(scene.said.name), version: [1, 0] as const }
    return [
      commanded(scene, [13, 106], nothing, tristation.attachedData(major & 0xff, minor & 0xff)),
      commanded(scene, [19, 108], nothing, tristation.cpStatusData(status)),
    ]
  },
  /** Download of a change: start, allocate a program, end. */
  program: (scene) => [
    commanded(scene, [1, 102]),
    commanded(scene, [55, 153], fromText('block')),
    commanded(scene, [11, 103]),
  ],
  stop: (scene) => [commanded(scene, [21, 110])],
})
