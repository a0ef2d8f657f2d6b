import type { DescribedHost, SpokenProtocol } from './described.ts'
import type { Dialogue } from './dialogue.ts'
import { enipDialogue } from './enip-dialogue.ts'
import { modbusDialogue } from './modbus-dialogue.ts'
import type { Random } from './random.ts'
import { s7Dialogue } from './s7-dialogue.ts'
import {
  adsDialogue,
  bacnetDialogue,
  dnp3Dialogue,
  finsDialogue,
  iec104Dialogue,
  melsecDialogue,
  mmsDialogue,
  tristationDialogue,
} from './scripts.ts'

/** A protocol that a described plant speaks in full. */
export interface Spoken {
  /** Where its servers listen. */
  readonly port: number
  /** Its exchanges are datagrams. */
  readonly overUdp?: true
  readonly dialogue: (server: DescribedHost, random: Random) => Dialogue
}

/**
 * One line a protocol. Whoever adds one names it in `spoken` (described.ts) and gives the round trip (round-trip.test.ts) what
 * its devices say of themselves.
 */
export const spokenProtocols: Readonly<Record<SpokenProtocol, Spoken>> = {
  modbus: { port: 502, dialogue: modbusDialogue },
  s7comm: { port: 102, dialogue: s7Dialogue },
  enip: { port: 44818, dialogue: enipDialogue },
  fins: { port: 9600, overUdp: true, dialogue: finsDialogue },
  melsec: { port: 5007, dialogue: melsecDialogue },
  ads: { port: 48898, dialogue: adsDialogue },
  dnp3: { port: 20000, dialogue: dnp3Dialogue },
  bacnet: { port: 47808, overUdp: true, dialogue: bacnetDialogue },
  mms: { port: 102, dialogue: mmsDialogue },
  iec104: { port: 2404, dialogue: iec104Dialogue },
  tristation: { port: 1502, overUdp: true, dialogue: tristationDialogue },
}
