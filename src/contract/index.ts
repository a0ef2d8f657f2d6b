import { appRoutes } from './app.ts'
import { assetsRoutes } from './assets.ts'
import { evidenceRoutes } from './evidence.ts'
import { importsRoutes } from './imports.ts'
import { maturityRoutes } from './maturity.ts'
import { networkRoutes } from './network.ts'
import { peopleRoutes } from './people.ts'
import { plantsRoutes } from './plants.ts'
import { reportsRoutes } from './reports.ts'
import { sensorsRoutes } from './sensors.ts'
import { vulnerabilitiesRoutes } from './vulnerabilities.ts'

/** Every door of `/api/v1`, by the area that answers it. */
export const routes = [
  ...appRoutes,
  ...peopleRoutes,
  ...plantsRoutes,
  ...evidenceRoutes,
  ...importsRoutes,
  ...assetsRoutes,
  ...vulnerabilitiesRoutes,
  ...networkRoutes,
  ...sensorsRoutes,
  ...maturityRoutes,
  ...reportsRoutes,
]
