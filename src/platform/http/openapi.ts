import { z } from 'zod'
import type { Route } from './route.ts'

export interface ApiDescription {
  readonly title: string
  readonly version: string
}

/** JSON, as far as this file needs to know it. */
interface JsonObject {
  [key: string]: unknown
}

/** Where the API's paths begin. */
export const apiPrefix = '/api/v1'

/**
 * The OpenAPI 3.1 document of these routes. Schemas are what Zod makes of the same schemas that check the traffic: what a
 * caller may send (input) and what it can count on (output).
 */
export function describeApi(
  { title, version }: ApiDescription,
  routes: readonly Route[],
  personHeader: string,
): JsonObject {
  const schemas: JsonObject = { Problem: problemSchema }
  const paths: Record<string, JsonObject> = {}
  for (const route of routes) {
    const path = apiPrefix + route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = operation(route, schemas, personHeader)
  }
  const areas = [...new Set(routes.map((route) => route.area))].sort()
  return {
    openapi: '3.1.0',
    info: { title, version },
    servers: [{ url: '/' }],
    tags: areas.map((name) => ({ name })),
    paths,
    components: { schemas },
  }
}

function operation(route: Route, schemas: JsonObject, personHeader: string): JsonObject {
  const id = operationId(route)
  const write = route.method !== 'GET'
  return {
    operationId: id,
    summary: route.summary,
    tags: [route.area],
    parameters: [
      ...parametersIn('path', route.params, `${id}Params`, schemas),
      ...parametersIn('query', route.query, `${id}Query`, schemas),
      ...(write ? [header(personHeader, 'The key of the person acting. It is not verified.')] : []),
      ...(route.method === 'POST'
        ? [header('Idempotency-Key', 'The same request sent again with the same key gets the first answer.')]
        : []),
    ],
    ...(route.bytes === 'upload' || (route.body && write) ? { requestBody: requestBody(route, id, schemas) } : {}),
    responses: {
      [String(route.status ?? 200)]: success(route, id, schemas),
      ...(write ? {} : { 304: { description: 'Not changed since the ETag in If-None-Match' } }),
      default: {
        description: 'What is wrong',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

/** GET /plants/:plant/closures → getPlantsByPlantClosures */
function operationId(route: Route): string {
  const words = route.path.split('/').filter(Boolean)
  const names = words.map((word) =>
    word.startsWith(':') ? `By${upper(word.slice(1))}` : word.split('-').map(upper).join(''),
  )
  return route.method.toLowerCase() + names.join('')
}

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

function header(name: string, description: string): JsonObject {
  return { name, in: 'header', required: false, description, schema: { type: 'string' } }
}

function parametersIn(
  place: 'path' | 'query',
  schema: z.ZodType | undefined,
  id: string,
  schemas: JsonObject,
): JsonObject[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input', id, schemas) as {
    properties?: Record<string, JsonObject>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

function requestBody(route: Route, id: string, schemas: JsonObject): JsonObject {
  if (route.bytes === 'upload') {
    return { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  }
  return {
    required: true,
    content: { 'application/json': { schema: schemaOf(route.body!, 'input', `${id}Body`, schemas) } },
  }
}

function success(route: Route, id: string, schemas: JsonObject): JsonObject {
  if (route.status === 204) return { description: 'Done' }
  const content =
    route.bytes === 'download'
      ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
      : { 'application/json': { schema: schemaOf(route.response, 'output', `${id}Answer`, schemas) } }
  return { description: route.summary, content }
}

/**
 * Zod's JSON Schema, made fit to stand inside another document: definitions that recursive schemas need are moved to the
 * components, under a name of their own.
 */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', id: string, schemas: JsonObject): JsonObject {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject
  const { $schema: _dialect, $defs, ...root } = made
  const nameOf = (name: string) => `${id}_${name.replace(/^_+/, '').replace(/\W/g, '_')}`
  let recursive = false
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key !== '$ref' || typeof inner !== 'string') return [key, moved(inner)]
        if (inner === '#') recursive = true
        return [key, `#/components/schemas/${inner === '#' ? id : nameOf(inner.replace('#/$defs/', ''))}`]
      }),
    )
  }
  for (const [name, definition] of Object.entries(($defs ?? {}) as JsonObject))
    schemas[nameOf(name)] = moved(definition)
  const result = moved(root) as JsonObject
  if (!recursive) return result
  schemas[id] = result
  return { $ref: `#/components/schemas/${id}` }
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'reason'],
        properties: { path: { type: 'string' }, reason: { type: 'string' } },
      },
    },
  },
}
