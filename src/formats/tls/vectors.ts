import type { WireVector } from '../wire-vector.ts'

const clientHello =
  '> 160301008701000083030311111111111111111111111111111111111111111111111111111111111111110000088a8a1301c02bc02f010000521a1a00000000000e000c000009706c632d372e6c616e000a000800062a2a11ec001d000b00020100001000050003026832002b0007063a3a0304030300330012001011ec000461626364001d000465666768'

export const tlsVectors: readonly WireVector[] = [
  {
    title:
      'a client tells whom it asks for, its fingerprint and the keys it has made, one of them against quantum computers',
    source: 'RFC 8446 §4.1.2, RFC 8701; JA3 as tshark 4.0 prints it for these bytes',
    exchange: [clientHello],
    says: 'request 0x01 identify',
    function: 'Hello',
    identity: [
      ['sni', 'plc-7.lan', 'peer'],
      ['applicationProtocols', 'h2'],
      ['keyShares', 'X25519MLKEM768, x25519'],
      ['ja3', '605d4adb4d4a6524e9b276fb9477f0ce'],
      ['tlsOffered', 'TLS 1.3'],
    ],
  },
  {
    title: 'a server tells what it chose',
    source: 'RFC 8446 §4.1.3',
    exchange: [
      clientHello,
      '< 160303003c0200003803032222222222222222222222222222222222222222222222222222222222222222001301000010002b000203040033000611ec00027a7a',
    ],
    says: 'response 0x01 identify',
    function: 'Hello',
    identity: [
      ['tlsVersion', 'TLS 1.3'],
      ['cipher', 'TLS_AES_128_GCM_SHA256'],
      ['keyExchange', 'X25519MLKEM768'],
    ],
  },
  {
    title: 'a certificate tells whose it is, until when, and with which key',
    source: 'RFC 5280 §4.1; a certificate made for this test with OpenSSL',
    exchange: [
      '< 16030301ea0b0001e60001e30001e0308201dc30820181a0030201020214447acf6f8e7f3e3f9575b50dae6b8d1b03f4d3b3300a06082a8648ce3d0403023034310b300906035504061302444531153013060355040a0c0c52756e67204578616d706c65310e300c06035504030c05706c632d373020170d3236313132333035353834345a180f32313236313033303035353834345a3034310b300906035504061302444531153013060355040a0c0c52756e67204578616d706c65310e300c06035504030c05706c632d373059301306072a8648ce3d020106082a8648ce3d0301070342000460d323da9bbe10e9945890110fe596f45ad71226e31c17d3be288304095899d899724c399bdc222d0e271bea276f3f88773995dcfc9240f655705cd9607f90d4a36f306d301d0603551d0e041604149464eb4dac0b7be746b920020bc85dacb9656dc8301f0603551d230418301680149464eb4dac0b7be746b920020bc85dacb9656dc8300f0603551d130101ff040530030101ff301a0603551d11041330118209706c632d372e6c616e87040a000002300a06082a8648ce3d0403020349003046022100ead758db093e642f7a4e537002336e18abfb9c4302f9bed6097e2a78a699295d022100d21a9fcaef8072b8431284d7d4597022ab610e4d8249ab861264c7a76062e4a0',
    ],
    says: 'event 0x0b identify',
    function: 'Certificate',
    identity: [
      ['certificateCountry', 'DE'],
      ['certificateOrganization', 'Rung Example'],
      ['certificateName', 'plc-7'],
      ['issuerCountry', 'DE'],
      ['issuerOrganization', 'Rung Example'],
      ['issuerName', 'plc-7'],
      ['certificateSelfSigned', 'yes'],
      ['certificateSerial', '447acf6f8e7f3e3f9575b50dae6b8d1b03f4d3b3'],
      ['certificateValidFrom', '2026-11-23'],
      ['certificateExpires', '2126-10-30'],
      ['publicKey', 'EC P-256'],
      ['certificateSignature', 'ecdsa-with-SHA256'],
      ['certificateDnsName', 'plc-7.lan'],
    ],
  },
  {
    title: 'the curve of version 1.2 stands in the key exchange',
    source: 'RFC 8422 §5.4',
    exchange: [clientHello, '< 160303000c0c0000080300170461626364'],
    says: 'response 0x0c other',
    isOneFlow: true,
    function: 'Server Key Exchange',
    identity: [['keyExchange', 'secp256r1']],
  },
  {
    title: 'a server that wants certificates tells whose it trusts',
    source: 'RFC 5246 §7.4.4',
    exchange: [clientHello, '< 16030300200d00001c010100020403001400123010310e300c06035504030c054341203031'],
    says: 'event 0x0d identify',
    isOneFlow: true,
    function: 'Certificate Request',
    identity: [['acceptedIssuerName', 'CA 01']],
  },
  {
    title: 'encrypted data is the end of what can be read',
    source: 'RFC 8446 §5.1',
    exchange: [clientHello, '> 1703030011 00112233445566778899aabbccddeeff00'],
    says: 'event data other',
    function: 'Application Data',
    isDone: true,
  },
  {
    title: 'a fatal alert is a refusal',
    source: 'RFC 8446 §6.2, handshake_failure',
    exchange: [clientHello, '< 15030300020228'],
    says: 'response alert other !',
    function: 'Alert',
  },
]

