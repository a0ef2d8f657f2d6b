import * as contract from '#contract/maturity.ts'
import { BadInput } from '#platform/errors.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { Maturity } from './create-maturity.ts'
import { shownCriterion } from './explain.ts'

/** Replay of so many years in one answer. */
const MOST_YEARS = 30

export function maturityRoutes(maturity: Maturity): Implemented[] {
  return [
    implement(contract.getAxis, ({ query }) => shownAxis(maturity, query.language ?? 'en')),
    implement(contract.getAssessment, ({ query }) => maturity.assess(query)),
    implement(contract.getChanges, ({ query }) => {
      checkSpan(query)
      return maturity.changes(query)
    }),
    implement(contract.getHistory, ({ query }) => {
      checkSpan(query)
      return maturity.history(query)
    }),
    implement(contract.explainCriterion, ({ params, query }) => maturity.explain({ ...query, criterion: params.id })),
    implement(contract.getNextSteps, ({ query }) => maturity.nextSteps(query)),
  ]
}

function checkSpan({ from, to }: { from: string; to: string }): void {
  if (to < from) throw new BadInput('the span ends before it begins', [{ path: 'to', reason: 'not before from' }])
  if (Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > MOST_YEARS) {
    throw new BadInput('the span is too long', [{ path: 'from', reason: `at most ${MOST_YEARS} years` }])
  }
}

function shownAxis(maturity: Maturity, language: 'en' | 'ja') {
  const { axis, texts } = maturity.axis
  const measured = maturity.measured()
  return {
    id: axis.id,
    version: axis.version,
    languages: [...axis.languages],
    levels: axis.levels.map(({ level, states, issues }) => ({
      level,
      states,
      issues: issues.map(({ id, points }) => ({ id, points: [...points] })),
    })),
    aspects: [...axis.aspects],
    defaults: axis.defaults,
    indicators: Object.fromEntries(
      Object.entries(axis.indicators).map(([id, facts]) => [id, { ...facts, measured: measured.has(id) }]),
    ),
    criteria: axis.criteria.map(shownCriterion),
    transitions: axis.transitions.map(({ from, to, actions }) => ({
      from,
      to,
      actions: actions.map(({ id, criteria }) => ({ id, criteria: [...criteria] })),
    })),
    considerations: [...axis.considerations],
    // A text that a language lacks is shown in the first one.
    texts: { ...texts[axis.languages[0] ?? 'en'], ...texts[language] },
  }
}
