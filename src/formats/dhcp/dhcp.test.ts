import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ipv4Text, macText } from '#core/capture/address-text.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { dhcp } from './decode.ts'
import { dhcp6 } from './decode6.ts'
import { encodeDhcp } from './encode.ts'
import { dhcp6Vectors, dhcpVectors } from './vectors.ts'

describe('DHCP', () => {
  readsVectors(dhcp, dhcpVectors)
  survivesDamage(dhcp, dhcpVectors)
  refusesStrangers(dhcp, ['DHCP', 'dhcp', 'EIP-', 'profinet_io_cm', 'zeek_dhcp'])

  it('what is written is read: an acknowledgement tells whose address it is', () => {
    const octets = fc.integer({ min: 1, max: 0x7fffffff })
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/)
    fc.assert(
      fc.property(octets, octets, name, (low, address, host) => {
        const mac = macText(0x000e, low)
        const yourAddress = ipv4Text(address)
        const bytes = encodeDhcp({
          isReply: true,
          mac,
          yourAddress,
          options: [
            [53, [5]],
            [81, `\0\0\0${host}`],
          ],
        })
        const { messages, faults } = dhcp.session().read(bytes, 0, bytes.length, false)
        expect(faults).toEqual([])
        expect(messages[0]!.identity).toContainEqual({ field: 'ip', value: yourAddress, about: mac })
        expect(messages[0]!.identity).toContainEqual({ field: 'fqdn', value: host, about: mac })
      }),
    )
  })
})

describe('DHCPv6', () => {
  readsVectors(dhcp6, dhcp6Vectors)
  survivesDamage(dhcp6, dhcp6Vectors)
})
