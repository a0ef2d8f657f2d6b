import type { SensorSlice } from '#contract/sensor-slice.ts'
import type { Sensor, SensorAnswer, SensorHealth, WantedPacket } from '#contract/sensors.ts'
import type { DescribedPacket, NetworkContext } from './context.ts'
import { type CaptureEntry, getCapture } from './read-network.ts'
import { answerOf, takeHealth, takeProof, takeSlice, undoDay } from './sensor-observe.ts'
import { addSensor, listSensors, revokeSensor, sensorOfKey } from './sensor-register.ts'
import type { StoredSensor } from './sensor-store.ts'

/** Sensors on the wire of plants: who they are, how they are, and what they saw. */
export interface Sensors {
  list(plant?: string): Promise<Sensor[]>
  /** Throws `NotFound`, `Refused`. The key is told here and never again. */
  add(input: {
    readonly plant: string
    readonly name: string
    readonly by: string | null
  }): Promise<{ sensor: Sensor; key: string }>
  /** Throws `NotFound`. */
  revoke(input: { readonly id: string; readonly by: string | null }): Promise<Sensor>
  /** The sensor that a key belongs to; null where there is none. */
  ofKey(key: string): Promise<StoredSensor | null>
  /** False where the server had the slice. */
  takeSlice(
    sensor: StoredSensor,
    slice: SensorSlice & { readonly series: string; readonly seq: number },
  ): Promise<boolean>
  takeHealth(sensor: StoredSensor, health: SensorHealth): Promise<void>
  takeProof(sensor: StoredSensor, wanted: WantedPacket, described: DescribedPacket | null): Promise<void>
  answer(sensor: StoredSensor, series?: string): Promise<SensorAnswer>
  /** Takes back what a sensor saw on a day, or lets it count again. Throws `NotFound`. */
  undoDay(input: { readonly id: string; readonly undone: boolean }): Promise<CaptureEntry>
}

export function createSensors(context: NetworkContext): Sensors {
  return {
    list: (plant) => listSensors(context, plant),
    add: (input) => addSensor(context, input),
    revoke: (input) => revokeSensor(context, input),
    ofKey: (key) => sensorOfKey(context, key),
    takeSlice: (sensor, slice) => takeSlice(context, sensor, slice),
    takeHealth: (sensor, health) => takeHealth(context, sensor, health),
    takeProof: (sensor, wanted, described) => takeProof(context, sensor, wanted, described),
    answer: (sensor, series) => answerOf(context, sensor, series),
    async undoDay(input) {
      // What is taken back is no longer there to be shown afterwards, and the other way round.
      const before = input.undone ? await getCapture(context, input.id) : null
      await undoDay(context, input)
      return before ?? getCapture(context, input.id)
    },
  }
}
