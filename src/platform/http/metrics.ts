import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'

/** Upper bounds of the duration histogram, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Histogram {
  readonly counts: number[]
  sum: number
  total: number
}

/** Counts requests and answers `/metrics` in the text format 0.0.4 of Prometheus. */
export function metrics(server: FastifyInstance): void {
  const requests = new Map<string, number>()
  const durations = new Map<string, Histogram>()
  const loopDelay = monitorEventLoopDelay({ resolution: 20 })
  loopDelay.enable()
  server.addHook('onClose', async () => {
    loopDelay.disable()
  })
  server.addHook('onResponse', async (request, reply) => {
    // The route's pattern, not the URL: the number of series stays bounded whatever is asked for.
    const route = request.routeOptions.url ?? 'none'
    const key = labels({ method: request.method, route, status: String(reply.statusCode) })
    requests.set(key, (requests.get(key) ?? 0) + 1)
    observe(durations, labels({ method: request.method, route }), reply.elapsedTime / 1000)
  })
  server.get('/metrics', { logLevel: 'silent' }, async (_request, reply) => {
    reply.type('text/plain; version=0.0.4; charset=utf-8')
    return [
      ...family('http_requests_total', 'counter', 'Requests answered', requests),
      ...histograms('http_request_duration_seconds', 'Time from request to answer', durations),
      ...processMetrics(loopDelay.percentile(99) / 1e9),
      '',
    ].join('\n')
  })
}

function observe(durations: Map<string, Histogram>, key: string, seconds: number): void {
  let histogram = durations.get(key)
  if (!histogram) {
    histogram = { counts: bounds.map(() => 0), sum: 0, total: 0 }
    durations.set(key, histogram)
  }
  bounds.forEach((bound, index) => {
    if (seconds <= bound) histogram.counts[index]!++
  })
  histogram.sum += seconds
  histogram.total++
}

function histograms(name: string, help: string, durations: ReadonlyMap<string, Histogram>): string[] {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`]
  for (const [key, { counts, sum, total }] of durations) {
    lines.push(...bounds.map((bound, index) => `${name}_bucket{${key},le="${bound}"} ${counts[index]}`))
    lines.push(
      `${name}_bucket{${key},le="+Inf"} ${total}`,
      `${name}_sum{${key}} ${sum}`,
      `${name}_count{${key}} ${total}`,
    )
  }
  return lines
}

function processMetrics(loopDelaySeconds: number): string[] {
  const memory = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return [
    ...family('process_resident_memory_bytes', 'gauge', 'Memory held by the process', memory.rss),
    ...family('process_heap_bytes', 'gauge', 'JavaScript heap in use', memory.heapUsed),
    ...family('process_cpu_seconds_total', 'counter', 'Processor time used', (user + system) / 1e6),
    ...family('process_start_time_seconds', 'gauge', 'Start of the process', Date.now() / 1000 - process.uptime()),
    ...family('event_loop_delay_p99_seconds', 'gauge', 'How long other work waits, 99th percentile', loopDelaySeconds),
  ]
}

function family(name: string, type: string, help: string, values: number | ReadonlyMap<string, number>): string[] {
  const samples =
    typeof values === 'number' ? [`${name} ${values}`] : [...values].map(([key, value]) => `${name}{${key}} ${value}`)
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples]
}

function labels(pairs: Record<string, string>): string {
  return Object.entries(pairs)
    .map(
      ([name, value]) =>
        `${name}="${value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}"`,
    )
    .join(',')
}
