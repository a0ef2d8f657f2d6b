import * as dhcp from '../../dhcp/encode.ts'
import type { DescribedHost } from '../described.ts'
import { answering, ask, type Dialogue, impossible, reply } from '../dialogue.ts'
import type { Random } from '../random.ts'
import { text } from '../said.ts'

/** Types of messages (RFC 2132, 9.6). */
const [request, acknowledged] = [3, 5]
const [hostName, messageType, vendorClass] = [12, 53, 60]

/** The client has its lease renewed, and names itself. */
export function dhcpDialogue(server: DescribedHost, _random: Random, client: DescribedHost): Dialogue {
  return {
    greeting: () => [],
    act(deed) {
      if (deed.does !== 'identify') return impossible(deed, 'DHCP')
      const { mac, ip } = client
      const { name, model } = answering(client, deed)
      const asked = dhcp.encodeDhcp({
        isReply: false,
        mac,
        clientAddress: ip,
        options: [
          [messageType, [request]],
          [hostName, text(name ?? client.key)],
          ...(model === undefined ? [] : ([[vendorClass, model]] as const)),
        ],
      })
      const serverId = server.ip.split('.').map(Number)
      const told = dhcp.encodeDhcp({
        isReply: true,
        mac,
        clientAddress: ip,
        yourAddress: ip,
        options: [
          [messageType, [acknowledged]],
          [54, serverId],
        ],
      })
      return [ask(asked), reply(told)]
    },
  }
}
