import * as dnp3 from '../../dnp3/encode.ts'
import { fromText, join } from '../../octets.ts'
import type { DescribedIdentity } from '../described.ts'
import { type Exchange, type Scene, scripted } from '../scripted-dialogue.ts'

/** Address of the outstation, unless a deed names another one behind it. */
const usual = 10
const master = 1

/** Function code and objects of the request, objects of the answer. */
function asked(
  { next, deed }: Pick<Scene, 'next' | 'deed'>,
  code: number,
  objects: Uint8Array | readonly number[],
  told: Uint8Array | readonly number[],
): Exchange {
  const ends = { master, outstation: deed.unit ?? usual }
  const number = next()
  return [dnp3.request(ends, number, code, objects), dnp3.response(ends, number, told)]
}

/** Group 0 (IEEE 1815-2012, annex A.1), in the order of its variations. */
const attributes = (said: DescribedIdentity): Uint8Array =>
  join(
    ...(
      [
        [242, said.firmware],
        [245, said.location],
        [247, said.name],
        [248, said.serial],
        [250, said.model],
        [252, said.vendor],
      ] as const
    ).flatMap(([variation, value]) => (value === undefined ? [] : [dnp3.attribute(variation, fromText(value))])),
  )

export const dnp3Dialogue = scripted({
  title: 'DNP3',
  read: (scene) => [asked(scene, 1, dnp3.integrityPoll, dnp3.binaryInputs([true, false, true]))],
  write: (scene) => {
    const relay = dnp3.controlRelay(scene.deed.address ?? 0)
    return [asked(scene, 5, relay, relay)]
  },
  identify: (scene) => [asked(scene, 1, dnp3.allAttributes, attributes(scene.said))],
  /** Cold restart; the answer says how long it takes. */
  stop: (scene) => [asked(scene, 13, [], [52, 2, 7, 1, 100, 0])],
})
