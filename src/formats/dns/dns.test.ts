import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { dns, dnsOverTcp } from './decode.ts'
import { mdns } from './local.ts'
import { nameAt } from './records.ts'
import { dnsVectors, mdnsVectors } from './vectors.ts'

describe('mDNS', () => {
  readsVectors(mdns, mdnsVectors)
  survivesDamage(mdns, mdnsVectors)
})

describe('DNS', () => {
  readsVectors(dns, dnsVectors)
  survivesDamage(dns, dnsVectors)
  survivesDamage(dnsOverTcp, dnsVectors)

  it('over TCP the length stands before the message', () => {
    const bytes = fromHex('001b 0007 0100 0001 0000 0000 0000 03706c63 05706c616e74 00 0001 0001')
    expect(dnsOverTcp.recognises(bytes, 0, bytes.length)).toBe(true)
    expect(dnsOverTcp.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
    expect(dnsOverTcp.session().read(bytes, 0, bytes.length, true).messages).toHaveLength(1)
  })

  it.each([
    ['a pointer to itself', 'c000'],
    ['a pointer forward', 'c004 0000 00'],
    ['a label beyond the end', '3f61'],
  ])('%s is no name', (_, digits) => {
    const bytes = fromHex(digits)
    expect(nameAt(bytes, 0, 0, bytes.length)).toBeUndefined()
  })

  it('asked of the ports of others it would take too much: it keeps to its own', () => {
    expect([dns, dnsOverTcp, mdns].map((protocol) => protocol.onlyOnPorts)).toEqual([true, true, true])
  })
})
