import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadAxis } from '#areas/maturity/load-axis.ts'
import { dayOf } from '#core/calendar/day.ts'
import { kindOf } from '#core/capture/protocol-kinds.ts'
import { leavesOf } from '#core/maturity/axis.ts'
import { WE_HAVE_NONE } from '#core/record/none.ts'
import type { Field, RecordIndicator, RecordKind } from '#core/record/record.ts'
import { asking, record } from '#core/record/testing.ts'
import { protocols } from '#formats/protocols.ts'

/** What all areas together can record and measure; the areas do not know each other, so that only here it is one. */
const root = join(import.meta.dirname, '..')
const areas = join(root, 'src/areas')
const files = readdirSync(areas, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'))
const load = async <T>(pattern: RegExp, name: string): Promise<T[]> => {
  const found = await Promise.all(files.filter((path) => pattern.test(path)).map((path) => import(join(areas, path))))
  return found.flatMap((module) => (module as Record<string, T[]>)[name] ?? [])
}
const kinds = await load<RecordKind>(/^[a-z]+\/kinds\.ts$/, 'recordKinds')
const indicators = await load<RecordIndicator>(/^[a-z]+\/(record-)?indicators\.ts$/, 'recordIndicators')
const { axis, texts } = await loadAxis(join(root, 'model/ot-it'))

test('kinds and indicators have one name each', () => {
  expect(kinds.length).toBeGreaterThan(40)
  expect(new Set(kinds.map((kind) => kind.key)).size).toBe(kinds.length)
  expect(new Set(indicators.map((one) => one.id)).size).toBe(indicators.length)
})

test('every record indicator stands in the catalogue of the axis, with its value and in the area that owns its kinds', () => {
  for (const { id, value, kinds: read } of indicators) {
    expect(axis.indicators[id], id).toEqual({ area: id.split('.')[0], value })
    for (const key of read) {
      const area = kinds.find((kind) => kind.key === key)?.area
      expect(key === WE_HAVE_NONE ? 'evidence' : id.split('.')[0], `${id} reads ${key}`).toBe(area)
    }
  }
})

test('every kind but those that answer or plan is read by an indicator or by an area itself', () => {
  const read = new Set(indicators.flatMap((one) => one.kinds))
  const unread = kinds.map((kind) => kind.key).filter((key) => !read.has(key))
  const answers = ['attestation', 'not-applicable', 'compensating-control']
  const byAreas = ['registry-review', 'zone', 'conduit', 'change-approval', 'change-finding']
  expect(new Set(unread)).toEqual(new Set([...answers, 'plan-date', ...byAreas]))
})

test('whatever may be declared absent is a kind that an indicator understands so', () => {
  const about = kinds.find((kind) => kind.key === WE_HAVE_NONE)?.fields.find((field) => field.key === 'about')
  // These are read by what assets and network measure themselves; their own tests say how.
  const measured = ['asset-registry', 'registry-review', 'network-source', 'zone']
  expect(about?.options?.map((option) => option.key)).toEqual(expect.arrayContaining(measured))
  for (const { key } of about?.options ?? []) {
    if (measured.includes(key)) continue
    const listening = indicators.filter((one) => one.kinds.includes(key) && one.kinds.includes(WE_HAVE_NONE))
    expect(listening.length, key).toBeGreaterThan(0)
  }
})

test('a criterion that no record can prove stands on measurements or attestations alone', () => {
  const byRecords = new Set(indicators.map((one) => one.id))
  const without = axis.criteria.filter((one) => !leavesOf(one.when).some((leaf) => byRecords.has(leaf.indicator)))
  expect(without.map((one) => one.id)).toEqual([
    ...['A1.1', 'A1.3', 'N1.2', '1.1'],
    ...['A2.1', 'A2.2', 'A2.3', 'N2.2', '2.1', '2.5'],
    ...['A3.1', 'A4.1', 'N5.1'],
  ])
})

test('every protocol that is read has a title, and what its speakers are', () => {
  for (const { name } of protocols) expect(kindOf(name).title, name).not.toBe('')
})

test('kinds are small, speak both languages and can be filled in', () => {
  for (const kind of kinds) {
    expect(kind.key).toMatch(/^[a-z][a-z-]*$/)
    // A sheet of a workbook carries the key as its name.
    expect(kind.key.length).toBeLessThanOrEqual(31)
    expect(kind.fields.length, kind.key).toBeLessThanOrEqual(10)
    expect(
      kind.fields.some((field) => field.required),
      kind.key,
    ).toBe(true)
    expect(new Set(kind.fields.map((field) => field.key)).size).toBe(kind.fields.length)
    for (const text of [kind.label, kind.purpose, kind.dateLabel, ...kind.fields.flatMap(wordsOf)]) {
      expect(text.en.trim(), kind.key).not.toBe('')
      expect(text.ja.trim(), kind.key).not.toBe('')
    }
    for (const field of kind.fields) {
      const isChoice = field.type === 'choice' || field.type === 'choices'
      expect((field.options?.length ?? 0) > 1, `${kind.key}.${field.key}`).toBe(isChoice)
    }
  }
})

function wordsOf(field: Field) {
  return [field.label, ...(field.hint ? [field.hint] : []), ...(field.options ?? []).map((option) => option.label)]
}

test('no column title of a kind could mean two of its fields', () => {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  for (const kind of kinds) {
    const meant = new Map<string, string>()
    for (const field of kind.fields) {
      for (const title of [field.key, field.label.en, field.label.ja, ...(field.aliases ?? [])]) {
        expect([undefined, field.key], `${kind.key}: ${title}`).toContain(meant.get(plain(title)))
        meant.set(plain(title), field.key)
      }
    }
  }
})

test('each indicator is explained in both languages', () => {
  for (const { id } of indicators) {
    for (const language of axis.languages) expect(texts[language]?.[`indicator.${id}`], id).toBeTruthy()
  }
})

const anyValue = (field: Field): fc.Arbitrary<unknown> => {
  const keys = (field.options ?? []).map((option) => option.key)
  const day = fc.integer({ min: 19_800, max: 20_800 }).map(dayOf)
  switch (field.type) {
    case 'date':
      return day
    case 'number':
    case 'share':
      return fc.oneof(fc.integer({ min: 0, max: 12 }), fc.double({ noNaN: true, min: -5, max: 5 }))
    case 'flag':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...keys)
    case 'choices':
      return fc.subarray(keys)
    default:
      return fc.constantFrom('A-1', 'a 1', 'B', '')
  }
}

