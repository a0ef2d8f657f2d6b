import type { Telling } from '#core/capture/telling.ts'
import type { Ends } from '#core/capture/told-flow.ts'

/** One event, with what is known of its ends. */
export interface EventContext {
  readonly telling: Telling
  readonly line: number
  /** µs of the event itself. */
  readonly at: number | null
  readonly ends: Ends | null
  /** The event's source is the client. */
  readonly isSourceClient: boolean
  readonly source: string | null
  readonly target: string | null
}

export interface EventKind {
  readonly ignored?: string
  read?(event: unknown, context: EventContext): void
}
