import { parseXml } from '../xlsx/xml.ts'

/** A host as one scan found it. */
export interface ScannedHost {
  /** Line of the file on which it begins. */
  readonly line: number
  readonly isUp: boolean
  readonly ips: readonly string[]
  readonly mac: string | null
  /** As nmap knows the card's maker. */
  readonly macVendor: string | null
  /** Names by DNS; those that the caller typed are none. */
  readonly names: readonly string[]
  /** Seconds since 1970 of its last probe; null where the scan does not say. */
  readonly at: number | null
  readonly services: readonly ScannedService[]
  readonly systems: readonly { readonly name: string; readonly accuracy: number; readonly cpes: readonly string[] }[]
  /** Scripts about the host as a whole. */
  readonly scripts: readonly ScriptResult[]
}

/** A port that was found open. */
export interface ScannedService {
  readonly transport: string
  readonly port: number
  /** Null where only the port number suggests one (`method="table"`). */
  readonly name: string | null
  readonly product: string | null
  readonly version: string | null
  readonly extra: string | null
  readonly host: string | null
  readonly system: string | null
  readonly deviceType: string | null
  readonly cpes: readonly string[]
  readonly scripts: readonly ScriptResult[]
}

/** What a script found: keys as it names them, joined by ` / ` where tables are nested. */
export interface ScriptResult {
  readonly id: string
  readonly output: string
  readonly values: readonly (readonly [key: string, value: string])[]
}

export interface Scan {
  readonly isNmap: boolean
  readonly hosts: readonly ScannedHost[]
  /** Why the end of the file was not reached; null: it was. */
  readonly broken: string | null
  /** `success`, or what nmap said instead; null where the file ends before. */
  readonly exit: string | null
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type OpenHost = Mutable<ScannedHost> & {
  ips: string[]
  names: string[]
  services: OpenService[]
  systems: { name: string; accuracy: number; cpes: string[] }[]
  scripts: OpenScript[]
}
type OpenService = Mutable<ScannedService> & { cpes: string[]; scripts: OpenScript[]; isOpen: boolean }
type OpenScript = Mutable<ScriptResult> & { values: [string, string][] }

const mostHosts = 1_000_000
const mostPerHost = 4096
const longestText = 4000

/**
 * Reads nmap's XML (`-oX`), in memory bounded by the hosts. Calls `onHost` for each as it ends. Entities of a DTD are not
 * expanded; the stylesheet is not looked at.
 */
export async function readScan(
  chunks: AsyncIterable<Uint8Array>,
  onHost: (host: ScannedHost) => void,
): Promise<Omit<Scan, 'hosts'>> {
  let isNmap = false
  let exit: string | null = null
  let hosts = 0
  let host: OpenHost | null = null
  let service: OpenService | null = null
  let system: OpenHost['systems'][number] | null = null
  let script: OpenScript | null = null
  const keys: string[] = []
  let text: string | null = null
  let cpes: string[] | null = null

  const steps = parseXml(chunks, {
    wantsLines: true,
    open(name, said, line) {
      if (name === 'nmaprun') isNmap = true
      else if (name === 'host') {
        host = newHost(line, said)
        hosts++
      } else if (name === 'finished') exit = said.exit ?? 'success'
      if (host === null) return
      switch (name) {
        case 'status':
          host.isUp = said.state !== 'down'
          break
        case 'address':
          if (said.addrtype === 'mac') {
            host.mac = (said.addr ?? '').toLowerCase()
            host.macVendor = said.vendor ?? null
          } else if (said.addr) add(host.ips, said.addr.toLowerCase())
          break
        case 'hostname':
          if (said.name && said.type !== 'user') add(host.names, said.name)
          break
        case 'port':
          service = newService(said)
          break
        case 'state':
          if (service !== null) service.isOpen = said.state === 'open'
          break
        case 'service':
          if (service !== null) describe(service, said)
          break
        case 'osmatch':
          system = { name: said.name ?? '', accuracy: Number(said.accuracy) || 0, cpes: [] }
          if (host.systems.length < 32) host.systems.push(system)
          break
        case 'cpe':
          cpes = service?.cpes ?? system?.cpes ?? null
          text = ''
          break
        case 'script':
          script = { id: said.id ?? '', output: (said.output ?? '').slice(0, longestText), values: [] }
          keys.length = 0
          add((service ?? host).scripts, script)
          break
        case 'table':
          keys.push(said.key ?? '')
          break
        case 'elem':
          keys.push(said.key ?? '')
          text = ''
          break
      }
    },
    text(piece) {
      if (text !== null && text.length < longestText) text += piece.slice(0, longestText)
    },
    close(name) {
      if (name === 'host' && host !== null) {
        if (hosts <= mostHosts) onHost(host)
        host = null
      } else if (name === 'port' && service !== null) {
        if (service.isOpen && host !== null) add(host.services, service)
        service = null
      } else if (name === 'osmatch') system = null
      else if (name === 'script') script = null
      else if (name === 'table') keys.pop()
      else if (name === 'elem') {
        const key = keys.filter((part) => part !== '').join(' / ')
        if (script !== null && text !== null && text.trim() !== '') add(script.values, [key, text.trim()])
        keys.pop()
        text = null
      } else if (name === 'cpe') {
        if (cpes !== null && text !== null) add(cpes, text.trim())
        text = null
        cpes = null
      }
    },
  })
  for (;;) {
    const step = await steps.next()
    if (step.done) return { isNmap, broken: step.value, exit }
  }
}

function add<T>(list: T[], one: T): void {
  if (list.length < mostPerHost) list.push(one)
}

function newHost(line: number, said: Readonly<Record<string, string>>): OpenHost {
  const at = Number(said.endtime ?? said.starttime)
  return {
    line,
    isUp: true,
    ips: [],
    mac: null,
    macVendor: null,
    names: [],
    at: Number.isFinite(at) && at > 0 ? at : null,
    services: [],
    systems: [],
    scripts: [],
  }
}

function newService(said: Readonly<Record<string, string>>): OpenService {
  return {
    transport: said.protocol ?? '',
    port: Number(said.portid) || 0,
    name: null,
    product: null,
    version: null,
    extra: null,
    host: null,
    system: null,
    deviceType: null,
    cpes: [],
    scripts: [],
    isOpen: false,
  }
}

function describe(service: OpenService, said: Readonly<Record<string, string>>): void {
  service.name = said.method === 'table' ? null : (said.name ?? null)
  service.product = said.product ?? null
  service.version = said.version ?? null
  service.extra = said.extrainfo ?? null
  service.host = said.hostname ?? null
  service.system = said.ostype ?? null
  service.deviceType = said.devicetype ?? null
}
