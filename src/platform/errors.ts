/** A rule of the product says no: the person may not, or not now. Says which rule. HTTP 403 or 409, exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** What was asked for is not there. HTTP 404. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
}

/** Where an input is wrong and why: `path` is a JSON path, a column, or `sheet!row`. */
export interface InputProblem {
  readonly path: string
  readonly reason: string
}

/** The caller's input is wrong. HTTP 400/422, exit code 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
  readonly problems: readonly InputProblem[]
  /** The message in Japanese, where a person reads it on the screen. */
  readonly ja: string | null
  constructor(message: string, problems: readonly InputProblem[] = [], ja: string | null = null) {
    super(message)
    this.problems = problems
    this.ja = ja
  }
}

/** Our bug, or a broken machine. HTTP 500; the text goes to the log, not to the screen. */
export class Broken extends Error {
  override readonly name = 'Broken'
}
