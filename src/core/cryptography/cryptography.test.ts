import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WeaknessCode } from './endpoint.ts'
import { type CryptoFact, type CryptoTalk, cryptoFields, cryptoProtocols } from './fact.ts'
import { cryptographicInventory } from './inventory.ts'
import { judgeEndpoint } from './judge-endpoint.ts'
import { keyExchangeClass, type QuantumClass, quantumClasses, signatureClass } from './quantum.ts'

const today = '2026-11-23'
const witness = { capture: 'c1', packet: 7, on: '2026-11-20' }
type Told = readonly (readonly [field: string, value: string, packet?: number])[]

const factsOf = (protocol: string, told: Told, device = '10.1.2.3'): CryptoFact[] =>
  told.map(([field, value, packet = 7]) => ({ ...witness, device, protocol, field, value, packet }))
const endpoint = (protocol: string, told: Told) =>
  judgeEndpoint({ protocol, facts: factsOf(protocol, told), served: witness }, today)

describe('a key exchange', () => {
  it.each<readonly [name: string, of: QuantumClass, source: string]>([
    ['X25519MLKEM768', 'hybrid', 'draft-ietf-tls-ecdhe-mlkem, group 4588'],
    ['SecP256r1MLKEM768', 'hybrid', 'draft-ietf-tls-ecdhe-mlkem, group 4587'],
    ['X25519Kyber768Draft00', 'hybrid', 'IANA, group 25497'],
    ['MLKEM768', 'safe', 'draft-ietf-tls-mlkem, group 513'],
    ['x25519', 'notSafe', 'RFC 8446 §4.2.7'],
    ['secp256r1', 'notSafe', 'RFC 8422'],
    ['ffdhe2048', 'notSafe', 'RFC 7919'],
    ['DHE 1024', 'notSafe', 'RFC 5246 §7.4.3'],
    ['sntrup761x25519-sha512@openssh.com', 'hybrid', 'OpenSSH 9.0'],
    ['mlkem768x25519-sha256', 'hybrid', 'OpenSSH 9.9'],
    ['curve25519-sha256', 'notSafe', 'RFC 8731'],
    ['ecdh-sha2-nistp256', 'notSafe', 'RFC 5656'],
    ['diffie-hellman-group14-sha1', 'notSafe', 'RFC 4253 §8.2'],
    ['curve25519+ML-KEM-768', 'hybrid', 'RFC 9370'],
    ['modp2048', 'notSafe', 'RFC 3526'],
    ['0x7f7f', 'unknown', 'no known number'],
  ])('%s is %s (%s)', (name, of) => expect(keyExchangeClass(name)).toBe(of))
})

describe('a signature', () => {
  it.each<readonly [name: string, of: QuantumClass]>([
    ['ML-DSA-65', 'safe'],
    ['sha256WithRSA', 'notSafe'],
    ['ecdsa-with-SHA256', 'notSafe'],
    ['Ed25519', 'notSafe'],
    ['RSA 2048', 'notSafe'],
    ['EC P-256', 'notSafe'],
    ['1.2.3.4', 'unknown'],
  ])('%s is %s', (name, of) => expect(signatureClass(name)).toBe(of))
})

