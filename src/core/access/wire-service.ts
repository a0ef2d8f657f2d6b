import type { WireAccess } from './match-access.ts'

/** What a conversation is, if it is somebody's access: by its protocol, then by the port where the protocol is encrypted. */
const services: Readonly<Record<string, WireAccess['service']>> = {
  rdp: 'rdp',
  ssh: 'ssh',
  vnc: 'vnc',
  telnet: 'telnet',
  ike: 'vpn',
  esp: 'vpn',
  openvpn: 'vpn',
  wireguard: 'vpn',
  l2tp: 'vpn',
  gre: 'vpn',
  teamviewer: 'assistance',
  anydesk: 'assistance',
}

/** Ports at which tunnels end whose contents no reader knows: L2TP, PPTP, OpenVPN, WireGuard, AnyConnect and SSL VPN by DTLS. */
const tunnels: readonly (readonly [transport: string, port: number])[] = [
  ['udp', 1701],
  ['tcp', 1723],
  ['udp', 1194],
  ['tcp', 1194],
  ['udp', 51820],
  ['udp', 500],
  ['udp', 4500],
]
/** Remote assistance by its port (AnyDesk 6568, TeamViewer 5938). */
const assistance: readonly (readonly [transport: string, port: number])[] = [
  ['tcp', 5938],
  ['udp', 5938],
  ['tcp', 6568],
]

export interface WireTalk {
  readonly protocol: string | null
  readonly transport: string
  readonly port: number | null
  /** Programs, or changes the mode or the firmware of, what it talks to. */
  readonly programs: number
}

/** Which way of access a conversation is; null for all that is none. */
export function wireService({ protocol, transport, port, programs }: WireTalk): WireAccess['service'] | null {
  const named = protocol === null ? undefined : services[protocol]
  if (named !== undefined) return named
  if (programs > 0) return 'engineering'
  const isAt = ([of, at]: readonly [string, number]) => of === transport && at === port
  if (protocol !== null && protocol !== 'dtls') return null
  if (tunnels.some(isAt)) return 'vpn'
  return assistance.some(isAt) ? 'assistance' : null
}

/** Protocols and ports to look among, for a store that holds a hundred thousand conversations. */
export const accessProtocols: readonly string[] = Object.keys(services)
export const accessPorts: readonly number[] = [...new Set([...tunnels, ...assistance].map(([, port]) => port))]
