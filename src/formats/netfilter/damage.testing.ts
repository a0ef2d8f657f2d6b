import fc from 'fast-check'
import { expect } from 'vitest'
import type { Ruleset } from '#core/filtering/ruleset.ts'

/** A text with a few of its parts taken out, doubled, swapped, or replaced by what a language stumbles over. */
export const damaged = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.constantFrom(0, 1, 1, 2, 5, 40, 400),
        by: fc.oneof(
          fc.constantFrom(
            '',
            '',
            '{',
            '}',
            '"',
            "'",
            '\\',
            '\\\n',
            '\n',
            '\r\n',
            '\r',
            '\t',
            ' ',
            ';',
            '#',
            '!',
            '@',
            '$',
            ':',
            '-',
            ',',
            '.',
          ),
          fc.constantFrom(
            '[',
            ']',
            '(',
            '/',
            '|',
            '&',
            '*',
            '\u0000',
            '\uD800',
            '99999999999',
            '-1',
            '0x',
            '::',
            'jump',
            '-j',
            'vmap {',
          ),
          fc.string({ maxLength: 6 }),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((edits) =>
      edits.reduce((now, { at, length, by }) => {
        const from = Math.floor(at * now.length)
        return now.slice(0, from) + by + now.slice(from + length)
      }, text),
    )

/** Every line is told of, every fault lies on one, and nothing jumps to where nothing is. */
export function expectAccounted(text: string, rules: Ruleset): void {
  const rows = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  if (rows.at(-1) === '') rows.pop()
  expect(rules.lines).toHaveLength(rows.length)
  for (const { line } of rules.faults) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(Math.max(1, rows.length))
  }
  const names = new Set(rules.chains.map(({ name }) => name))
  expect(names.size).toBe(rules.chains.length)
  for (const { chain } of rules.hooks) expect(names).toContain(chain)
  for (const { steps } of rules.chains) {
    for (const { action, line, lastLine } of steps) {
      if ('chain' in action) expect(names).toContain(action.chain)
      expect(line).toBeLessThanOrEqual(lastLine)
    }
  }
}
