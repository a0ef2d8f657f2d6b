import type { LineAccount } from '#core/filtering/ruleset.ts'
import type { RuleText } from '../rule-text.ts'

type Kind = LineAccount['as']
type Lines = { readonly line: number; readonly lastLine: number }

/** Of a line with several things on it, the one that matters most is told. */
const ranks: readonly Kind[] = ['comment', 'context', 'object', 'interface', 'rule', 'translation', 'notUnderstood']

export interface LineKinds {
  mark(lines: Lines, kind: Kind): void
  /** Names what was not understood, and marks its line so. */
  fault(line: number, reason: string): void
  /** Hands the account over to the text. */
  close(): void
}

export function createLineKinds(text: RuleText): LineKinds {
  const kinds: number[] = []
  let [line, lastLine, rank] = [0, 0, 0]
  const mark = (lines: Lines, kind: Kind) => {
    const next = ranks.indexOf(kind)
    // One rule may be many steps, all on the same lines.
    if (lines.line === line && lines.lastLine === lastLine && next === rank) return
    ;[line, lastLine, rank] = [lines.line, lines.lastLine, next]
    for (let at = line; at <= lastLine; at++) kinds[at] = Math.max(kinds[at] ?? 0, rank)
  }
  return {
    mark,
    fault(said, reason) {
      // What ends a file is told of its last line.
      const at = Math.max(1, Math.min(said, text.rows.length))
      mark({ line: at, lastLine: at }, 'notUnderstood')
      text.fault(at, reason)
    },
    close() {
      for (const [at, rank] of kinds.entries()) if (rank !== undefined) text.account(at, ranks[rank]!)
    },
  }
}
