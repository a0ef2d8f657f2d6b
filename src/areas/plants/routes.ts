import * as contract from '#contract/plants.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { Plants } from './create-plants.ts'
import type { Plant } from './rules.ts'

export function plantsRoutes(plants: Plants): Implemented[] {
  return [
    implement(contract.getCompany, ({ query }) => plants.company(query)),
    implement(contract.putCompany, ({ body, actor }) => plants.nameCompany({ ...body, by: actor })),
    implement(contract.listPlants, async ({ query }) => ({ items: (await plants.list(query)).map(shown) })),
    implement(contract.getPlant, async ({ params, query }) => shown(await plants.get(params.plant, query))),
    implement(contract.addPlant, async ({ body, actor }) => shown(await plants.add({ ...body, by: actor }))),
    implement(contract.changePlant, async ({ params, body, actor }) =>
      shown(await plants.change({ ...body, key: params.plant, by: actor })),
    ),
    implement(contract.removePlant, async ({ params, actor }) => {
      await plants.remove({ key: params.plant, by: actor })
      return {}
    }),
    implement(contract.addShutdown, async ({ params, body, actor }) =>
      shown(await plants.declareShutdown({ ...body, plant: params.plant, by: actor })),
    ),
    implement(contract.removeShutdown, async ({ params, actor }) =>
      shown(await plants.withdrawShutdown({ ...params, by: actor })),
    ),
  ]
}

function shown({ localName, constraints, shutdowns, ...plant }: Plant) {
  return {
    ...plant,
    ...(localName ? { localName: { ...localName } } : {}),
    constraints: constraints.map((constraint) => ({ ...constraint })),
    shutdowns: shutdowns.map((shutdown) => ({ ...shutdown })),
  }
}
