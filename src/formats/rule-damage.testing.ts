import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Ruleset } from '#core/filtering/ruleset.ts'

/** As many lines as the text has, each with an account; faults and rules name lines that exist. */
export function isAccounted(text: string, ruleset: Ruleset): void {
  const rows = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const count = rows.at(-1) === '' ? rows.length - 1 : rows.length
  expect(ruleset.lines).toHaveLength(count)
  const lines = [
    ...ruleset.faults.map(({ line }) => line),
    ...ruleset.translations.map(({ line }) => line),
    ...ruleset.chains.flatMap(({ steps }) => steps.flatMap(({ line, lastLine }) => [line, lastLine])),
  ]
  for (const line of lines) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(Math.max(1, count))
  }
  const named = new Set(ruleset.chains.map(({ name }) => name))
  for (const { chain } of ruleset.hooks) expect(named).toContain(chain)
  for (const { name, steps } of ruleset.chains) {
    for (const { action, text: written } of steps) {
      if ('chain' in action) expect(named).toContain(action.chain)
      expect(written.length, name).toBeLessThanOrEqual(500)
    }
  }
}

/** Damaged configurations end in rules and faults, never in an exception, and every line is accounted for. */
export function survivesDamage(decode: (text: string) => Ruleset, example: string, numRuns = 150): void {
  const rows = example.split('\n')
  const word = fc.constantFrom(
    ...new Set(example.split(/\s+/)),
    '"',
    '{',
    '',
    '\\',
    '4294967296',
    '999.1.1.1',
    'é',
    '::',
    '-1',
    '/',
  )
  const change = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat({ max: example.length }) }),
    fc.record({ kind: fc.constant('drop' as const), at: fc.nat({ max: rows.length - 1 }) }),
    fc.record({
      kind: fc.constant('move' as const),
      at: fc.nat({ max: rows.length - 1 }),
      to: fc.nat({ max: rows.length - 1 }),
    }),
    fc.record({
      kind: fc.constant('word' as const),
      at: fc.nat({ max: rows.length - 1 }),
      to: fc.nat({ max: 9 }),
      word,
    }),
  )
  it('a damaged configuration ends in rules and faults, with every line accounted for', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        let text = [...rows]
        for (const one of changes) {
          if (one.kind === 'cut') text = text.join('\n').slice(0, one.at).split('\n')
          else if (one.kind === 'drop') text.splice(one.at, 1)
          else if (one.kind === 'move') text.splice(one.to, 0, ...text.splice(one.at, 1))
          else {
            const words = (text[one.at] ?? '').split(' ')
            words[one.to] = one.word
            text[one.at] = words.join(' ')
          }
        }
        const whole = text.join('\n')
        isAccounted(whole, decode(whole))
      }),
      { numRuns },
    )
  })
  it('any text at all ends in rules and faults', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.constantFrom('\n', '\n ', ' ', '\t')), { maxLength: 60 }), (words) => {
        const whole = words.join(' ')
        isAccounted(whole, decode(whole))
      }),
      { numRuns },
    )
  })
}
