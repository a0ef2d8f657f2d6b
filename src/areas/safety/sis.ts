import { sameReference, textIn } from '#core/record/data.ts'
import { WE_HAVE_NONE } from '#core/record/none.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'
import { type Dated, happened, noneBreaks, noneOn, sortOut, stepsOver, windowEnd } from '#core/record/steps.ts'

const tagOf = (record: DatedRecord) => sameReference(textIn(record.data, 'sis'))

/**
 * Share of the registered SIS in service that were assessed within the window. Without a register nobody knows how many
 * there are, so that an assessment alone makes no share.
 */
export const sisAssessedShare: RecordIndicator = {
  id: 'safety.sisAssessedShare',
  kinds: ['sis-register', 'sis-assessment', WE_HAVE_NONE],
  value: 'share',
  steps(records, context) {
    const register = sortOut(records, ['sis-register']).mine
    const assessments = sortOut(records, ['sis-assessment'])
    const done = happened(assessments.mine, context)
    const breaks = [
      ...register.flatMap(({ from, to }) => [from, to + 1]),
      ...done.flatMap(({ from }) => [from, windowEnd(from, context) + 1]),
      ...noneBreaks(assessments),
    ]
    return stepsOver(breaks, (day) => {
      const inService = register.filter(({ from, to }) => from <= day && day <= to)
      const tags = [...new Set(inService.map(({ record }) => tagOf(record)))]
      if (tags.length === 0) return null
      const none = noneOn(assessments, day)
      if (none) return { value: 0, because: [none.record, ...refs(inService)] }
      const valid = done.filter(({ from }) => from <= day && day <= windowEnd(from, context))
      const covered = new Set(valid.map(({ record }) => tagOf(record)))
      const isCovered = (tag: string) => covered.has(tag) || covered.has('*')
      const open = inService.filter(({ record }) => !isCovered(tagOf(record)))
      return { value: tags.filter(isCovered).length / tags.length, because: [...refs(open), ...refs(valid)] }
    })
  },
}

function refs(dated: readonly Dated[]): DatedRecord[] {
  return dated.map(({ record }) => record).reverse()
}
