import { describe, expect, it } from 'vitest'
import { addressesOf } from '#core/filtering/addresses.ts'
import { networksBehind, nobody, type WrittenRoute } from './routed-networks.ts'
import { toldAddresses } from './told-rules.testing.ts'

const route = (network: string, name: string | null, hop: string | null = null): WrittenRoute => ({
  network: addressesOf(network)!,
  length: Number(network.split('/')[1]),
  interface: name,
  nextHop: hop === null ? null : addressesOf(hop),
})
const told = (routes: readonly WrittenRoute[], isWhole = true) =>
  Object.fromEntries([...networksBehind(routes, isWhole)].map(([name, set]) => [name, toldAddresses(set)]))

describe('what lies behind an interface', () => {
  it('is what the longest prefix says', () => {
    expect(told([route('10.0.0.0/8', 'a'), route('10.1.0.0/16', 'b')])).toEqual({
      a: '10.0.0.0/16 10.2.0.0-10.255.255.255',
      b: '10.1.0.0/16',
    })
  })

  it('is found through next hops of next hops', () => {
    expect(
      told([route('10.0.0.0/24', 'a'), route('10.2.0.0/16', null, '10.1.0.9'), route('10.1.0.0/16', null, '10.0.0.9')]),
    ).toEqual({
      a: '10.0.0.0/24 10.1.0.0-10.2.255.255',
    })
  })

  it('is not what a black hole or an unreachable next hop claims', () => {
    const routes = [route('0.0.0.0/0', 'a'), route('10.0.0.0/8', nobody), route('11.0.0.0/8', null, '10.0.0.1')]
    expect(told(routes)).toEqual({ a: '0.0.0.0-9.255.255.255 12.0.0.0-255.255.255.255' })
  })

  it('is not what the default route leaves, where others may know better', () => {
    expect(told([route('0.0.0.0/0', 'a'), route('10.0.0.0/24', 'b')], false)).toEqual({ b: '10.0.0.0/24' })
  })
})
