import { addPeriod } from '#core/calendar/period.ts'
import { stepLine } from '#core/picture/step-line.ts'
import { NotFound } from '#platform/errors.ts'
import type { Maturity } from '../maturity/index.ts'
import type { Plants } from '../plants/index.ts'
import { plantPageHtml } from './plant-page.ts'

/** What leaves the house. */
export interface Reports {
  /** A plant's page as one HTML file. Throws `NotFound`. */
  plantPage(ask: {
    readonly plant: string
    readonly asOf?: string | undefined
    readonly language?: 'en' | 'ja' | undefined
  }): Promise<{ readonly html: string; readonly fileName: string }>
}

export function createReports({
  plants,
  maturity,
  clock,
}: {
  readonly plants: Plants
  readonly maturity: Maturity
  readonly clock: { now(): Date }
}): Reports {
  return {
    async plantPage({ plant: key, asOf: asked, language = 'en' }) {
      const asOf = asked ?? (await plants.today())
      const plant = await plants.get(key, { asOf })
      const company = await plants.company({ asOf })
      const assessment = await maturity.assess({ asOf, plant: key })
      const standing = assessment.plants.find((one) => one.plant === key)
      if (!standing) throw new NotFound(`${key} does not belong to the enterprise on ${asOf}`)
      const { axis, texts } = maturity.axis
      const words = texts[language] ?? {}
      const from = addPeriod(asOf, 'P18M', -1)
      const history = await maturity.history({ from, to: asOf, plant: key })
      const own = history.series.find((one) => one.plant === key)
      const months = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', timeZone: 'UTC' })
      const html = plantPageHtml({
        language,
        company: company.name ?? '',
        plant: plant.name,
        asOf,
        madeAt: clock.now().toISOString().slice(0, 16).replace('T', ' '),
        axis: words['axis.name'] ?? axis.id,
        standing,
        aspects: axis.aspects.map((aspect) => [aspect, words[`aspect.${aspect}`] ?? aspect] as const),
        textOf: (criterion) => words[`criterion.${criterion}`] ?? '',
        history: stepLine(
          {
            series: [{ name: plant.name, points: history.days.map((on, i) => ({ on, level: own?.levels[i] ?? 1 })) }],
            moves: (own?.moves ?? []).map((move) => ({
              on: move.on,
              level: move.after,
              isDrop: move.after < move.before,
              text: move.criteria.join(', '),
            })),
            levels: axis.levels.length,
            today: asOf,
            words: {
              level: language === 'ja' ? 'レベル' : 'Level',
              day: language === 'ja' ? '日' : 'Day',
              monthOf: (day) => months.format(new Date(day)),
            },
          },
          960,
        ),
        nextSteps: (await maturity.nextSteps({ asOf, plant: key })).items,
      })
      return { html, fileName: `${key}-${asOf}.html` }
    },
  }
}
