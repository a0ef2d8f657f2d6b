import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AssetFacts, type FactKey, factKeys, noFacts } from './asset.ts'
import { registryFields } from './fields.ts'
import { flagsOf, spanFlags } from './flags.ts'
import { type RawRow, readRegistryRow } from './read-row.ts'
import { changedFacts, flagOf, optionOf } from './rules.ts'

/** A file that calls every field as our English label does. */
const all = new Map(registryFields.map(({ key, label }) => [key, label.en]))
const read = (values: Record<string, unknown>, extra: Record<string, string> = {}) =>
  readRegistryRow({ sheet: 'S', row: 7, values, extra }, all, '2026-06-01')

describe('a row of a registry', () => {
  it.each<[FactKey, string, unknown]>([
    ['criticality', 'Ａ', 'high'],
    ['criticality', '重要', 'high'],
    ['criticality', 'B ランク', 'medium'],
    ['lifecycle', '稼働中', 'operation'],
    ['lifecycle', 'In Operation', 'operation'],
    ['lifecycle', '撤去済み', 'disposed'],
    ['level', 'L3.5', '3.5'],
    ['level', 'レベル２', '2'],
    ['level', 'DMZ', '3.5'],
    ['sis', '○', true],
    ['sis', '対象外', false],
    ['sis', 'SIL 2', true],
    ['constraints', '停止不可、パッチ適用不可', ['cannot-stop', 'cannot-patch']],
    ['constraints', 'Cannot be stopped; Vendor-locked', ['cannot-stop', 'vendor-locked']],
    ['ips', '10.1.1.1 / 10.1.1.2', ['10.1.1.1', '10.1.1.2']],
    ['ips', '10.1.1.1/24/10.1.1.2', ['10.1.1.1', '10.1.1.2']],
    ['ips', 'DHCP', []],
    ['macs', '00-1B-1B-12-34-56', ['00:1b:1b:12:34:56']],
  ])('its %s "%s" is understood', (key, text, value) => {
    const row = read({ tag: 'A', [key]: text })
    expect(row.given[key]).toEqual(value)
    expect(row.problems).toEqual([])
  })

  it('keeps a word that it does not know as written, and says so', () => {
    const row = read({ tag: 'A', criticality: 'mauve' })
    expect(row).toMatchObject({
      given: { criticality: null },
      other: { 'as written: Criticality': 'mauve' },
      refused: false,
    })
    expect(row.problems).toMatchObject([{ severity: 'note', row: 7, column: 'Criticality' }])
  })

  it('is refused for a review in the future and for an address that is none', () => {
    expect(read({ tag: 'A', reviewedOn: '2026-06-02' }).refused).toBe(true)
    expect(read({ tag: 'A', ips: '10.0.0.1; 10.0.0.256' }).problems[0]?.reason.en).toBe('"10.0.0.256" is no IP address')
    expect(read({ tag: 'A', macs: 'zz' }).problems[0]?.reason.ja).toContain('MACアドレスではありません')
  })

  it('names a column as the file does', () => {
    const row = readRegistryRow(
      { sheet: '台帳', row: 63, values: { tag: 'A', ips: '10.11.12.450' }, extra: {} },
      new Map([
        ['tag', '機器番号'],
        ['ips', 'IPアドレス'],
      ]),
      '2026-06-01',
    )
    expect(row.problems).toMatchObject([{ sheet: '台帳', row: 63, column: 'IPアドレス' }])
  })

  it('says nothing of a field that the file has no column for', () => {
    const row = readRegistryRow(
      { sheet: null, row: 1, values: { tag: 'A' }, extra: {} },
      new Map([
        ['tag', '機器番号'],
        ['name', '設備名'],
      ]),
      '2026-06-01',
    )
    expect(row.given).toEqual({ name: null })
  })

  it('never throws, whatever its cells hold', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('10.0.0.1', '○', 'L3', '; ;', '::'),
    )
    const row = fc.record(Object.fromEntries([...all].map((key) => [key, cell])), { requiredKeys: [] })
    fc.assert(
      fc.property(row, (values) => {
        const raw: RawRow = { sheet: null, row: 1, values, extra: {} }
        const { given } = readRegistryRow(raw, all, '2026-06-01')
        expect(Object.keys(given).sort()).toEqual([...factKeys].sort())
      }),
    )
  })
})

describe('changes', () => {
  const facts = (some: Partial<AssetFacts>): AssetFacts => ({ ...noFacts, ...some })

  it('are named field by field; the order of addresses is none', () => {
    const before = facts({ ips: ['10.0.0.1', '10.0.0.2'], firmware: 'V1', other: { 盤: 'P-1' } })
    expect(changedFacts(before, { ...before, ips: ['10.0.0.2', '10.0.0.1'] })).toEqual([])
    expect(changedFacts(before, { ...before, firmware: null, other: { 盤: 'P-2' } })).toEqual(['firmware', 'other'])
  })

  it('of nothing are none', () => {
    fc.assert(
      fc.property(
        fc.record({ name: fc.string(), owner: fc.option(fc.string()), sis: fc.option(fc.boolean()) }),
        (some) => {
          expect(changedFacts(facts(some), facts({ ...some }))).toEqual([])
        },
      ),
    )
  })
})

describe('words', () => {
  it.each([
    ['はい', true],
    ['ー', false],
    ['maybe', null],
  ])('%s is %s', (word, value) => {
    expect(flagOf(word)).toBe(value)
  })

  it('an option is found by key, label and the words met in the wild, in any width', () => {
    const field = registryFields.find(({ key }) => key === 'lifecycle')!
    for (const { key, label } of field.options!) {
      for (const word of [key, label.en, label.ja]) expect(optionOf('lifecycle', field.options!, word)).toBe(key)
    }
    expect(optionOf('lifecycle', field.options!, '　稼働中 ')).toBe('operation')
    expect(optionOf('lifecycle', field.options!, '')).toBe(null)
  })
})

describe('flags of an asset', () => {
  const has = (some: Partial<AssetFacts>, flag: number) => (flagsOf({ ...noFacts, ...some }) & flag) !== 0
  it.each<[string, Partial<AssetFacts>, keyof typeof spanFlags, boolean]>([
    ['a SIS is critical', { sis: true }, 'critical', true],
    ['a state without its date is no lifecycle', { lifecycle: 'renewal' }, 'lifecycle', false],
    ['operation since a day is', { lifecycle: 'operation', operatedOn: '2020-01-01' }, 'lifecycle', true],
    ['an HMI can be protected', { type: '操作卓 HMI' }, 'protectable', true],
    ['a transmitter of which nobody said cannot', { type: '差圧伝送器' }, 'protectable', false],
    ['what is not capable need not be', { type: 'HMI', protection: '対象外' }, 'protectable', false],
    ['"none" protects nothing', { protection: 'なし' }, 'protected', false],
    ['allow-listing does', { protection: 'allow-listing' }, 'protected', true],
    ['a transmitter without an address is on no network', { type: 'transmitter' }, 'networked', false],
    ['a host name is a name on the network', { hostname: 'EWS-01' }, 'networked', true],
  ])('%s', (_fact, some, flag, is) => {
    expect(has(some, spanFlags[flag])).toBe(is)
  })
})
