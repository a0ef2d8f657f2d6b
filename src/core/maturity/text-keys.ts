import type { Axis } from './axis.ts'

/** Headings and labels that stand between the texts of any definition. */
const headings = [
  'document',
  'definition',
  'level',
  'state',
  'characteristics',
  'checklist',
  'issues',
  'actions',
  'considerations',
]

/** Every key that an axis needs in each of its languages, in the order of the definition. */
export function textKeys(axis: Axis): string[] {
  const keys = [...headings.map((one) => `heading.${one}`), 'axis.name', 'axis.definition']
  for (const aspect of axis.aspects) keys.push(`aspect.${aspect}`)
  for (const { level, states, issues } of axis.levels) {
    keys.push(`level.${level}.name`)
    for (let i = 1; i <= states; i++) keys.push(`level.${level}.state.${i}`)
    for (const issue of issues) keys.push(`issue.${issue.id}`)
  }
  for (const criterion of axis.criteria) keys.push(`criterion.${criterion.id}`)
  for (const { actions } of axis.transitions) for (const action of actions) keys.push(`action.${action.id}`)
  for (const id of axis.considerations) keys.push(`consideration.${id}.name`, `consideration.${id}.text`)
  for (const id of Object.keys(axis.indicators)) keys.push(`indicator.${id}`, `indicator.${id}.short`)
  return keys
}
