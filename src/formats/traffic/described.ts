import type { Day } from '#core/calendar/day.ts'
import type { LldpSaid } from '../ethernet/encode.ts'

/** What a host says of itself when it is asked; each protocol takes what it can carry. */
export interface DescribedIdentity {
  readonly vendor?: string
  readonly orderNumber?: string
  readonly model?: string
  /** `V4.5.1` for S7comm, `33.11` for EtherNet/IP, anything for Modbus. */
  readonly firmware?: string
  /** Hexadecimal (`0x00a1b2c3`) for EtherNet/IP and HART, any text elsewhere. */
  readonly serial?: string
  readonly name?: string
  readonly location?: string
  /** Numbers of EtherNet/IP (vendor 1 is Rockwell, type 14 a controller), of HART (maker, expanded type), of PROFINET. */
  readonly vendorId?: number
  readonly deviceType?: number
  readonly productCode?: number
}

export interface DescribedHost {
  /** How conversations name it. */
  readonly key: string
  readonly ip: string
  readonly mac: string
  readonly vlan?: number
  /** Key of the router behind which it stands: its packets carry the router's MAC and one hop less. */
  readonly via?: string
  readonly identity?: DescribedIdentity
  /** Modbus units, backplane slots, outstations, FINS nodes, HART devices or BACnet stations behind it, by their number. */
  readonly behind?: Readonly<Record<number, DescribedIdentity>>
  /** It tells its neighbours about itself, once a day of the capture. */
  readonly lldp?: LldpSaid
}

/** Protocols that are spoken in full, then those of which only a believable beginning is written. */
const spoken = [
  'modbus',
  's7comm',
  'enip',
  'fins',
  'melsec',
  'ads',
  'dnp3',
  'bacnet',
  'mms',
  'iec104',
  'tristation',
  'ge-srtp',
  'opcua',
  'hart-ip',
  'snmp',
  'dhcp',
  'profinet-dcp',
  'goose',
] as const
export type SpokenProtocol = (typeof spoken)[number]
export const hinted = ['http', 'tls', 'smb', 'rdp', 'ssh', 'tcp', 'dns', 'ntp', 'syslog', 'udp'] as const

export type HintedProtocol = (typeof hinted)[number]

/** What the client does in each session of a conversation. */
export interface Deed {
  /**
   * `read` and `write` values; `identify` the device; `program`: download of a block or of firmware; `upload` of a program;
   * `stop` and `start` the controller; `setClock`; `exchange`: whatever a hinted protocol says.
   */
  readonly does: 'read' | 'write' | 'identify' | 'program' | 'upload' | 'stop' | 'start' | 'setClock' | 'exchange'
  readonly times?: number
  /** The server refuses it (a Modbus exception, a CIP status, an S7 error). */
  readonly refused?: boolean
  /** Number of the device behind the server that is meant. */
  readonly unit?: number
  /** Register, byte, or number of the tag from which on it reads or writes. */
  readonly address?: number
  /** Registers, bytes or values. */
  readonly quantity?: number
}

export interface DescribedConversation {
  readonly client: string
  readonly server: string
  readonly protocol: SpokenProtocol | HintedProtocol
  /** Where it is not the protocol's own. */
  readonly port?: number
  readonly deeds: readonly Deed[]
  readonly firstDay: Day
  readonly lastDay: Day
  /** Sessions on a day on which it happens; below 1, one every so many days: 1/7 is weekly, on the first day first. */
  readonly sessionsPerDay: number
  readonly weekdaysOnly?: boolean
  /** Days on which it does not take place: shutdowns. */
  readonly except?: readonly Day[]
  /**
   * Local hours in which it happens; all day unless told. Captures are counted by UTC days: hours that lie within one of
   * them give one day each, the whole day may give fewer days than sessions.
   */
  readonly hours?: readonly [from: number, to: number]
  /** Datagrams instead of a connection: EtherNet/IP's List Identity, Modbus/UDP. */
  readonly overUdp?: boolean
  /** One TCP connection that is never closed, as operator stations keep it; sessions are then rounds of its deeds. */
  readonly lasting?: boolean
  /** `refused`: the server resets; `silent`: nothing comes back, as behind a firewall that drops. */
  readonly answer?: 'answered' | 'refused' | 'silent'
}

export interface DescribedPlant {
  /** The same description gives the same capture, octet by octet; another seed other times, ports and values. */
  readonly seed: number
  /** Of the plant's clock: 540 in Japan. */
  readonly utcOffsetMinutes: number
  readonly hosts: readonly DescribedHost[]
  readonly conversations: readonly DescribedConversation[]
  readonly format?: 'pcap' | 'pcapng'
}