describe('what is seen of one system in one protocol', () => {
  it.each<readonly [title: string, protocol: string, told: Told, quantum: QuantumClass, weak: readonly WeaknessCode[]]>(
    [
      [
        'TLS 1.3 with a hybrid group is quantum-safe',
        'tls',
        [
          ['tlsVersion', 'TLS 1.3'],
          ['cipher', 'TLS_AES_128_GCM_SHA256'],
          ['keyExchange', 'X25519MLKEM768'],
        ],
        'hybrid',
        [],
      ],
      [
        'TLS 1.3 of which no group was seen is unknown',
        'tls',
        [
          ['tlsVersion', 'TLS 1.3'],
          ['cipher', 'TLS_AES_128_GCM_SHA256'],
        ],
        'unknown',
        [],
      ],
      [
        'one classical handshake among hybrid ones is enough',
        'tls',
        [
          ['tlsVersion', 'TLS 1.3'],
          ['keyExchange', 'X25519MLKEM768'],
          ['keyExchange', 'x25519', 9],
        ],
        'notSafe',
        [],
      ],
      [
        'TLS 1.0 is withdrawn (RFC 8996), and its suite names a classical exchange',
        'tls',
        [
          ['tlsVersion', 'TLS 1.0'],
          ['cipher', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
        ],
        'notSafe',
        ['version'],
      ],
      [
        'SSL 3.0 with RC4 is weak twice (RFC 7568, RFC 7465)',
        'tls',
        [
          ['tlsVersion', 'SSL 3.0'],
          ['cipher', 'TLS_RSA_WITH_RC4_128_SHA'],
        ],
        'notSafe',
        ['cipher', 'version'],
      ],
      [
        'a suite without encryption protects nothing',
        'tls',
        [
          ['tlsVersion', 'TLS 1.2'],
          ['cipher', 'TLS_RSA_WITH_NULL_SHA256'],
        ],
        'none',
        ['cipher'],
      ],
      [
        'a pre-shared key may be strong or not: unknown',
        'tls',
        [
          ['tlsVersion', 'TLS 1.2'],
          ['cipher', 'TLS_PSK_WITH_AES_128_GCM_SHA256'],
        ],
        'unknown',
        [],
      ],
      [
        'a short key and a signature with SHA-1 are weak, a lapsed certificate too',
        'rdp',
        [
          ['tlsVersion', 'TLS 1.2'],
          ['cipher', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
          ['certificateName', 'hmi-1', 8],
          ['certificateExpires', '2026-11-22', 8],
          ['publicKey', 'RSA 1024', 8],
          ['certificateSignature', 'sha1WithRSA', 8],
        ],
        'notSafe',
        ['hash', 'keySize', 'lapsed'],
      ],
      ['standard RDP security is RC4', 'rdp', [['security', 'Standard RDP Security']], 'notSafe', ['cipher']],
      [
        'SSH with sntrup761 is quantum-safe',
        'ssh',
        [
          ['banner', 'SSH-2.0-OpenSSH_9.6'],
          ['keyExchange', 'sntrup761x25519-sha512@openssh.com'],
          ['cipher', 'chacha20-poly1305@openssh.com'],
          ['hostKey', 'ssh-ed25519'],
        ],
        'hybrid',
        [],
      ],
      [
        'SSH of old switches: group 1, 3DES, ssh-rsa with a short key, version 1.99',
        'ssh',
        [
          ['banner', 'SSH-1.99-Cisco-1.25'],
          ['keyExchange', 'diffie-hellman-group1-sha1'],
          ['cipher', '3des-cbc'],
          ['mac', 'hmac-md5'],
          ['hostKeyAlgorithm', 'ssh-rsa'],
          ['hostKey', 'ssh-rsa 1024'],
        ],
        'notSafe',
        ['cipher', 'hash', 'hash', 'keyExchange', 'keySize', 'version'],
      ],
      [
        'IKEv1 with a group of 1024 bits is historic',
        'ike',
        [
          ['version', 'IKEv1'],
          ['cipher', '3DES'],
          ['keyExchange', 'modp1024'],
          ['integrity', 'SHA1'],
        ],
        'notSafe',
        ['cipher', 'hash', 'keyExchange', 'version'],
      ],
      [
        'an OPC UA server that is only asked for its endpoints and offers None beside Basic256Sha256',
        'opcua',
        [
          ['channelPolicy', 'http://opcfoundation.org/UA/SecurityPolicy#None'],
          ['securityPolicy', 'http://opcfoundation.org/UA/SecurityPolicy#None'],
          ['securityPolicy', 'http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256'],
        ],
        'notSafe',
        ['offersNone'],
      ],
      [
        'an OPC UA channel without security, where nothing else was seen, is in clear',
        'opcua',
        [['channelPolicy', 'http://opcfoundation.org/UA/SecurityPolicy#None']],
        'none',
        ['clear'],
      ],
      [
        'Basic128Rsa15 is withdrawn (OPC 10000-7)',
        'opcua',
        [['channelPolicy', 'http://opcfoundation.org/UA/SecurityPolicy#Basic128Rsa15']],
        'notSafe',
        ['policy'],
      ],
      ['SNMP v2c sends its password in clear', 'snmp', [['version', 'v2c']], 'none', ['clear']],
      [
        'of SNMPv3 with privacy the algorithms cannot be seen',
        'snmp',
        [
          ['version', 'snmpv3'],
          ['securityLevel', 'authPriv'],
        ],
        'unknown',
        [],
      ],
      ['Telnet protects nothing', 'telnet', [], 'none', ['clear']],
      ['WireGuard agrees on keys by a curve', 'wireguard', [], 'notSafe', []],
      ['what VNC does cannot be seen', 'vnc', [], 'unknown', []],
    ],
  )('%s', (_, protocol, told, quantum, weak) => {
    const judged = endpoint(protocol, told)
    expect(judged?.quantum).toBe(quantum)
    expect(judged?.weaknesses.map(({ code }) => code).sort()).toEqual(weak)
  })

  it('a protocol without cryptography says nothing', () => expect(endpoint('modbus', [['vendor', 'X']])).toBeNull())

  it('whoever only shows a certificate is a client', () => {
    const one = endpoint('opcua', [
      ['certificateName', 'scada', 3],
      ['certificateExpires', '2027-01-01', 3],
    ])
    expect(one).toMatchObject({ side: 'client', certificates: [{ name: 'scada', lapsesInDays: 39 }] })
  })
})

describe('certificates', () => {
  const first: Told = [
    ['tlsVersion', 'TLS 1.2'],
    ['certificateName', 'plc', 8],
    ['certificateSerial', '01', 8],
    ['certificateExpires', '2026-11-01', 8],
    ['publicKey', 'RSA 2048', 8],
  ]
  it('a renewed certificate, of which only what is new is told, takes over what it has in common', () => {
    const { certificates, weaknesses } = endpoint('tls', [
      ...first,
      ['certificateSerial', '02', 30],
      ['certificateExpires', '2027-11-01', 30],
    ])!
    expect(certificates.map(({ name, key, expires, isSuperseded }) => [name, key, expires, isSuperseded])).toEqual([
      ['plc', 'RSA 2048', '2026-11-01', true],
      ['plc', 'RSA 2048', '2027-11-01', false],
    ])
    expect(weaknesses).toEqual([])
  })
  it('a date that is none is unknown, and does not lapse', () => {
    const { certificates } = endpoint('tls', [
      ['tlsVersion', 'TLS 1.2'],
      ['certificateName', 'plc', 8],
      ['certificateExpires', '2026-02-31', 8],
    ])!
    expect(certificates).toMatchObject([{ expires: null, lapsesInDays: null }])
  })
})

const fact = fc.record({
  capture: fc.constantFrom('a', 'b'),
  packet: fc.integer({ min: 1, max: 5 }),
  on: fc.constantFrom('2026-11-01', '2026-11-02', null),
  device: fc.constantFrom('d1', 'd2'),
  protocol: fc.constantFrom(...cryptoProtocols),
  field: fc.constantFrom(...cryptoFields),
  value: fc.oneof(
    fc.constantFrom('TLS 1.0', 'x25519', 'X25519MLKEM768', 'RSA 1024', '2026-12-01', '#None', 'snmpv3', 'v2c', 'yes'),
    fc.string({ maxLength: 12 }),
  ),
})
const talk = fc.record({
  capture: fc.constantFrom('a', 'b'),
  packet: fc.integer({ min: 1, max: 5 }),
  on: fc.constantFrom('2026-11-01', null),
  server: fc.constantFrom('d1', 'd2', 'd3'),
  client: fc.constant('c'),
  protocol: fc.constantFrom(...cryptoProtocols),
  port: fc.constantFrom(22, 161, 162, null),
})

describe('an inventory', () => {
  it('is the same in whatever order things were seen', () => {
    fc.assert(
      fc.property(
        fc.array(fact, { maxLength: 20 }),
        fc.array(talk, { maxLength: 8 }),
        fc.nat(),
        (facts, talks, seed) => {
          const unique = [...new Map(facts.map((one) => [JSON.stringify(one), one])).values()]
          const turned = <T>(list: readonly T[]): T[] => {
            const at = list.length === 0 ? 0 : seed % list.length
            return [...list.slice(at), ...list.slice(0, at)].reverse()
          }
          expect(cryptographicInventory(turned(unique), turned(talks), today)).toEqual(
            cryptographicInventory(unique, talks, today),
          )
        },
      ),
    )
  })

  it('counts no system as safe that serves something whose protection was not seen', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 20 }), fc.array(talk, { maxLength: 8 }), (facts, talks) => {
        const { systems, counts } = cryptographicInventory(facts, talks, today)
        expect(counts.quantumSafe).toBeLessThanOrEqual(counts.usingCryptography)
        expect(counts.usingCryptography).toBeLessThanOrEqual(counts.systems)
        for (const { quantum, endpoints } of systems) {
          const served = endpoints.filter(({ side }) => side === 'server')
          if (quantum === 'safe' || quantum === 'hybrid') {
            expect(served.every((one) => quantumClasses.indexOf(one.quantum) <= 1)).toBe(true)
          }
        }
      }),
    )
  })

  it('traps make no agent of whoever receives them', () => {
    const said = factsOf('snmp', [['version', 'v2c']], 'manager')
    const trap: CryptoTalk = { ...witness, server: 'manager', client: 'switch', protocol: 'snmp', port: 162 }
    expect(cryptographicInventory(said, [trap], today).systems).toEqual([])
  })
})
