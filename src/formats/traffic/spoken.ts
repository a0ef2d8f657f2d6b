import type { DescribedHost, SpokenProtocol } from './described.ts'
import type { Dialogue } from './dialogue.ts'
import { adsDialogue } from './dialogues/ads.ts'
import { bacnetDialogue } from './dialogues/bacnet.ts'
import { dhcpDialogue } from './dialogues/dhcp.ts'
import { dnp3Dialogue } from './dialogues/dnp3.ts'
import { enipDialogue } from './dialogues/enip.ts'
import { finsDialogue } from './dialogues/fins.ts'
import { geSrtpDialogue } from './dialogues/ge-srtp.ts'
import { gooseDialogue } from './dialogues/goose.ts'
import { hartIpDialogue } from './dialogues/hart-ip.ts'
import { iec104Dialogue } from './dialogues/iec104.ts'
import { melsecDialogue } from './dialogues/melsec.ts'
import { mmsDialogue } from './dialogues/mms.ts'
import { modbusDialogue } from './dialogues/modbus.ts'
import { opcuaDialogue } from './dialogues/opcua.ts'
import { profinetDcpDialogue } from './dialogues/profinet-dcp.ts'
import { s7Dialogue } from './dialogues/s7comm.ts'
import { snmpDialogue } from './dialogues/snmp.ts'
import { tristationDialogue } from './dialogues/tristation.ts'
import type { Random } from './random.ts'

/** A protocol that a described plant speaks in full. */
export type Spoken = (OverIp | OnLink) & {
  readonly dialogue: (server: DescribedHost, random: Random, client: DescribedHost) => Dialogue
}

interface OverIp {
  /** Where its servers listen. */
  readonly port: number
  /** Its exchanges are datagrams. */
  readonly overUdp?: true
  /** Clients ask from this port, which is any otherwise. */
  readonly clientPort?: number
}

interface OnLink {
  readonly etherType: number
  /** MAC of the group that is spoken to when nobody is meant in particular. */
  readonly group: string
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
  'ge-srtp': { port: 18245, dialogue: geSrtpDialogue },
  tristation: { port: 1502, overUdp: true, dialogue: tristationDialogue },
  dnp3: { port: 20000, dialogue: dnp3Dialogue },
  iec104: { port: 2404, dialogue: iec104Dialogue },
  mms: { port: 102, dialogue: mmsDialogue },
  bacnet: { port: 47808, overUdp: true, dialogue: bacnetDialogue },
  opcua: { port: 4840, dialogue: opcuaDialogue },
  'hart-ip': { port: 5094, dialogue: hartIpDialogue },
  snmp: { port: 161, overUdp: true, dialogue: snmpDialogue },
  dhcp: { port: 67, clientPort: 68, overUdp: true, dialogue: dhcpDialogue },
  'profinet-dcp': { etherType: 0x8892, group: '01:0e:cf:00:00:00', dialogue: profinetDcpDialogue },
  goose: { etherType: 0x88b8, group: '01:0c:cd:01:00:01', dialogue: gooseDialogue },
}
