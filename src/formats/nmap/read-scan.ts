import { createTelling, type Telling, type TellingOptions } from '#core/capture/telling.ts'
import type { ToldImport } from '#core/capture/told.ts'
import { readScan, type ScannedHost, type ScannedService } from './decode.ts'
import { factsOf } from './scripts.ts'

/** Below it nmap guesses. */
const sureSystem = 95

/**
 * What a scan says: who was there and what each said when it was asked. A scan sees no conversations, and makes nobody a
 * controller: an open port is a number. `isNmap`: false, the file is something else.
 */
export async function tellScan(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  options: TellingOptions = {},
): Promise<ToldImport & { readonly isNmap: boolean }> {
  const telling = createTelling(options)
  const ignored = new Map<string, { count: number; firstLine: number }>()
  let hosts = 0
  let read = 0
  let left = 0
  let bytes = 0
  let lastLine = 0
  const ignore = (reason: string, line: number) => {
    left++
    const known = ignored.get(reason)
    if (known === undefined) ignored.set(reason, { count: 1, firstLine: line })
    else known.count++
  }
  async function* counted() {
    for await (const chunk of chunks) {
      bytes += chunk.length
      yield chunk
    }
  }
  const { isNmap, broken, exit } = await readScan(counted(), (host) => {
    hosts++
    lastLine = host.line
    if (!host.isUp) return ignore('the host was down when it was looked for', host.line)
    if (host.ips.length === 0 && host.mac === null) return telling.fault('the host has no address', host.line)
    tellHost(telling, host)
    read++
  })
  if (broken !== null) telling.fault(broken, lastLine || undefined)
  const notes = new Map<string, { count: number; firstLine: number }>()
  if (exit !== 'success') {
    const why = exit ?? 'the file ends before'
    notes.set(`the scan was not finished: ${why.slice(0, 80)}`, { count: 1, firstLine: lastLine })
  }
  // A file that breaks off within a host has one that nobody read.
  const told = telling.finish({ file, lines: hosts + (broken === null ? 0 : 1), bytes, read, ignored: left })
  return { told, parts: [{ name: file, from: 0 }], ignored, notes, isNmap }
}

function tellHost(telling: Telling, host: ScannedHost): void {
  const { line } = host
  const at = host.at === null ? null : host.at * 1e6
  const address = host.ips[0] ?? host.mac
  if (address === null) return
  for (const ip of host.ips) telling.host(ip, at, line)
  if (host.ips.length === 0) telling.host(address, at, line)
  // nmap learns the card by ARP, so it is the host's own.
  if (host.mac !== null) for (const ip of host.ips) telling.card(ip, host.mac, null, true)
  const say = (reader: string, field: string, value: string | null, unit?: string) => {
    if (value !== null) telling.fact({ address, reader, field, value, unit }, at, line)
  }
  for (const name of host.names) say('dns', 'dnsName', name)
  const [best, next] = [...host.systems].sort((a, b) => b.accuracy - a.accuracy)
  if (best !== undefined && best.accuracy >= sureSystem && (next?.accuracy ?? 0) < best.accuracy)
    say('nmap', 'os', best.name)
  for (const service of host.services) {
    say('nmap', 'service', wordsOf(service))
    for (const cpe of service.cpes) say('nmap', 'cpe', cpe)
    if (service.system !== null) say('nmap', 'os', service.system)
  }
  const scripts = [...host.scripts, ...host.services.flatMap((service) => service.scripts)]
  const facts = scripts.flatMap(factsOf)
  const units = new Set(facts.map(({ unit }) => unit))
  for (const { reader, field, value, unit } of facts) {
    // One unit that answers is the host itself; several are devices behind it.
    say(reader, field, value, units.size > 1 ? unit : undefined)
  }
}

/** `tcp/22 ssh OpenSSH 7.4p1 (protocol 2.0)`: by name only where it was recognised by its answer. */
function wordsOf({ transport, port, name, product, version, extra }: ScannedService): string {
  const words = [`${transport}/${port}`, name, product, version, extra === null ? null : `(${extra})`]
  return words.filter((word) => word !== null && word !== '').join(' ')
}
