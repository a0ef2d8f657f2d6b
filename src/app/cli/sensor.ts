import { runSensor } from '../sensor/run-sensor.ts'
import { type GivenSettings, holdFolder, settle } from '../sensor/settings.ts'
import { version } from './data-folder.ts'
import { say } from './out.ts'

export interface SensorOptions extends GivenSettings {
  readonly state?: string | undefined
  readonly once?: boolean | undefined
  readonly json?: boolean | undefined
}

/** Listens until it is told to stop. Exit 0 stopped, its last slice finished; with --once, 1 where not all was sent. */
export async function sensor({ state, once = false, json, ...given }: SensorOptions): Promise<number> {
  const { folder, lock } = await holdFolder(state)
  const stop = new AbortController()
  const asked = (): void => {
    if (stop.signal.aborted) process.exit(130)
    say('finishing the slice; once more ends at once')
    stop.abort()
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, asked)
  try {
    const key = given.key ?? process.env.RUNG_SENSOR_KEY
    const settings = await settle(folder, { ...only(given), key })
    const sent = await runSensor({
      folder,
      settings,
      version,
      once,
      stop: stop.signal,
      say: (text) => say(`${new Date().toISOString().slice(11, 19)} ${text}`),
      onHealth: (health) => {
        if (json) process.stdout.write(`${JSON.stringify(health)}\n`)
      },
    })
    return once && !sent ? 1 : 0
  } finally {
    lock.release()
  }
}

/** The settings among the options, which hold more. */
function only(given: GivenSettings): GivenSettings {
  const { server, interface: name, watch, filter, tool, slice, settle, ...sizes } = given
  const { spoolMegabytes, ringMegabytes, witnessMegabytes } = sizes
  const bounds = { spoolMegabytes, ringMegabytes, witnessMegabytes }
  return { server, interface: name, watch, filter, tool, slice, settle, ...bounds }
}
