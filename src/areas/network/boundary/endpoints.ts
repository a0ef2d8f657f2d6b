import type { Endpoint } from '#core/segmentation/policy.ts'
import { inTurn } from '../in-turn.ts'
import type { Db } from '../store.ts'
import { type KnownDevice, loadAddresses, loadKnownDevices } from './verdict-store.ts'

/** The ends of conversations with what is known of the devices behind them; one object per device and address. */
export type EndpointsOf = (captureId: string, address: string) => Endpoint

/** For a plant as its picture stands: call after the picture was brought up to date. */
export async function loadEndpoints(db: Db, plant: string): Promise<EndpointsOf> {
  const devices = new Map((await loadKnownDevices(db, plant)).map((device) => [device.id, device]))
  const ids = new Map<string, string>()
  await inTurn(await loadAddresses(db, plant), ({ address, captureId, id }) => ids.set(`${captureId}\t${address}`, id))
  const made = new Map<string, Endpoint>()
  return (captureId, address) => {
    const id = ids.get(`${captureId}\t${address}`) ?? ids.get(`*\t${address}`) ?? address
    const key = `${id}\t${address}`
    const known = made.get(key)
    if (known !== undefined) return known
    const endpoint = endpointOf(address, devices.get(id))
    made.set(key, endpoint)
    return endpoint
  }
}

export function endpointOf(address: string, device: KnownDevice | undefined): Endpoint {
  if (device === undefined) return { address }
  const { tag, macs, vlans, ips, isRouter } = device
  return { address, tag, macs: isRouter ? [] : macs, vlans, also: ips.filter((ip) => ip !== address) }
}
