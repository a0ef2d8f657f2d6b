import type { WireVector } from '../wire-vector.ts'

export const syslogVectors: readonly WireVector[] = [
  {
    title: 'a message tells host and program',
    source: 'RFC 5424 §6',
    exchange: ['>> <134>1 2024-05-01T10:00:00Z plc-7 ntpd 42 - - clock stepped'],
    says: 'event message other',
    function: 'Message',
    identity: [
      ['syslogHost', 'plc-7'],
      ['program', 'ntpd'],
    ],
  },
  {
    title: 'so does one of the older form',
    source: 'RFC 3164 §4.1',
    exchange: ['>> <30>May  1 10:00:00 plc-7 ntpd[42]: clock stepped'],
    says: 'event message other',
    function: 'Message',
    identity: [
      ['syslogHost', 'plc-7'],
      ['program', 'ntpd'],
    ],
  },
]
