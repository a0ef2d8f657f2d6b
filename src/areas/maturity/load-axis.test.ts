import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { leavesOf } from '#core/maturity/axis.ts'
import { BadInput } from '#platform/errors.ts'
import { type LoadedAxis, loadAxis } from './load-axis.ts'

const root = join(import.meta.dirname, '../../..')
const loaded = await loadAxis(join(root, 'model/ot-it'))
const { axis, texts, crosswalk, missing } = loaded

describe('the axis ot-it is complete', () => {
  const of = (list: string) => axis.criteria.filter((one) => one.list === list)

  test('five levels, each with its three states and its typical issues', () => {
    expect(axis.levels.map(({ level, states, issues }) => [level, states, issues.length])).toEqual([
      [1, 3, 4],
      [2, 3, 4],
      [3, 3, 4],
      [4, 3, 4],
      [5, 3, 3],
    ])
  })

  test('24 checklist items and 60 characteristics, 12/12/14/13/9 by level', () => {
    expect(of('checklist')).toHaveLength(24)
    expect(of('characteristic')).toHaveLength(60)
    const byLevel = [1, 2, 3, 4, 5].map((level) => of('characteristic').filter((one) => one.level === level).length)
    expect(byLevel).toEqual([12, 12, 14, 13, 9])
  })

  test('level 1 is made of symptoms, which gate nothing and cost nothing', () => {
    expect(axis.criteria.filter((one) => one.kind === 'symptom')).toHaveLength(17)
    expect(axis.criteria.filter((one) => one.kind === 'symptom').every((one) => one.effortWeeks === 0)).toBe(true)
  })

  test('four transitions whose actions work towards every criterion above level 1', () => {
    expect(axis.transitions.map(({ from, to }) => `${from}→${to}`)).toEqual(['1→2', '2→3', '3→4', '4→5'])
    for (const { to, actions } of axis.transitions) {
      const wanted = axis.criteria.filter((one) => one.level === to).map((one) => one.id)
      expect(new Set(actions.flatMap((action) => action.criteria))).toEqual(new Set(wanted))
    }
  })

  test('four considerations', () => {
    expect(axis.considerations).toEqual(['c1', 'c2', 'c3', 'c4'])
  })

  test('every criterion has an indicator, and every indicator a criterion or a part in one', () => {
    const named = new Set(axis.criteria.flatMap((one) => leavesOf(one.when)).map((leaf) => leaf.indicator))
    expect(axis.criteria.every((one) => leavesOf(one.when).length > 0)).toBe(true)
    // How many days the boundary was watched decides whether crossings are known; no rule asks for it itself.
    expect(Object.keys(axis.indicators).filter((id) => !named.has(id))).toEqual(['network.boundaryObservedDays'])
  })

  test('characteristics that say the same as a checklist item have its rule', () => {
    const rule = (id: string) => axis.criteria.find((one) => one.id === id)?.when
    const pairs = 'A2.1=2.1 N2.1=2.2 N2.2=2.5 O2.1=2.4 N3.1=3.4 O3.1=3.2 O3.2=3.5 R3.1=3.1 V3.1=3.3'
    const later = 'N4.1=4.1 N4.2=4.2 N4.3=4.3 V4.1=4.4 R5.1=5.1 V5.1=5.3 V5.2=5.4'
    for (const pair of `${pairs} ${later}`.split(' ')) {
      const [characteristic = '', item = ''] = pair.split('=')
      expect(rule(characteristic), pair).toEqual(rule(item))
    }
  })

  test('what gates a plant is its own verdict, but for value and the pilot HAZOP', () => {
    const elsewhere = axis.criteria.filter((one) => one.atPlant === 'enterprise').map((one) => one.id)
    expect(elsewhere).toEqual(['R2.3', 'V3.1', 'V3.2', '3.3', 'V4.1', 'V4.2', '4.4', 'V5.1', 'V5.2'])
  })

  test('the crosswalk maps each checklist item', () => {
    const items = of('checklist').map((one) => one.id)
    expect(crosswalk.mappings.map((one) => one.criterion)).toEqual(items)
  })
})

const seed = join(root, '../shared/seed/maturity-definition.md')
const seedIsThere = existsSync(seed)
if (!seedIsThere) process.stdout.write('skipped: no ../shared\n')

test.skipIf(!seedIsThere)('the English words are the definition, word for word, with no line missing', () => {
  expect(assemble(loaded, 'en')).toBe(readFileSync(seed, 'utf8'))
})

