import { expect, it } from 'vitest'
import { z } from 'zod'
import { describeApi } from './openapi.ts'
import type { Route } from './route.ts'

interface Node {
  name: string
  children: Node[]
}
const node: z.ZodType<Node> = z.lazy(() => z.object({ name: z.string(), children: z.array(node) }))
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

const routes: Route[] = [
  {
    method: 'GET',
    path: '/plants/:plant/shut-downs/:id',
    summary: 'One shutdown',
    area: 'plants',
    params: z.object({ plant: z.string(), id: z.string() }),
    query: z.object({ asOf: day.optional(), limit: z.coerce.number().int().optional(), kind: z.enum(['a', 'b']) }),
    response: z.object({
      from: day,
      tree: node,
      note: z.string().nullable(),
      extra: z.record(z.string(), z.unknown()),
    }),
  },
  { method: 'POST', path: '/trees', summary: 'A tree', area: 'trees', body: node, response: node, status: 201 },
  {
    method: 'POST',
    path: '/files',
    summary: 'A file',
    area: 'files',
    response: z.object({ id: z.string() }),
    bytes: 'upload',
  },
  {
    method: 'GET',
    path: '/files/:id',
    summary: 'The file',
    area: 'files',
    params: z.object({ id: z.string() }),
    response: z.unknown(),
    bytes: 'download',
  },
  {
    method: 'DELETE',
    path: '/files/:id',
    summary: 'Gone',
    area: 'files',
    params: z.object({ id: z.string() }),
    response: z.unknown(),
    status: 204,
  },
]

const document = JSON.parse(JSON.stringify(describeApi({ title: 'Test', version: '1.0.0' }, routes, 'rung-person')))

interface Operation {
  operationId: string
  tags: string[]
  parameters: { name: string; in: string; required: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

it('the document is OpenAPI 3.1 with every route once', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(document.info).toEqual({ title: 'Test', version: '1.0.0' })
  expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toEqual([
    'delete /api/v1/files/{id}',
    'get /api/v1/files/{id}',
    'get /api/v1/plants/{plant}/shut-downs/{id}',
    'post /api/v1/files',
    'post /api/v1/trees',
  ])
})

it('operation ids are unique and fit to be function names', () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]*$/)
})

it('every {name} in a path is a required path parameter, and nothing else is', () => {
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    const declared = operation.parameters.filter((parameter) => parameter.in === 'path')
    expect(declared.map((parameter) => parameter.name).sort()).toEqual(inPath.sort())
    expect(declared.every((parameter) => parameter.required)).toBe(true)
  }
})

it('a query parameter is required exactly where its schema says so', () => {
  const { parameters } = document.paths['/api/v1/plants/{plant}/shut-downs/{id}'].get as Operation
  const query = Object.fromEntries(
    parameters.filter((one) => one.in === 'query').map((one) => [one.name, one.required]),
  )
  expect(query).toEqual({ asOf: false, limit: false, kind: true })
})

it('every response has a description, and every operation says what its problems look like', () => {
  for (const { operation } of operations) {
    for (const response of Object.values(operation.responses)) expect(response.description).not.toBe('')
    expect(operation.responses.default?.content).toHaveProperty(['application/problem+json'])
  }
})

it('every reference leads to a component, also in schemas that contain themselves', () => {
  const references: string[] = []
  JSON.stringify(document, (key, value) => {
    if (key === '$ref') references.push(value)
    return value
  })
  expect(references.length).toBeGreaterThan(3)
  for (const reference of references) {
    expect(reference).toMatch(/^#\/components\/schemas\/\w+$/)
    expect(document.components.schemas).toHaveProperty([reference.split('/').at(-1)!])
  }
  expect(JSON.stringify(document)).not.toMatch(/\$defs|\$schema/)
})

it('bytes are binary, JSON is described, and 204 has no content', () => {
  const upload = document.paths['/api/v1/files'].post as Operation
  expect(Object.keys(upload.requestBody!.content)).toEqual(['application/octet-stream'])
  const download = document.paths['/api/v1/files/{id}'].get as Operation
  expect(Object.keys(download.responses['200']!.content!)).toEqual(['application/octet-stream'])
  const removal = document.paths['/api/v1/files/{id}'].delete as Operation
  expect(removal.responses['204']).not.toHaveProperty('content')
  const tree = document.paths['/api/v1/trees'].post as Operation
  expect(tree.requestBody!.content).toHaveProperty(['application/json'])
  expect(tree.responses).toHaveProperty('201')
})
