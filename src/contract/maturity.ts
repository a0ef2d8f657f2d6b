import { assessmentRoutes } from './assessment.ts'
import { axisRoutes } from './axis.ts'
import { explanationRoutes } from './explanation.ts'

/** The maturity area's contract in three parts: the definition, what it says of plants on a day, and why. */
export * from './assessment.ts'
export * from './axis.ts'
export * from './explanation.ts'
export type { VerdictWord } from './maturity-words.ts'

export const maturityRoutes = [...axisRoutes, ...assessmentRoutes, ...explanationRoutes]
