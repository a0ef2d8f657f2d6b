import { addressOf, textOfV4, textOfV6 } from './addresses.ts'
import { intersect, pairsOf, type Ranges, rangesOf } from './ranges.ts'

/** One address of either family. */
export type Address = { readonly v4: number } | { readonly v6: bigint }

/** The first packet of a conversation, as far as a filter looks at it. */
export interface Packet {
  readonly source: Address
  /** Of the same family as the source. */
  readonly target: Address
  /** IANA's number. */
  readonly protocol: number
  /** 0 where the protocol has none. */
  readonly sourcePort: number
  readonly targetPort: number
  /** `type << 8 | code`, 0 where it is no ICMP. */
  readonly icmp: number
}

/** Clients open their conversations from here upwards (RFC 6056): where their port is not known, this much is assumed. */
export const firstClientPort = 1024

/** DCCP, SCTP, TCP, UDP and UDP-Lite. */
export const hasPorts = (protocol: number): boolean => [6, 17, 33, 132, 136].includes(protocol)
export const icmpV4 = 1
export const icmpV6 = 58

/** Questions of ICMP and the types of their answers (RFC 792, 950, 4443); all other messages are answered by none. */
export const icmpAnswers: Readonly<Record<number, ReadonlyMap<number, number>>> = {
  [icmpV4]: new Map([
    [8, 0],
    [13, 14],
    [15, 16],
    [17, 18],
  ]),
  [icmpV6]: new Map([[128, 129]]),
}

/** Messages whose answers are among these, as `type << 8 | code`. */
export function questionsOf(protocol: number, answers: Ranges): Ranges {
  const found: [number, number][] = []
  for (const [question, answer] of icmpAnswers[protocol]!) {
    const codes = intersect(answers, [answer << 8, (answer << 8) | 255])
    for (const [from, to] of pairsOf(codes)) found.push([(question << 8) | (from & 255), (question << 8) | (to & 255)])
  }
  return rangesOf(found)
}

export const textOfAddress = (address: Address): string =>
  'v4' in address ? textOfV4(address.v4) : textOfV6(address.v6)

/** Null where an address is none, or the two are of different families. */
export function packetOf(
  source: string,
  target: string,
  protocol: number,
  ports: { readonly sourcePort?: number; readonly targetPort?: number; readonly icmp?: number } = {},
): Packet | null {
  const [from, to] = [addressOf(source), addressOf(target)]
  if (from === null || to === null || 'v4' in from !== 'v4' in to) return null
  return {
    source: from,
    target: to,
    protocol,
    sourcePort: ports.sourcePort ?? 0,
    targetPort: ports.targetPort ?? 0,
    icmp: ports.icmp ?? 0,
  }
}
