import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabases } from '#platform/database/testing.ts'
import { buildServer } from '#platform/http/server.ts'
import { createLog } from '#platform/log.ts'
import { peopleRoutes } from '../people/index.ts'
import { plantsRoutes } from '../plants/index.ts'
import { evidenceRoutes } from './routes.ts'
import { stage, workbook } from './testing.ts'

const [embedded] = testDatabases()

describe('people, plants and evidence over HTTP', () => {
  let on: Awaited<ReturnType<typeof stage>>
  let server: FastifyInstance
  beforeAll(async () => {
    on = await stage(await embedded!.open())
    const { people, plants, evidence } = on
    server = buildServer({
      title: 'Test',
      version: '0',
      log: createLog('silent'),
      routes: [...peopleRoutes(people), ...plantsRoutes(plants), ...evidenceRoutes(evidence, people, plants)],
    })
    await server.ready()
  })
  afterAll(async () => {
    await server.close()
    await on.close()
  })

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    person?: string,
  ) {
    const bytes = body instanceof Uint8Array
    const answer = await server.inject({
      method,
      url: `/api/v1${url}`,
      headers: {
        host: 'localhost',
        ...(person ? { 'rung-person': person } : {}),
        ...(body === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: bytes ? Buffer.from(body) : JSON.stringify(body) }),
    })
    const json = answer.headers['content-type']?.includes('json') ? answer.json() : null
    return { status: answer.statusCode, json, raw: answer.rawPayload, headers: answer.headers }
  }
  let aiko = ''
  let ben = ''

  it('a first run: company, plant, people', async () => {
    expect((await call('GET', '/company')).json).toMatchObject({ name: null })
    const company = { name: 'Example', timeZone: 'Asia/Tokyo', fiscalYearStart: 4 }
    expect((await call('PUT', '/company', company)).json).toMatchObject(company)
    const plant = await call('POST', '/plants', {
      name: 'North Works',
      criticality: 'major',
      constraints: [{ kind: 'cannot-stop', note: null }],
    })
    expect(plant).toMatchObject({ status: 201, json: { key: 'north-works', constraints: [{ kind: 'cannot-stop' }] } })
    aiko = (await call('POST', '/people', { name: 'Aiko', department: 'ot' })).json.key
    ben = (await call('POST', '/people', { name: 'Ben', department: 'it' })).json.key
    expect((await call('GET', '/people')).json.items).toHaveLength(2)
  })

  it('plants are changed, shut down and taken back', async () => {
    expect((await call('PATCH', '/plants/north-works', { hazardousProcesses: false })).json.hazardousProcesses).toBe(
      false,
    )
    const shut = await call('POST', '/plants/north-works/shutdowns', { from: '2026-12-28', to: '2027-01-04' })
    expect(shut.json.shutdowns).toHaveLength(1)
    const open = await call('DELETE', `/plants/north-works/shutdowns/${shut.json.shutdowns[0].id}`)
    expect(open.json.shutdowns).toEqual([])
    await call('POST', '/plants', { name: 'Wrong', key: 'wrong' })
    expect((await call('DELETE', '/plants/wrong')).status).toBe(200)
    expect((await call('GET', '/plants/wrong')).status).toBe(404)
    expect((await call('GET', '/plants')).json.items).toHaveLength(1)
  })

  it('a record is given, accepted by another person, and withdrawn with a reason', async () => {
    const attestation = {
      kind: 'attestation',
      scope: ['north-works'],
      effectiveFrom: '2026-11-01',
      data: { criterion: '2.1', answer: 'yes' },
    }
    expect((await call('POST', '/records', attestation)).status).toBeGreaterThanOrEqual(400)
    const given = await call('POST', '/records', attestation, aiko)
    expect(given).toMatchObject({ status: 201, json: { state: 'awaiting', recordedBy: { key: aiko, name: 'Aiko' } } })
    const path = `/records/${given.json.id}`
    expect((await call('POST', `${path}/accept`, {}, aiko)).status).toBeGreaterThanOrEqual(400)
    expect((await call('POST', `${path}/accept`, {}, ben)).json).toMatchObject({
      state: 'counts',
      acceptances: [{ by: ben, name: 'Ben', department: 'it' }],
    })
    expect((await call('POST', `${path}/withdraw`, { reason: 'superseded by audit' }, aiko)).json).toMatchObject({
      state: 'withdrawn',
      withdrawal: { reason: 'superseded by audit' },
    })
    expect((await call('GET', '/records/none')).status).toBe(404)
    const wrong = await call('POST', '/records', { ...attestation, data: { criterion: '2.1', answer: 'maybe' } }, aiko)
    expect(wrong.json.problems).toMatchObject([{ path: 'data.answer' }])
  })

  it('kinds are told with their fields, and the template is a workbook', async () => {
    const kinds = await call('GET', '/record-kinds')
    expect(kinds.json.items.map((kind: { key: string }) => kind.key)).toContain('meeting')
    const template = await call('GET', '/record-templates/ja')
    expect(template.raw.subarray(0, 2).toString()).toBe('PK')
    expect(template.headers['content-disposition']).toContain('.xlsx')
  })

  it('a file goes from upload to undo, with its problems in pages', async () => {
    const bytes = await workbook({
      Meeting: [
        ['Plant', 'Date of the meeting', 'Topic', 'Colour'],
        ['north-works', '2026-11-03', 'Good', 'red'],
        ['north-works', 'soon', 'Bad', 'red'],
        ['north-works', '', 'Bad too', 'red'],
      ],
    })
    const started = await call('POST', '/imports?name=minutes.xlsx', bytes, aiko)
    expect(started).toMatchObject({ status: 202, json: { kind: 'records', createdBy: aiko } })
    const path = `/imports/${started.json.id}`
    await on.evidence.settled(started.json.id)
    const dry = (await call('GET', path)).json
    expect(dry).toMatchObject({ state: 'staged', counts: { accepted: 1, refused: 2 }, progress: null })
    expect(dry.columns).toContainEqual({ sheet: 'Meeting', column: 'Colour', field: null, sample: 'red' })
    expect(dry.fields.map((field: { key: string }) => field.key)).toContain('topic')
    const first = (await call('GET', `${path}/problems?severity=refused&limit=1`)).json
    expect(first).toMatchObject({ total: 2, items: [{ row: 3 }] })
    const second = (await call('GET', `${path}/problems?severity=refused&limit=1&cursor=${first.next}`)).json
    expect(second).toMatchObject({ items: [{ row: 4 }], next: null })
    expect((await call('POST', `${path}/commit`, {}, aiko)).json.state).toBe('committed')
    const [record] = (await call('GET', '/records?kind=meeting')).json.items
    expect(record.sourceProof).toMatchObject({
      text: 'minutes.xlsx, sheet Meeting, row 2',
      href: `/evidence/imports/${started.json.id}?row=2&sheet=Meeting`,
    })
    expect((await call('GET', '/imports?state=committed')).json.items).toHaveLength(1)
    expect((await call('GET', '/sources')).json.items.map((one: { kind: string }) => one.kind)).toEqual(['records'])
    expect((await call('GET', '/record-exports/en')).raw.subarray(0, 2).toString()).toBe('PK')
    expect((await call('POST', `${path}/undo`, {}, aiko)).json.state).toBe('undone')
    expect((await call('GET', '/records?kind=meeting')).json.items).toEqual([])
    expect((await call('POST', `${path}/commit`, {}, aiko)).status).toBeGreaterThanOrEqual(400)
  })

  it('a document comes back byte for byte, as an attachment', async () => {
    const kept = await call('POST', '/documents?name=procedure.pdf', Buffer.from('%PDF-1.7 body'), aiko)
    expect(kept).toMatchObject({ status: 201, json: { type: 'application/pdf', bytes: 13, addedBy: aiko } })
    const back = await call('GET', `/documents/${kept.json.sha256}`)
    expect(back.raw.toString()).toBe('%PDF-1.7 body')
    expect(back.headers['content-disposition']).toContain('attachment')
    expect((await call('GET', '/documents')).json.items).toHaveLength(1)
    const cites = { topic: `see document:${kept.json.sha256}` }
    const record = await call(
      'POST',
      '/records',
      { kind: 'meeting', scope: 'enterprise', effectiveFrom: '2026-11-01', data: cites },
      aiko,
    )
    expect(record.json.source).toBe(`document:${kept.json.sha256}`)
  })

  it('a list continues where its page ended', async () => {
    for (const day of ['01', '02', '03']) {
      await call(
        'POST',
        '/records',
        { kind: 'meeting', scope: 'enterprise', effectiveFrom: `2026-09-${day}`, data: { topic: 'p' } },
        aiko,
      )
    }
    const one = (await call('GET', '/records?kind=meeting&limit=2')).json
    const two = (await call('GET', `/records?kind=meeting&limit=2&cursor=${one.next}`)).json
    expect([...one.items, ...two.items].map((item: { effectiveFrom: string }) => item.effectiveFrom)).toEqual([
      '2026-11-01',
      '2026-09-03',
      '2026-09-02',
      '2026-09-01',
    ])
    expect(two.next).toBeNull()
    expect((await call('GET', '/records?cursor=nonsense')).status).toBeGreaterThanOrEqual(400)
  })

  it('an erased name is gone everywhere, and the key stays', async () => {
    expect((await call('DELETE', `/people/${aiko}/name`)).json).toMatchObject({
      key: aiko,
      name: null,
      department: 'ot',
    })
    const { items } = (await call('GET', '/records?kind=attestation')).json
    expect(items[0].recordedBy).toMatchObject({ key: aiko, name: null })
  })
})
