import type { WireVector } from '../wire-vector.ts'

const zeros = (count: number): string => '00'.repeat(count)

/** Layout as Wireshark's packet-sercosiii.c reads it: siii.type, siii.telno, siii.mst.phase. */
export const sercosVectors: readonly WireVector[] = [
  {
    title: 'the first telegram of the master',
    source: "Wireshark's packet-sercosiii.c",
    exchange: [`> 000412345678 ${zeros(40)}`],
    says: 'event 0x00 other',
    function: 'Master Data Telegram 0',
    identity: [
      ['deviceType', 'SERCOS III master station'],
      ['communicationPhase', 'CP4'],
    ],
  },
  {
    title: 'the second telegram of the slaves',
    source: "Wireshark's packet-sercosiii.c",
    exchange: [`> 410412345678 ${zeros(40)}`],
    says: 'event 0x41 other',
    function: 'Acknowledge Telegram 1',
    identity: [
      ['deviceType', 'SERCOS III master station'],
      ['communicationPhase', 'CP4'],
    ],
  },
  {
    title: 'the phase falls back to the beginning',
    source: "Wireshark's packet-sercosiii.c",
    exchange: [`> 000412345678 ${zeros(40)}`, `> 000012345678 ${zeros(40)}`],
    says: 'event 0x00 other',
    function: 'Master Data Telegram 0',
    identity: [
      ['deviceType', 'SERCOS III master station'],
      ['communicationPhase', 'CP0'],
    ],
  },
]
