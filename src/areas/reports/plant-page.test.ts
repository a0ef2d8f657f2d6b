import { describe, expect, test } from 'vitest'
import { type PlantPage, plantPageHtml } from './plant-page.ts'

const page: PlantPage = {
  language: 'en',
  company: 'A & B <Chemicals>',
  plant: '<script>alert(1)</script>',
  asOf: '2026-11-23',
  madeAt: '2026-11-23 09:00',
  axis: 'OT/IT',
  standing: {
    level: 2,
    aspects: { A: 1 },
    symptoms: [],
    next: { level: 3, met: 1, of: 5, unknown: 2 },
    lapsesNext: { criterion: '2.3', on: '2026-12-10' },
    verdicts: [
      {
        criterion: '2.1',
        kind: 'criterion',
        level: 2,
        aspect: null,
        asked: true,
        verdict: 'unknown',
        inGrace: false,
        share: 0,
        strength: null,
        over: 'each',
        blockedBy: [],
        validUntil: null,
        because: [{ indicator: 'a.b', value: null, records: [], text: 'say "x" & <y>', textJa: '何もない' }],
      },
    ],
  },
  aspects: [['A', 'Asset Management']],
  textOf: () => 'registries exist',
  history: { width: 10, height: 10, shapes: [], table: { columns: [], rows: [] } },
  nextSteps: [{ criterion: '2.1', effortWeeks: 6, needsShutdown: true }],
}

describe('a plant’s page', () => {
  test('says where the plant stands, what lapses and what comes next', () => {
    const html = plantPageHtml({ ...page, plant: 'Kashima' })
    expect(html).toContain(
      'Kashima stands at level 2. 1 of the 5 criteria of level 3 are met, 2 are unknown. 2.3 lapses first, on 2026-12-10.',
    )
    expect(html).toContain('6 person-weeks; needs a shutdown')
    expect(plantPageHtml({ ...page, language: 'ja', plant: '鹿島' })).toContain('鹿島はレベル2にある。')
  })

  test('is one file: no script, nothing fetched, and every text is escaped', () => {
    const html = plantPageHtml(page)
    expect(html).not.toMatch(/<script|<link|<img|src=|href=|url\(/i)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toContain('A &amp; B &lt;Chemicals&gt;')
    expect(html).toContain('say &quot;x&quot; &amp; &lt;y&gt;')
  })
})