/** Records of a kind with whatever a person may leave out. */
const anyOf = (kind: RecordKind) =>
  fc
    .record({
      id: fc.uuid(),
      day: fc.integer({ min: 19_800, max: 20_800 }),
      length: fc.option(fc.integer({ min: 0, max: 300 })),
      data: fc.record(Object.fromEntries(kind.fields.map((field) => [field.key, fc.option(anyValue(field))]))),
    })
    .map(({ id, day, length, data }) => {
      return record(kind.key, dayOf(day), data, { id, effectiveTo: length === null ? null : dayOf(day + length) })
    })

test('steps ascend, shares are shares, and never is there a value without a record behind it', () => {
  const byKey = new Map(kinds.map((kind) => [kind.key, kind]))
  for (const indicator of indicators) {
    const records = fc.array(fc.oneof(...indicator.kinds.map((key) => anyOf(byKey.get(key)!))), { maxLength: 10 })
    fc.assert(
      fc.property(records, fc.constantFrom(undefined, 'P3M', 'P1Y'), (all, within) => {
        const steps = indicator.steps(all, asking(within))
        const refs = new Set(all.map((one) => `record:${one.id}`))
        for (const [i, step] of steps.entries()) {
          expect(i === 0 || step.from > steps[i - 1]!.from, indicator.id).toBe(true)
          expect(step.value === null || step.records.length > 0, indicator.id).toBe(true)
          expect(
            step.records.every((ref) => refs.has(ref)),
            indicator.id,
          ).toBe(true)
          expect(step.strength).toBe('recorded')
          if (indicator.value === 'share' && step.value !== null)
            expect(Number(step.value) >= 0 && Number(step.value) <= 1).toBe(true)
        }
      }),
      { numRuns: 40 },
    )
  }
})
