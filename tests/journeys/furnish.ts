import { doorTo } from '#app/cli/door.ts'
import type { Product } from '#app/compose.ts'
import { serverOf } from '#app/serve.ts'
import { addRecord } from '#contract/evidence.ts'
import { addPerson } from '#contract/people.ts'
import { addPlant, putCompany } from '#contract/plants.ts'
import { boundaryCapture, forgottenRule, registry } from './material.ts'

/** Puts on the stage what the first hour brings, through the same contract, for journeys that begin after it. */
export async function furnish(product: Product): Promise<void> {
  const server = serverOf(product, { listening: { host: 'in-process', port: 0, loopback: true } })
  await server.ready()
  const door = doorTo(server)
  await door.call(addPlant, { body: { key: 'kashima', name: 'Kashima', criticality: 'major' } })
  await door.call(addPlant, { body: { key: 'chiba', name: 'Chiba', criticality: 'standard' } })
  await door.call(putCompany, { body: { name: 'Nagara Chemical', timeZone: 'Asia/Tokyo' } })
  await door.call(addPerson, { body: { name: 'Aiko Mori', department: 'ot' } })
  await door.call(addPerson, { body: { name: 'Ben Sato', department: 'it' } })
  const record = (kind: string, effectiveFrom: string, scope: 'enterprise' | string[], data: object) =>
    door.call(addRecord, { body: { kind, scope, effectiveFrom, data } })
  await record('zone', '2026-01-01', ['kashima'], { name: 'Office', purdueLevel: '4', addresses: '10.20.40.0/24' })
  for (const day of ['2026-09-10', '2026-10-08', '2026-11-12']) {
    const departments = ['it', 'process-safety']
    await record('meeting', day, 'enterprise', { topic: 'Safety and security round', departments, minuted: true })
  }
  await door.close()
  await bring(product, 'kashima-assets.xlsx', await registry())
  await bring(product, 'boundary.pcap', boundaryCapture())
}

/** Zones, conduits and the firewall between them: a rule that was forgotten lets the office read a controller. */
export async function furnishBoundary(product: Product): Promise<void> {
  const server = serverOf(product, { listening: { host: 'in-process', port: 0, loopback: true } })
  await server.ready()
  const door = doorTo(server)
  const record = (kind: string, data: object) =>
    door.call(addRecord, { body: { kind, scope: ['kashima'], effectiveFrom: '2026-01-01', data } })
  await record('zone', { name: 'DMZ', purdueLevel: '3.5', addresses: '10.20.35.0/24', owner: 'IT' })
  await record('zone', { name: 'Supervision', purdueLevel: '2', addresses: '10.20.2.0/24', owner: 'OT' })
  await record('zone', { name: 'Control', purdueLevel: '1', addresses: '10.20.1.0/24', owner: 'OT' })
  await record('conduit', {
    ...{ name: 'Operation and engineering', fromZone: 'Supervision', toZone: 'Control', services: 's7comm' },
    owner: 'OT',
  })
  await record('boundary', { kind: 'firewall-dmz', name: 'KSM-FW', policyReviewedOn: '2026-10-01' })
  await door.close()
  await bring(product, 'KSM-FW.rules', forgottenRule())
}

export async function bring({ evidence }: Product, name: string, bytes: Uint8Array): Promise<void> {
  const file = await evidence.takeFile(name, bytes)
  const { id } = await evidence.startImport({ file, plant: 'kashima', by: null })
  const staged = await evidence.settled(id)
  if (staged.state !== 'staged') throw new Error(`${name} was not staged: ${JSON.stringify(staged.failure)}`)
  await evidence.commitImport({ id, by: null })
}
