export { createMaturity, type Maturity } from './create-maturity.ts'
export { loadAxis } from './load-axis.ts'
export { maturityRoutes } from './routes.ts'
