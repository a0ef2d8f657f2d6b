import * as enip from '../../enip/encode.ts'
import type { EnipIdentity } from '../../enip/identity.ts'
import type { Deed, DescribedHost, DescribedIdentity } from '../described.ts'
import { answering, ask, type Dialogue, impossible, reply, type Word } from '../dialogue.ts'
import { below, type Random } from '../random.ts'

const rockwell = 1
const controller = 14
/** Classes of a Logix controller: its mode, its programs, its clock. */
const mode = 0x8e
const program = 0x68
const clock = 0x8b

/** The numbers of an identity as EtherNet/IP tells it. */
function enipIdentity(said: DescribedIdentity): EnipIdentity {
  const [major = 1, minor = 1] = (said.firmware ?? '').match(/\d+/g)?.map(Number) ?? []
  return {
    vendorId: said.vendorId ?? rockwell,
    deviceType: said.deviceType ?? controller,
    productCode: said.productCode ?? 0,
    major: major & 0xff,
    minor: minor & 0xff,
    status: 0x3060,
    serial: Number.parseInt((said.serial ?? '0').replace(/^0x/i, ''), 16) >>> 0,
    product: said.model ?? said.orderNumber ?? '',
    state: 3,
  }
}

export function enipDialogue(server: DescribedHost, random: Random): Dialogue {
  const session = 0x10000 + below(random, 2 ** 24)
  let context = below(random, 2 ** 30)

  const exchange = (deed: Deed, request: Uint8Array, response: Uint8Array): Word[] => {
    context++
    const routed = deed.unit === undefined ? request : enip.unconnectedSend(request, enip.slotPath(deed.unit))
    // 0x0f: privilege violation.
    const said = deed.refused ? enip.cipResponse(request[0]!, [], 0x0f) : response
    return [ask(enip.sendRRData(session, context, routed)), reply(enip.sendRRData(session, context, said))]
  }
  const tag = (deed: Deed): string => `${server.key.replace(/[^A-Za-z0-9]/g, '_')}_PV${deed.address ?? 1}`
  const values = (deed: Deed): number[] => Array.from({ length: deed.quantity ?? 1 }, () => below(random, 100_000))
  const service = (deed: Deed, code: number, cls: number, content: readonly number[] = []): Word[] =>
    exchange(deed, enip.cipRequest(code, enip.classPath(cls, 1), content), enip.cipResponse(code))

  return {
    greeting: () => [ask(enip.registerSession(0)), reply(enip.registerSession(session))],
    act(deed) {
      switch (deed.does) {
        case 'read':
          return exchange(deed, enip.readTag(tag(deed), deed.quantity), enip.readTagResponse(values(deed)))
        case 'write':
          return exchange(deed, enip.writeTag(tag(deed), values(deed)), enip.cipResponse(0x4d))
        case 'identify': {
          const said = enipIdentity(answering(server, deed))
          if (deed.unit === undefined && !deed.refused) return listing(server, context++)
          const request = enip.cipRequest(0x01, enip.classPath(1, 1))
          return exchange(deed, request, enip.cipResponse(0x01, enip.identityObjectData(said)))
        }
        case 'program':
        case 'upload':
          return Array.from({ length: deed.quantity ?? 8 }, () =>
            service(deed, deed.does === 'upload' ? 0x4f : 0x4d, program, [0, 0, 0, 0]),
          ).flat()
        case 'stop':
          return service(deed, 0x07, mode)
        case 'start':
          return service(deed, 0x06, mode)
        case 'setClock':
          return service(deed, 0x04, clock, [1, 0, 6, 0, 0, 0, 0, 0])
        default:
          return impossible(deed, 'EtherNet/IP')
      }
    },
  }
}

/** List Identity and its answer: the only thing that EtherNet/IP says on UDP as well. */
export const listing = (server: DescribedHost, context: number): Word[] => [
  ask(enip.listIdentityRequest(context)),
  reply(enip.listIdentityResponse(enipIdentity(server.identity ?? {}), server.ip, context)),
]
