export { recordIndicators } from './indicators.ts'
export { recordKinds } from './kinds.ts'
