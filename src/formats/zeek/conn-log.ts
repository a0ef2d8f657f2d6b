import type { Log } from './log.ts'
import { countOf, type LogRow } from './row.ts'
import { protocolOfServices } from './services.ts'

/**
 * The opening as Zeek saw it (`history`): S a SYN, H a SYN-ACK, of the originator in capitals; ^ says that Zeek turned the
 * connection round by guessing. Null: it began before Zeek looked.
 */
export function wasOpeningSeen(history: string | null): boolean | null {
  if (history === null) return null
  const plain = history.replace('^', '')
  if (/[Sh]/.test(plain)) return true
  return /[sH]/.test(plain) ? false : null
}

/** Whether the responder sent more than a refusal; null where the log does not say. */
function hasAnswered(row: LogRow, packets: number | null): boolean | null {
  const history = row.get('history')
  if (row.get('proto') === 'tcp' && history !== null) return /[a-qs-z]/.test(history)
  if (packets !== null) return packets > 0
  const bytes = countOf(row, 'resp_bytes')
  return bytes === null ? null : bytes > 0 ? true : null
}

/** One flow a line. The bytes that Zeek counts begin at the IP header: lengths on the wire it does not know. */
export const connLog: Log = {
  read(row, { telling, ends, isOrigClient, at, line, orig, resp }) {
    if (ends === null) return
    const duration = Number(row.get('duration') ?? Number.NaN)
    const last = at === null ? null : Number.isFinite(duration) ? at + Math.round(duration * 1e6) : at
    const [sent, received] = [countOf(row, 'orig_pkts'), countOf(row, 'resp_pkts')]
    const [toServer, toClient] = isOrigClient ? [sent, received] : [received, sent]
    telling.flow(
      ends,
      {
        first: at,
        last,
        packets: { toServer, toClient },
        bytes: { toServer: null, toClient: null },
        answered: isOrigClient ? hasAnswered(row, received) : sent === null ? null : sent > 0,
        protocol:
          ends.transport === 'ip'
            ? ipProtocol(row, ends.client)
            : carriedBy(ends.transport, protocolOfServices(row.list('service'), ends.serverPort)),
        isServerHeard: (countOf(row, isOrigClient ? 'resp_bytes' : 'orig_bytes') ?? 0) > 0,
      },
      line,
    )
    const vlan = countOf(row, 'vlan')
    for (const [ip, mac] of [
      [orig, row.get('orig_l2_addr')],
      // Where frames were sent to is the next hop's card: only an answer says that it was there.
      [(received ?? 0) > 0 ? resp : null, row.get('resp_l2_addr')],
    ]) {
      if (ip && mac) telling.card(ip, mac, vlan, false)
    }
  },
}

/** CIP over UDP is implicit I/O, which captures count to EtherNet/IP: cyclic data make no server of their sender. */
const carriedBy = (transport: string, protocol: string | null): string | null =>
  transport === 'udp' && protocol === 'cip' ? 'enip' : protocol

function ipProtocol(row: LogRow, address: string): string | null {
  const proto = row.get('proto')
  return proto === 'icmp' && address.includes(':') ? 'icmpv6' : proto === 'unknown_transport' ? null : proto
}
