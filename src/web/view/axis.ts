import { useMemo } from 'react'
import type { getAxis } from '#contract/maturity.ts'
import type { AnswerOf } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { useRead } from './read.ts'

export type AxisAnswer = AnswerOf<typeof getAxis>

/** The definition in the reader's language; `say` falls back to the id, so that a missing text shows itself. */
export interface AxisText {
  readonly axis: AxisAnswer
  say(key: string): string
}

export function axisText(axis: AxisAnswer): AxisText {
  return { axis, say: (key) => axis.texts[key] ?? key }
}

export function useAxis(): AxisText | null {
  const { language } = useText()
  const { data } = useRead(doors.axis, { query: { language, asOf: null } }, { staleTime: Number.POSITIVE_INFINITY })
  return useMemo(() => (data ? axisText(data) : null), [data])
}
