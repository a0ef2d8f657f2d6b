import { encodeLldp } from '../ethernet/encode.ts'
import { type CapturedPacket, encodePcap, encodePcapng } from '../pcap/encode.ts'
import type { DescribedConversation, DescribedHost, DescribedPlant } from './described.ts'
import { hinted } from './described.ts'
import type { Dialogue, Word } from './dialogue.ts'
import { hintedDialogue, hints } from './hinted-dialogue.ts'
import { type Connection, connection, datagram, type Line, onSegment, resolve, seenFrom } from './line.ts'
import { below, type Random, seeded } from './random.ts'
import { sessionTimes } from './schedule.ts'
import { spokenProtocols } from './spoken.ts'

const dayMicros = 86_400_000_000

/**
 * The capture that a tap in the described plant would have taken, in the order of time. The same description gives the same
 * octets. Throws RangeError where the description contradicts itself (an unknown host, a deed that a protocol does not know).
 */
export function encodeTraffic(described: DescribedPlant): Uint8Array {
  const packets = trafficOf(described)
  return described.format === 'pcapng' ? encodePcapng(packets) : encodePcap(packets)
}

/** The packets themselves, sorted by time. */
export function trafficOf(described: DescribedPlant): CapturedPacket[] {
  const hosts = new Map(described.hosts.map((host) => [host.key, host]))
  const resolved = new Set<string>()
  const packets: CapturedPacket[] = []
  const clock = described.utcOffsetMinutes
  for (const [i, conversation] of described.conversations.entries()) {
    // Each conversation has its own row of numbers: one more changes none of the others.
    const random = seeded(described.seed * 1009 + i * 7919 + 1)
    write(conversation, hosts, clock, random, resolved, packets)
  }
  packets.push(...neighbours(described, packets))
  return packets
    .map((packet, i) => ({ packet, i }))
    .sort((a, b) => a.packet.at - b.packet.at || a.i - b.i)
    .map(({ packet }) => packet)
}

function hostOf(hosts: ReadonlyMap<string, DescribedHost>, key: string): DescribedHost {
  const host = hosts.get(key)
  if (host === undefined) throw new RangeError(`no host ${key}`)
  return host
}

const isHinted = (protocol: DescribedConversation['protocol']): protocol is (typeof hinted)[number] =>
  (hinted as readonly string[]).includes(protocol)

function dialogueOf(
  described: DescribedConversation,
  server: DescribedHost,
  client: DescribedHost,
  random: Random,
): Dialogue {
  const { protocol } = described
  if (isHinted(protocol)) return hintedDialogue(protocol, server, random)
  return spokenProtocols[protocol].dialogue(server, random, client)
}

function write(
  described: DescribedConversation,
  hosts: ReadonlyMap<string, DescribedHost>,
  utcOffsetMinutes: number,
  random: Random,
  resolved: Set<string>,
  packets: CapturedPacket[],
): void {
  const server = hostOf(hosts, described.server)
  const client = hostOf(hosts, described.client)
  const line: Line = { now: 0, client: seenFrom(client, hosts), server: seenFrom(server, hosts) }
  const { protocol, answer = 'answered' } = described
  const spoken = isHinted(protocol) ? undefined : spokenProtocols[protocol]
  const hint = isHinted(protocol) ? hints[protocol] : undefined
  const onLink = spoken !== undefined && 'etherType' in spoken ? spoken : undefined
  const overIp = spoken !== undefined && 'port' in spoken ? spoken : undefined
  if (onLink && (line.client.isRouted || line.server.isRouted)) throw new RangeError(`${protocol} passes no router`)
  const port = described.port ?? hint?.port ?? overIp?.port ?? 0
  let dialogue = dialogueOf(described, server, client, random)
  const acts = (): Word[] =>
    described.deeds.flatMap((deed) => Array.from({ length: deed.times ?? 1 }, () => dialogue.act(deed)).flat())
  let clientPort = overIp?.clientPort ?? 49_152 + below(random, 16_000)
  let open: Connection | undefined

  for (const time of sessionTimes(described, utcOffsetMinutes, random)) {
    line.now = Math.max(time, line.now + 1)
    if (onLink) {
      for (const word of acts()) onSegment(line, random, word, onLink, packets)
      continue
    }
    const pair = `${described.client}>${described.server}`
    if (!resolved.has(pair)) {
      resolved.add(pair)
      resolve(line, random, packets)
    }
    if (hint?.datagrams || overIp?.overUdp || described.overUdp) {
      speakInDatagrams([...(overIp?.overUdp ? dialogue.greeting() : []), ...acts()])
      continue
    }
    if (open !== undefined) {
      for (const { toServer, bytes } of acts()) open.send(toServer, bytes)
      open.settle()
      continue
    }
    clientPort = clientPort >= 65_535 ? 49_152 : clientPort + 1
    const own = connection(line, random, clientPort, port, packets)
    if (answer === 'refused') own.refuse()
    else if (answer === 'silent') own.ignore()
    else {
      dialogue = dialogueOf(described, server, client, random)
      own.open()
      for (const { toServer, bytes } of [...dialogue.greeting(), ...acts()]) own.send(toServer, bytes)
      if (described.lasting) {
        own.settle()
        open = own
      } else own.close()
    }
  }

  function speakInDatagrams(words: readonly Word[]): void {
    for (const { toServer, bytes } of words)
      if (toServer || answer === 'answered') datagram(line, random, [clientPort, port], toServer, bytes, packets)
  }
}

/** What hosts tell their neighbours, at the first packet of each day. */
function neighbours(described: DescribedPlant, packets: readonly CapturedPacket[]): CapturedPacket[] {
  const firsts = new Map<number, number>()
  for (const { at } of packets) {
    const day = Math.floor(at / dayMicros)
    firsts.set(day, Math.min(firsts.get(day) ?? at, at))
  }
  const telling = described.hosts.filter((host) => host.lldp !== undefined && host.via === undefined)
  return [...firsts.values()].flatMap((first) =>
    telling.map((host, i) => ({ at: first + 1000 * (i + 1), bytes: encodeLldp(host.mac, host.lldp!) })),
  )
}