const record = (body: string): string => `16fefd0000000000000000${be(body.length / 2, 4)}${body}`
const message = (type: string, number: number, body: string): string =>
  `${type}${be(body.length / 2, 6)}${be(number, 4)}000000${be(body.length / 2, 6)}${body}`
const be = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

const dtlsClient = (cookie: string): string =>
  record(
    message(
      '01',
      0,
      `fefd${'11'.repeat(32)}00${be(cookie.length / 2, 2)}${cookie}0004c02bc02c0100000f` +
        '0000000b0009000006706c632d3137',
    ),
  )

export const dtlsVectors: readonly WireVector[] = [
  {
    title: 'a client over datagrams tells whom it asks for, behind the cookie',
    source: 'RFC 6347 §4.2.1; JA3 of 65277,49195-49196,0,, as md5sum prints it',
    exchange: [`> ${dtlsClient('aabbccdd')}`],
    says: 'request 0x01 identify',
    function: 'Hello',
    identity: [
      ['sni', 'plc-17', 'peer'],
      ['ja3', 'e7f11057b77eb580bce4a8f584a06421'],
      ['tlsOffered', 'DTLS 1.2'],
    ],
  },
  {
    title: 'a server over datagrams asks for the cookie first',
    source: 'RFC 6347 §4.2.1',
    exchange: [`> ${dtlsClient('')}`, `< ${record(message('03', 0, 'feff04aabbccdd'))}`],
    says: 'response 0x03 other',
    function: 'Hello Verify Request',
  },
  {
    title: 'a server over datagrams tells what it chose',
    source: 'RFC 6347 §4.3.2',
    exchange: [`> ${dtlsClient('aabbccdd')}`, `< ${record(message('02', 1, `fefd${'22'.repeat(32)}00c02b00`))}`],
    says: 'response 0x01 identify',
    function: 'Hello',
    identity: [
      ['tlsVersion', 'DTLS 1.2'],
      ['cipher', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
    ],
  },
  {
    title: 'version 1.3 over datagrams tells its group, one against quantum computers',
    source: 'RFC 9147 §5.3',
    exchange: [
      `> ${dtlsClient('')}`,
      `< ${record(message('02', 0, `fefd${'22'.repeat(32)}001301000010002b0002fefc0033000611ec00027a7a`))}`,
    ],
    says: 'response 0x01 identify',
    function: 'Hello',
    identity: [
      ['tlsVersion', 'DTLS 1.3'],
      ['cipher', 'TLS_AES_128_GCM_SHA256'],
      ['keyExchange', 'X25519MLKEM768'],
    ],
  },
  {
    title: 'with another epoch it is encrypted',
    source: 'RFC 6347 §4.1',
    exchange: [`> ${dtlsClient('')}`, '> 17fefd0001000000000001001000112233445566778899aabbccddeeff'],
    says: 'event data other',
    function: 'Application Data',
    isDone: true,
  },
]
