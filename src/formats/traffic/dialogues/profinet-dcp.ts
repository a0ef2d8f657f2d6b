import * as dcp from '../../profinet-dcp/encode.ts'
import type { DescribedHost } from '../described.ts'
import { answering, ask, type Dialogue, impossible, reply } from '../dialogue.ts'
import { below, type Random } from '../random.ts'
import { text } from '../said.ts'

const siemens = 0x2a
const ioDevice = 1
const [nameOfStation, factoryReset] = [0x0202, 0x0505]

export function profinetDcpDialogue(server: DescribedHost, random: Random): Dialogue {
  let xid = below(random, 2 ** 30)
  return {
    greeting: () => [],
    act(deed) {
      const said = answering(server, deed)
      xid++
      switch (deed.does) {
        case 'identify': {
          const station = {
            name: text(said.name),
            model: text(said.model),
            vendorId: said.vendorId ?? siemens,
            deviceId: said.productCode ?? 1,
            role: said.deviceType ?? ioDevice,
            ip: server.ip,
            subnetMask: '255.255.255.0',
            gateway: '0.0.0.0',
          }
          return [{ ...ask(dcp.identifyAll(xid)), toAll: true }, reply(dcp.identifyResponse(xid, station))]
        }
        case 'write':
          return [ask(dcp.setName(xid, text(said.name))), reply(dcp.setResponse(xid, nameOfStation, 0))]
        case 'program':
          return [ask(dcp.factoryReset(xid)), reply(dcp.setResponse(xid, factoryReset, 0))]
        default:
          return impossible(deed, 'DCP')
      }
    },
  }
}
