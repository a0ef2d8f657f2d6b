import type { Deed, DescribedHost, DescribedIdentity } from './described.ts'
import { answering, ask, type Dialogue, impossible, reply, type Word } from './dialogue.ts'
import { below, type Random } from './random.ts'

/** A request and what comes back. */
export type Exchange = readonly [request: Uint8Array, response: Uint8Array]

/** What a script may write with. */
export interface Scene {
  readonly server: DescribedHost
  /** Whoever answers says this of itself. */
  readonly said: DescribedIdentity
  readonly deed: Deed
  /** Numbers of requests: 1, 2, 3 … */
  next(): number
  /** A value of the process. */
  value(): number
}

/** The exchanges of one protocol; deeds that it lacks are none of this protocol. */
export interface Script {
  /** As people write the protocol. */
  readonly title: string
  readonly greeting?: (scene: Omit<Scene, 'deed' | 'said'>) => readonly Exchange[]
  readonly read: (scene: Scene) => readonly Exchange[]
  /** A read that the server refuses. */
  readonly refuse?: (scene: Scene) => readonly Exchange[]
  readonly write?: (scene: Scene) => readonly Exchange[]
  readonly identify?: (scene: Scene) => readonly Exchange[]
  readonly program?: (scene: Scene) => readonly Exchange[]
  readonly stop?: (scene: Scene) => readonly Exchange[]
  readonly exchange?: (scene: Scene) => readonly Exchange[]
}

/** A dialogue that follows a script: enough for protocols of plain requests and answers. */
export const scripted =
  (script: Script) =>
  (server: DescribedHost, random: Random): Dialogue => {
    let number = 0
    const tools = {
      server,
      next: () => (number = (number % 0x7f) + 1),
      value: () => below(random, 30_000),
    }
    const words = (exchanges: readonly Exchange[]): Word[] =>
      exchanges.flatMap(([request, response]) => [ask(request), reply(response)])
    return {
      greeting: () => words(script.greeting?.(tools) ?? []),
      act(deed) {
        const { does } = deed
        const known = does === 'upload' || does === 'start' || does === 'setClock' ? undefined : script[does]
        const write = deed.refused ? (does === 'read' ? script.refuse : undefined) : known
        if (write === undefined) return impossible(deed, script.title)
        return words(write({ ...tools, deed, said: answering(server, deed) }))
      },
    }
  }
