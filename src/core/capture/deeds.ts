import type { Conversation } from './inspection.ts'

/** What a device did and answered, in the protocols that were read by content. */
export interface Deeds {
  /** Protocols in which it answered requests. */
  readonly answers: Set<string>
  /** Whom it programmed: server → functions. */
  readonly programs: Map<string, readonly string[]>
  /** Whom it reads from and writes to, and how often. */
  readonly polls: Map<string, number>
  readonly writes: Map<string, number>
  /** Ports of conversations that nobody recognised, answered, with their number: hints, no proof. */
  readonly otherPorts: Map<number, number>
}

const identifying = new Set(['enip'])

/** By device id. Conversations that got no answer count for nothing: a scanner's probes make no controller. */
export function deedsOf(
  conversations: readonly Conversation[],
  idOf: (address: string) => string,
): ReadonlyMap<string, Deeds> {
  const all = new Map<string, Deeds>()
  const of = (id: string): Deeds => {
    const known = all.get(id) ?? {
      answers: new Set(),
      programs: new Map(),
      polls: new Map(),
      writes: new Map(),
      otherPorts: new Map(),
    }
    all.set(id, known)
    return known
  }
  for (const conversation of conversations) {
    const { protocol, transport, operations, functions, serverPort } = conversation
    if (transport !== 'tcp' && transport !== 'udp') continue
    if (!conversation.answered) continue
    const server = idOf(conversation.server)
    const client = of(idOf(conversation.client))
    if (protocol === null) {
      const port = serverPort ?? 0
      for (const deeds of [client, of(server)]) deeds.otherPorts.set(port, (deeds.otherPorts.get(port) ?? 0) + 1)
      continue
    }
    if (!functions.some(({ responses }) => responses > 0)) continue
    const isControl = !identifying.has(protocol) || operations.read + operations.write + operations.program > 0
    if (isControl) of(server).answers.add(protocol)
    const programs = functions.filter(({ operation }) => operation === 'program').map(({ name }) => name)
    if (programs.length > 0) client.programs.set(server, programs)
    if (operations.read > 0) client.polls.set(server, (client.polls.get(server) ?? 0) + operations.read)
    if (operations.write > 0) client.writes.set(server, (client.writes.get(server) ?? 0) + operations.write)
  }
  return all
}
