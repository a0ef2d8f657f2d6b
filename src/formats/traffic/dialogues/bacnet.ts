import * as bacnet from '../../bacnet/encode.ts'
import type { DescribedHost } from '../described.ts'
import { type Exchange, type Scene, scripted } from '../scripted-dialogue.ts'

/** The network behind a router has a number that no other one has; its devices have their own in the description. */
const networkBehind = ({ ip }: DescribedHost): number => 2000 + Number(ip.slice(ip.lastIndexOf('.') + 1))
/** Object types and the property that holds their value. */
const [analogInput, analogOutput, device, presentValue] = [0, 1, 8, 85]
const instance = 100

function asked(
  { next, server, deed: { unit } }: Pick<Scene, 'next' | 'server' | 'deed'>,
  make: (invoke: number) => Uint8Array,
  answer: (invoke: number) => Uint8Array,
): Exchange {
  const invoke = next()
  const station = unit === undefined ? undefined : { network: networkBehind(server), mac: [unit & 0xff] }
  const over = (apdu: Uint8Array, around: Parameters<typeof bacnet.encodeNpdu>[1]): Uint8Array =>
    bacnet.encodeBvlc(0x0a, bacnet.encodeNpdu(apdu, around))
  return [
    over(make(invoke), { expectsReply: true, ...(station && { to: station }) }),
    over(answer(invoke), station ? { from: station } : {}),
  ]
}

export const bacnetDialogue = scripted({
  title: 'BACnet',
  read: (scene) => [
    asked(
      scene,
      (id) => bacnet.readProperty(id, analogInput, 1, presentValue),
      (id) => bacnet.readPropertyAck(id, analogInput, 1, presentValue, bacnet.unsigned(id)),
    ),
  ],
  /** The object is unknown. */
  refuse: (scene) => [
    asked(
      scene,
      (id) => bacnet.readProperty(id, analogInput, 99, presentValue),
      (id) => bacnet.errorAnswer(id, 12, 1, 31),
    ),
  ],
  write: (scene) => [
    asked(
      scene,
      (id) => bacnet.writeProperty(id, analogOutput, 1, presentValue, bacnet.unsigned(3)),
      (id) => bacnet.simpleAck(id, 15),
    ),
  ],
  /** Vendor, model, firmware, name, serial number, location. */
  identify: (scene) =>
    (
      [
        [121, scene.said.vendor],
        [70, scene.said.model],
        [44, scene.said.firmware],
        [77, scene.said.name],
        [372, scene.said.serial],
        [58, scene.said.location],
      ] as const
    ).flatMap(([property, value]) =>
      value === undefined
        ? []
        : [
            asked(
              scene,
              (id) => bacnet.readProperty(id, device, instance, property),
              (id) => bacnet.readPropertyAck(id, device, instance, property, bacnet.characterString(value)),
            ),
          ],
    ),
  /** ReinitializeDevice, warm start. */
  stop: (scene) => [
    asked(
      scene,
      (id) => bacnet.reinitializeDevice(id, 1),
      (id) => bacnet.simpleAck(id, 20),
    ),
  ],
})
