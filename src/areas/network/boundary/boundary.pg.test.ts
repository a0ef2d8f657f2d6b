import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import type { Step } from '#core/maturity/indicator.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { capture, openNetwork, type TestNetwork, talk } from '../testing.ts'

const march = ['2026-03-02', '2026-03-03']

describe.each(testDatabases())('the boundary of a plant on $name', ({ open }) => {
  let here: TestNetwork
  let officeReads: string
  beforeAll(async () => {
    here = await openNetwork(await open())
    await zone('Office', '4', '10.1.4.0/24')
    await zone('Supervision', '2', '10.1.2.0/24')
    await zone('Control', '1', '10.1.1.0/24; no network')
    await conduit({
      name: 'Polling',
      fromZone: 'Supervision',
      toZone: 'Control',
      services: 'modbus',
      operations: ['read'],
    })
    await bring(
      'cell.pcap',
      capture(talk('10.1.2.1', '10.1.1.1', march), talk('10.1.1.9', '10.1.2.1', march, { answered: false })),
    )
    officeReads = await bring('office.pcap', capture(talk('10.1.4.5', '10.1.1.1', march)))
  })
  afterAll(() => here.database.close())

  const record = (
    kind: string,
    data: Readonly<Record<string, unknown>>,
    from = '2026-01-01',
    to: string | null = null,
  ) =>
    here.evidence.add({
      ...{ kind, scope: ['kashima'], effectiveFrom: from, effectiveTo: to, data, by: here.person },
    })
  const zone = (name: string, purdueLevel: string, addresses: string) =>
    record('zone', { name, purdueLevel, addresses })
  const conduit = (data: Readonly<Record<string, unknown>>, from?: string, to?: string) =>
    record('conduit', data, from, to)
  async function bring(name: string, bytes: Uint8Array): Promise<string> {
    here.clock.set('2026-03-04')
    const importer = here.network.importers.find(({ kind }) => kind === 'capture')!
    const { importId } = await stageFile(importer, { name, bytes, plant: 'kashima', on: '2026-03-04' })
    await commitFile(here.database, importer, importId)
    return importId
  }
  async function get(path: string) {
    const [url, search = ''] = path.split('?') as [string, string?]
    for (const { route, handle } of here.network.boundaryRoutes) {
      const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
      const found = new RegExp(`^${route.path.replace(/:\w+/g, '([^/]+)')}$`).exec(url)
      if (found === null || route.method !== 'GET') continue
      const params = route.params?.parse(Object.fromEntries(names.map((name, i) => [name, found[i + 1]])))
      const query = route.query?.parse(Object.fromEntries(new URLSearchParams(search)))
      return route.response.parse(await handle({ params, query } as never)) as never as Record<string, never>
    }
    throw new Error(`nothing answers ${path}`)
  }
  async function measure(id: string, within: string): Promise<readonly Step[]> {
    const ask = { plants: ['kashima'], from: '2026-01-01', to: '2026-12-31', today: '2026-12-31', within }
    return (await here.network.indicators.find((one) => one.id === id)!.measure(ask)).get('kashima') ?? []
  }
  const on = (steps: readonly Step[], day: string) => steps.findLast(({ from }) => from <= day)?.value ?? null

  it('tells zones, conduits and pairs against what was seen, with the first packet of a violation', async () => {
    const boundary = (await get('/plants/kashima/boundary?asOf=2026-03-31')) as unknown as {
      counts: Record<string, number>
      attempts: number
      pairs: {
        a: string
        b: string
        counts: Record<string, number>
        crosses: boolean
        witness: { packet: number } | null
      }[]
      conduits: { use: string; unusedServices: string[]; observed: { days: number } }[]
      problems: { text: { en: string } }[]
    }
    expect(boundary.counts).toMatchObject({ allowed: 1, violation: 1, wrongDirection: 1, unknownMember: 0 })
    expect(boundary.attempts).toBe(1)
    expect(boundary.pairs[0]).toMatchObject({ a: 'Office', b: 'Control', crosses: true, counts: { violation: 1 } })
    expect(boundary.pairs[0]!.witness).toMatchObject({ packet: 1 })
    expect(boundary.conduits).toMatchObject([{ use: 'used', unusedServices: [], observed: { days: 2 } }])
    expect(boundary.problems.map(({ text }) => text.en)).toContain('“no” is no address or network')
  })

  it('explains one conversation, and names the line that the policy lacks', async () => {
    const page = (await get('/plants/kashima/boundary/conversations?open=true')) as unknown as {
      items: { id: string; verdict: string; client: string; missing: object }[]
      total: number
    }
    expect(page.total).toBe(2)
    const one = page.items.find(({ client }) => client === '10.1.4.5')!
    expect(one).toMatchObject({
      verdict: 'violation',
      clientZone: 'Office',
      serverZone: 'Control',
      days: march,
      missing: { from: 'Office', to: 'Control', services: 'modbus/tcp/502', operations: ['read'] },
    })
    const [captureId, n] = one.id.split('/')
    expect(await get(`/plants/kashima/boundary/conversations/${captureId}/${n}`)).toMatchObject({
      id: one.id,
      rules: [],
    })
    expect(await get('/plants/kashima/boundary/conversations?a=Control&b=Office')).toMatchObject({ total: 1 })
    expect(await get('/plants/kashima/boundary/conversations?q=10.1.4.5')).toMatchObject({ total: 1 })
  })

  it('counts open violations while they are seen, and is silent where nobody looks', async () => {
    const open = await measure('network.openViolations', 'P31D')
    expect(on(open, '2026-03-01')).toBe(null)
    expect(on(open, '2026-03-03')).toBe(1)
    expect(on(open, '2026-05-01')).toBe(null)
  })

  it('holds a conduit for fit when all that it allows was used', async () => {
    const fit = await measure('network.conduitFitShare', 'P90D')
    expect(on(fit, '2026-03-31')).toBe(1)
    expect(on(fit, '2026-08-01')).toBe(null)
  })

  it('takes an exception for an answer until it ends', async () => {
    await conduit(
      {
        name: 'Planner',
        fromZone: 'Office',
        toZone: 'Control',
        services: 'modbus',
        exception: true,
        reason: 'until the FAT',
      },
      '2026-03-10',
      '2026-03-20',
    )
    const open = await measure('network.openViolations', 'P31D')
    expect(['2026-03-09', '2026-03-10', '2026-03-20', '2026-03-21'].map((day) => on(open, day))).toEqual([1, 0, 0, 1])
  })

  it('leaves as JSON and comes back unchanged', async () => {
    const answer = await here.network.boundaryRoutes
      .find(({ route }) => route.path.endsWith('/boundary/policy'))!
      .handle({ params: { plant: 'kashima' }, query: { format: 'json', asOf: '2026-03-31' } } as never)
    const file = answer as unknown as { content: Uint8Array; type: string; fileName: string }
    expect(file).toMatchObject({ type: 'application/json', fileName: 'kashima-policy-2026-03-31.json' })
    const importer = here.network.importers.find(({ kind }) => kind === 'policy')!
    const again = await stageFile(importer, {
      name: file.fileName,
      bytes: file.content,
      plant: 'kashima',
      on: '2026-04-01',
    })
    expect(again.counts).toMatchObject({ changed: 0, refused: 0 })
    const ulsan = await stageFile(importer, {
      name: file.fileName,
      bytes: file.content,
      plant: 'ulsan',
      on: '2026-04-01',
    })
    expect(ulsan.counts).toMatchObject({ accepted: 5, refused: 0 })
  })

  it('forgets what an undone capture showed', async () => {
    const importer = here.network.importers.find(({ kind }) => kind === 'capture')!
    await undoFile(here.database, importer, officeReads)
    expect(await get('/plants/kashima/boundary/conversations?q=10.1.4.5')).toMatchObject({ total: 0 })
    expect(on(await measure('network.openViolations', 'P31D'), '2026-03-03')).toBe(0)
  })
})
