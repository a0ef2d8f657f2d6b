import { expect, it } from 'vitest'
import type { UnplacedDevice } from './device-store.ts'
import { networksWithoutLevel } from './list-unplaced.ts'

const device = (...ips: string[]): UnplacedDevice => ({
  plant: 'kashima',
  id: ips[0]!,
  ips,
  vlans: [],
  roles: [],
  protocols: [],
  counted: true,
  suggestedLevel: null,
  suggestedConfidence: null,
})
const networks = (...devices: UnplacedDevice[]) => networksWithoutLevel(devices).map(({ network }) => network)

it('networks are offered by /24 and /64', () => {
  expect(networks(device('10.7.7.1'), device('10.7.7.9'), device('fd00:7::1'))).toEqual(['10.7.7.0/24', 'fd00:7::/64'])
})

it('what a machine says to itself, on a link alone or on the internet is no network to name', () => {
  expect(networks(device('127.0.0.1'), device('::1'), device('8.8.8.8'), device('fe80::1'))).toEqual([])
  expect(networks(device('127.0.0.1', '10.7.7.1'))).toEqual(['10.7.7.0/24'])
})
