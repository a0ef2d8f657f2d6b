export { createReports, type Reports } from './create-reports.ts'
export { recordIndicators } from './indicators.ts'
export { recordKinds } from './kinds.ts'
export { reportsRoutes } from './routes.ts'
