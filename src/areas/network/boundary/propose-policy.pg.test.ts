import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile } from '#areas/assets/testing.ts'
import { getProposals, type Proposals } from '#contract/boundary.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { capture, openNetwork, type TestNetwork, talk } from '../testing.ts'

const march = ['2026-03-02', '2026-03-03']

describe.each(testDatabases())('what traffic suggests for the policy, on $name', ({ open }) => {
  let here: TestNetwork
  beforeAll(async () => {
    here = await openNetwork(await open())
    here.clock.set('2026-03-04')
    const importer = here.network.importers.find(({ kind }) => kind === 'capture')!
    const bytes = capture(talk('10.1.2.1', '10.1.1.1', march), talk('10.1.2.2', '10.1.1.1', march))
    const { importId } = await stageFile(importer, { name: 'cell.pcap', bytes, plant: 'kashima', on: '2026-03-04' })
    await commitFile(here.database, importer, importId)
  })
  afterAll(() => here.database.close())

  const accept = (kind: string, data: Readonly<Record<string, unknown>>) =>
    here.evidence.add({
      ...{ kind, scope: ['kashima'], effectiveFrom: '2026-03-10', effectiveTo: null, data, by: here.person },
    })

  async function proposed(): Promise<Proposals> {
    const { route, handle } = here.network.boundaryRoutes.find((one) => one.route.path === getProposals.path)!
    const asked = { params: { plant: 'kashima' }, query: { asOf: '2026-03-10' } }
    return route.response.parse(await handle(asked as never)) as Proposals
  }

  it('needs its zones first, then stands by itself, and is gone once accepted, though all was seen before', async () => {
    const first = await proposed()
    expect(first.zones.flatMap(({ addresses }) => addresses).sort()).toEqual(['10.1.1.0/24', '10.1.2.0/24'])
    expect(first.conduits.map(({ why }) => why)).toEqual(['needsZone'])
    for (const { name, level, addresses } of first.zones)
      await accept('zone', {
        name,
        purdueLevel: level ?? '1',
        addresses: addresses.join('; '),
      })
    const second = await proposed()
    expect(second.zones).toEqual([])
    expect(second.conduits.map(({ why, conversations }) => [why, conversations])).toEqual([[null, 2]])
    const [{ name, from, to, services } = expect.fail()] = second.conduits
    await accept('conduit', { name, fromZone: from, toZone: to, services })
    expect(await proposed()).toEqual({ zones: [], conduits: [] })
  })
})