/** The definition, put together again from the axis and the words of one language. */
function assemble({ axis: definition, texts: words }: LoadedAxis, language: string): string {
  const say = (key: string) => words[language]?.[key] ?? `«${key}»`
  const heading = (key: string) => say(`heading.${key}`)
  const blocks: string[] = [`# ${heading('document')}: ${say('axis.name')}\n`]
  const section = (title: string, ...paragraphs: string[]) => [`## ${title}`, ...paragraphs].join('\n\n')
  const sections = [`## ${heading('definition')}\n\n${say('axis.definition')}`]
  for (const { level, states, issues } of definition.levels) {
    const own = definition.criteria.filter((one) => one.level === level)
    const part = (key: string, lines: readonly string[]) => [`### ${heading(key)}`, ...lines].join('\n')
    const aspects = definition.aspects.flatMap((aspect) => {
      const lines = own.filter((one) => one.aspect === aspect).map((one) => say(`criterion.${one.id}`))
      return lines.length > 0 ? [`**${say(`aspect.${aspect}`)}:** ${lines.join('; ')}`] : []
    })
    const checklist = own.filter((one) => one.aspect === null).map((one) => `- [ ] ${say(`criterion.${one.id}`)}`)
    const state = Array.from({ length: states }, (_, i) => `- ${say(`level.${level}.state.${i + 1}`)}`)
    sections.push(
      section(
        `${heading('level')} ${level}: ${say(`level.${level}.name`)}`,
        part('state', state),
        `### ${heading('characteristics')}`,
        ...aspects,
        part('checklist', checklist),
        part(
          'issues',
          issues.map((issue) => `- ${say(`issue.${issue.id}`)}`),
        ),
      ),
    )
  }
  const actions = definition.transitions.map(({ from, to, actions: steps }) => {
    return `**${from}→${to}:** ${steps.map((step) => say(`action.${step.id}`)).join(', ')}`
  })
  sections.push(section(heading('actions'), ...actions))
  const considerations = definition.considerations.map((id, i) => {
    return `${i + 1}. **${say(`consideration.${id}.name`)}:** ${say(`consideration.${id}.text`)}`
  })
  sections.push(section(heading('considerations'), ...considerations))
  blocks.push(sections.join('\n\n---\n\n'))
  return `${blocks.join('\n')}\n`
}

describe('the words', () => {
  test('are there in English and Japanese, key by key', () => {
    expect(missing).toEqual({ en: [], ja: [] })
    expect(Object.keys(texts.ja ?? {})).toEqual(Object.keys(texts.en ?? {}))
  })

  test('give the reason of every rule', () => {
    for (const { id } of axis.criteria) expect(texts.en?.[`why.${id}`], id).toBeTruthy()
  })

  test('are Japanese in Japanese: only names and abbreviations stay in Latin letters', () => {
    const latin =
      /\b(?:OT|IT|PLC|HMI|Excel|ID|SIS|HAZOP|LOPA|DMZ|DCS|CMDB|IDS|IPS|IEC|ROI|SIL|SL-[TA]|FR|SOC|SOAR|MTTD|MTTR|AI|IPL)(?=\b|[^a-z])/g
    for (const [key, text] of Object.entries(texts.ja ?? {})) {
      expect(text, key).toMatch(/[ぁ-んァ-ヶ一-龠]/)
      expect(text.replaceAll(latin, '').match(/[A-Za-z]{3,}/g) ?? [], key).toEqual([])
    }
  })

  test('of different keys differ in Japanese as they do in English', () => {
    const label = (language: string, id: string) => texts[language]?.[`indicator.${id}.short`]
    for (const language of axis.languages) {
      const labels = Object.keys(axis.indicators).map((id) => label(language, id))
      expect(new Set(labels).size).toBe(labels.length)
    }
  })
})

describe('another axis', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rung-axis-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function model(name: string, files: Readonly<Record<string, string>>): string {
    const path = join(folder, name)
    mkdirSync(path)
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text)
    return path
  }

  const axisYaml = `
id: tidiness
version: 3
languages: [en, fr]
levels:
  - { level: 1, states: 0, issues: [] }
  - { level: 2, states: 1, issues: [{ id: dust, points: ['2.1'] }] }
aspects: []
defaults:
  coverage: 0.9
  grace: { share: 0.1, min: P3D, max: P31D }
  attestation: P1Y
  exemption: P1Y
  compensation: P1Y
  prioritisation: P1Y
  onboarding: P1Y
  lateEntry: P30D
indicators:
  hall.swept: { area: hall, value: events }
criteria:
  - { id: '2.1', level: 2, list: checklist, kind: criterion, aspect: null, over: each, atPlant: own,
      mayNotApply: false, compensable: false, effortWeeks: 1,
      when: { indicator: hall.swept, every: P1M } }
transitions:
  - { from: 1, to: 2, actions: [{ id: sweep, criteria: ['2.1'] }] }
considerations: []
`

  test('loads without a line of code, and says which words are missing', async () => {
    const path = model('tidiness', {
      'axis.yaml': axisYaml,
      'text.en.yaml': "axis.name: Tidiness\naction.sweep: 'Sweep'\n",
    })
    const other = await loadAxis(path)
    expect(other.axis.criteria.map((one) => one.id)).toEqual(['2.1'])
    expect(other.texts.en?.['action.sweep']).toBe('Sweep')
    expect(other.missing.en).toContain('criterion.2.1')
    expect(other.missing.en).not.toContain('action.sweep')
    expect(other.missing.fr).toContain('action.sweep')
    expect(other.crosswalk.mappings).toEqual([])
  })

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['no file', {}, 'axis.yaml: is not there'],
    ['broken YAML', { 'axis.yaml': 'id: [tidiness' }, 'axis.yaml: '],
    ['an unresolved alias', { 'axis.yaml': 'id: *gone' }, 'axis.yaml: '],
    [
      'a rule without an indicator',
      { 'axis.yaml': axisYaml.replace('indicator: hall.swept, ', '') },
      'indicator: is missing',
    ],
    [
      'words that are no words',
      { 'axis.yaml': axisYaml, 'text.en.yaml': 'axis.name: [1]' },
      'axis.name: a text is wanted',
    ],
    [
      'a crosswalk astray',
      { 'axis.yaml': axisYaml, 'crosswalk.yaml': 'mappings: []' },
      'crosswalk.yaml: catalogues: is missing',
    ],
  ])('%s is refused by file and path', async (name, files, expected) => {
    const loading = loadAxis(model(name.replaceAll(' ', '-'), files))
    await expect(loading).rejects.toBeInstanceOf(BadInput)
    await expect(loading).rejects.toThrow(expected)
  })
})
