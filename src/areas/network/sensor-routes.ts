import * as contract from '#contract/sensors.ts'
import { type Call, type Implemented, implement } from '#platform/http/implement.ts'
import type { Network } from './create-network.ts'
import { captureShown } from './routes.ts'
import { readSlice } from './sensor-observe.ts'

/** What people do with sensors. */
export function sensorRoutes({ sensors }: Pick<Network, 'sensors'>): Implemented[] {
  return [
    implement(contract.listSensors, async ({ query }) => ({ items: await sensors.list(query.plant) })),
    implement(contract.addSensor, ({ body, actor }) => sensors.add({ ...body, by: actor })),
    implement(contract.revokeSensor, ({ params, actor }) => sensors.revoke({ ...params, by: actor })),
    implement(contract.undoSensorDay, async ({ params, body }) =>
      captureShown(await sensors.undoDay({ ...params, ...body })),
    ),
    ...routesForSensors({ sensors }),
  ]
}

/** What sensors themselves ask: each call shows the key of its sensor. They may be offered to a network on their own. */
export function routesForSensors({ sensors }: Pick<Network, 'sensors'>): Implemented[] {
  const speaking = (call: Pick<Call, 'authenticate'>) => call.authenticate((key) => sensors.ofKey(key))
  return [
    implement(contract.sayHello, async (call) => {
      const sensor = await speaking(call)
      const { id, name, plant } = sensor
      return { ...(await sensors.answer(sensor, call.query.series)), id, name, plant }
    }),
    implement(contract.sendSlice, async (call) => {
      const sensor = await speaking(call)
      const { series, seq } = call.query
      const taken = await sensors.takeSlice(sensor, { ...(await readSlice(call.upload)), series, seq })
      return { ...(await sensors.answer(sensor, series)), taken }
    }),
    implement(contract.sendHealth, async (call) => {
      const sensor = await speaking(call)
      await sensors.takeHealth(sensor, call.body.health)
      return sensors.answer(sensor, call.body.series)
    }),
    implement(contract.sendProof, async (call) => {
      const sensor = await speaking(call)
      const { described, ...wanted } = call.body
      await sensors.takeProof(sensor, wanted, described)
      return sensors.answer(sensor, wanted.series)
    }),
  ]
}
