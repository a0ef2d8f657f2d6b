import { describe, expect, it } from 'vitest'
import { inspect, push, tcp, udp } from '../capture/inspector.testing.ts'
import { enip } from './decode.ts'
import * as write from './encode.ts'

const client = '10.0.0.1:50000'
const host = '10.0.0.9:44818'
const compactLogix = {
  vendorId: 1,
  deviceType: 0x0e,
  productCode: 0x6a,
  major: 20,
  minor: 12,
  status: 0x3060,
  serial: 0x00a1b2c3,
  product: '1769-L36ERM/A LOGIX5336ERM',
}
const card = { ...compactLogix, deviceType: 0x0c, serial: 0x00524d8e, product: '1756-ENBT/A' }

/** List Identity to the address, and Get Attributes All to slot 0 behind it. */
const seen = (own: typeof compactLogix, slot: typeof compactLogix) => {
  const request = write.unconnectedSend(write.cipRequest(0x01, write.classPath(1, 1)), write.slotPath(0))
  const asked = write.sendRRData(1, 7, request)
  const told = write.sendRRData(1, 7, write.cipResponse(0x01, write.identityObjectData(slot)))
  const { devices } = inspect(
    [
      udp(client, host, write.listIdentityRequest()),
      udp(host, client, write.listIdentityResponse(own, '10.0.0.9')),
      tcp(client, host, { flags: push, sequence: 1, content: asked }),
      tcp(host, client, { flags: push, sequence: 1, content: told }),
    ],
    { protocols: [enip] },
  )
  return devices.filter(({ model }) => model !== null).map(({ id, serial }) => [id, serial])
}

describe('a controller behind its own address', () => {
  it('which gives the same serial number at its address and at slot 0 is one device', () => {
    expect(seen(compactLogix, compactLogix)).toEqual([['10.0.0.9', '0x00a1b2c3']])
  })

  it('and one behind a communications card is another', () => {
    expect(seen(card, compactLogix).map(([id]) => id)).toEqual(['10.0.0.9', '10.0.0.9#0'])
  })
})
