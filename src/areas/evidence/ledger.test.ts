import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type KeptRecord, ledgerAt } from './ledger.ts'
import { testKinds } from './testing.ts'

const kinds = new Map(testKinds.map((kind) => [kind.key, kind]))

function record(id: string, more: Partial<KeptRecord> = {}): KeptRecord {
  return {
    id,
    kind: 'meeting',
    scope: 'enterprise',
    effectiveFrom: '2026-01-01',
    effectiveTo: null,
    data: {},
    source: null,
    replaces: null,
    recordedAt: '2026-01-02T00:00:00.000Z',
    recordedBy: 'aiko',
    undoneAt: null,
    origin: null,
    acceptances: [],
    withdrawals: [],
    ...more,
  }
}
const withdrawn = { withdrawals: [{ at: '2026-03-01T00:00:00.000Z', by: null, reason: 'x' }] }
const states = (all: KeptRecord[], knownAt?: string) =>
  Object.fromEntries(ledgerAt(all, kinds, knownAt).map((one) => [one.id, one.state]))

describe('the ledger', () => {
  it('a chain of corrections leaves its last link to speak', () => {
    const chain = [record('a'), record('b', { replaces: 'a' }), record('c', { replaces: 'b' })]
    expect(states(chain)).toEqual({ a: 'superseded', b: 'superseded', c: 'counts' })
  })

  it('a withdrawn correction that was itself corrected does not bring back the first', () => {
    const chain = [record('a'), record('b', { replaces: 'a', ...withdrawn }), record('c', { replaces: 'b' })]
    expect(states(chain)).toEqual({ a: 'superseded', b: 'withdrawn', c: 'counts' })
  })

  it('an import that was undone is known until then, and not after', () => {
    const all = [record('a'), record('b', { replaces: 'a', undoneAt: '2026-02-01T00:00:00.000Z' })]
    expect(states(all)).toEqual({ a: 'counts' })
    expect(states(all, '2026-01-15T00:00:00.000Z')).toEqual({ a: 'superseded', b: 'counts' })
  })

  it('what the giver accepts is not accepted, whatever the store says', () => {
    const acceptance = { department: 'ot' as const, on: '2026-01-03', recordedAt: '2026-01-03T00:00:00.000Z' }
    const given = record('a', { kind: 'attestation', data: { criterion: '2.1', answer: 'yes' } })
    expect(states([{ ...given, acceptances: [{ by: 'aiko', ...acceptance }] }])).toEqual({ a: 'awaiting' })
    expect(states([{ ...given, acceptances: [{ by: 'ben', ...acceptance }] }])).toEqual({ a: 'counts' })
    expect(states([{ ...given, acceptances: [{ by: 'ben', ...acceptance }] }], '2026-01-02T12:00:00Z')).toEqual({
      a: 'awaiting',
    })
  })

  it('of every chain exactly one link speaks, unless the last was withdrawn with all before it', () => {
    const chain = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(chain, (taken) => {
        const all = taken.map((isWithdrawn, i) =>
          record(`r${i}`, { replaces: i === 0 ? null : `r${i - 1}`, ...(isWithdrawn ? withdrawn : {}) }),
        )
        const speaking = ledgerAt(all, kinds).filter((one) => one.state === 'counts')
        const lastStanding = taken.lastIndexOf(false)
        expect(speaking.map((one) => one.id)).toEqual(lastStanding < 0 ? [] : [`r${lastStanding}`])
      }),
    )
  })
})
