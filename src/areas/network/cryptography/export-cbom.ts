import { titleOf } from '#core/capture/protocol-kinds.ts'
import { encodeCbom } from '#formats/cyclonedx/encode-cbom.ts'
import type { NetworkContext, Reading } from '../context.ts'
import { sourceWords } from '../proof-place.ts'
import { readCryptography } from './read-cryptography.ts'

/** The cryptography of one plant as CycloneDX 1.6. Throws `NotFound`. */
export async function exportCbom(
  context: NetworkContext,
  ask: Reading & { readonly plant: string },
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const { name } = await context.plants.get(ask.plant)
  const day = ask.asOf ?? (await context.plants.today())
  const [found] = await readCryptography(context, ask)
  const captures = found?.captures ?? new Map()
  const systems = (found?.systems ?? []).map(({ device, endpoints }) => {
    const record = found?.devices.get(device)
    const said = {
      asset: record?.tag,
      level: record?.level,
      zone: record?.zone,
      vendor: record?.vendor,
      model: record?.model,
    }
    const properties = Object.fromEntries(
      Object.entries(said).filter((one): one is [string, string] => Boolean(one[1])),
    )
    return {
      id: device,
      name: record?.name ?? record?.tag ?? device,
      properties: { address: device, ...properties },
      endpoints,
    }
  })
  const text = encodeCbom(systems, {
    name,
    at: context.clock.now().toISOString(),
    titleOf,
    placeOf: ({ capture, packet }) => sourceWords(captures.get(capture), packet).en,
  })
  return { name: `cbom-${ask.plant}-${day}.cdx.json`, bytes: new TextEncoder().encode(text) }
}
