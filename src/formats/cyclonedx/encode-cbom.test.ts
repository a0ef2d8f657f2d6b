import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CryptoFact, cryptoFields, cryptoProtocols } from '#core/cryptography/fact.ts'
import { cryptographicInventory } from '#core/cryptography/inventory.ts'
import { faultsOfBill } from './cbom.testing.ts'
import { encodeCbom } from './encode-cbom.ts'

const subject = {
  name: 'Kashima',
  at: '2026-11-23T09:00:00Z',
  titleOf: (protocol: string) => protocol.toUpperCase(),
  placeOf: ({ capture, packet }: { readonly capture: string; readonly packet: number }) => `${capture}#${packet}`,
}
const billOf = (facts: readonly CryptoFact[]) => {
  const { systems } = cryptographicInventory(facts, [], '2026-11-23')
  return JSON.parse(
    encodeCbom(
      systems.map(({ device, endpoints }) => ({ id: device, name: device, properties: { level: '2' }, endpoints })),
      subject,
    ),
  )
}
const told = (field: string, value: string, packet = 7, protocol = 'tls', device = '10.1.2.3'): CryptoFact => ({
  ...{ capture: 'boundary.pcap', packet, on: '2026-11-20', device, protocol, field, value },
})

describe('a bill of cryptography', () => {
  const bill = billOf([
    told('tlsVersion', 'TLS 1.2'),
    told('cipher', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
    told('keyExchange', 'x25519', 8),
    told('certificateName', 'plc-7', 9),
    told('certificateSerial', '44aa', 9),
    told('certificateExpires', '2027-01-31', 9),
    told('certificateSignature', 'sha256WithRSA', 9),
    told('publicKey', 'RSA 2048', 9),
    told('keyExchange', 'mlkem768x25519-sha256', 20, 'ssh', '10.1.2.4'),
    told('hostKey', 'ssh-ed25519', 21, 'ssh', '10.1.2.4'),
  ])
  const find = (name: string) => bill.components.find((one: { name: string }) => one.name === name)

  it('is right by the rules of CycloneDX 1.6', () => expect(faultsOfBill(bill)).toEqual([]))

  it('takes a suite apart into its algorithms, with the category that NIST gives them', () => {
    expect(find('AES-128-GCM').cryptoProperties.algorithmProperties).toEqual({
      primitive: 'ae',
      parameterSetIdentifier: '128',
      mode: 'gcm',
      nistQuantumSecurityLevel: 1,
    })
    expect(find('mlkem768x25519-sha256').cryptoProperties.algorithmProperties).toMatchObject({
      primitive: 'combiner',
      nistQuantumSecurityLevel: 3,
    })
    expect(find('x25519').cryptoProperties.algorithmProperties).toMatchObject({ nistQuantumSecurityLevel: 0 })
  })

  it('shows a certificate with its key, its signature and its end, and the packet that showed it', () => {
    expect(find('plc-7')).toMatchObject({
      cryptoProperties: {
        certificateProperties: {
          notValidAfter: '2027-01-31T00:00:00Z',
          signatureAlgorithmRef: 'algorithm/sha256WithRSA',
          subjectPublicKeyRef: 'key/RSA 2048',
        },
      },
      evidence: { occurrences: [{ location: 'boundary.pcap#9', additionalContext: '10.1.2.3, TLS' }] },
    })
  })

  it('is right whatever devices say', () => {
    const fact = fc.record({
      capture: fc.constantFrom('a', 'b'),
      packet: fc.integer({ min: 1, max: 5 }),
      on: fc.constantFrom('2026-11-01', null),
      device: fc.constantFrom('d1', 'd2'),
      protocol: fc.constantFrom(...cryptoProtocols),
      field: fc.constantFrom(...cryptoFields),
      value: fc.oneof(fc.constantFrom('TLS 1.0', 'x25519', 'RSA 1024', '2026-12-01', '#None'), fc.string()),
    })
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 20 }), (facts) => {
        expect(faultsOfBill(billOf(facts))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
