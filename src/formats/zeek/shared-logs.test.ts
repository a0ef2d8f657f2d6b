import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Inspection } from '#core/capture/inspection.ts'
import type { Told } from '#core/capture/told.ts'
import { createInspector } from '../capture/inspector.ts'
import { protocols } from '../protocols.ts'
import { createZeekReader } from './read-logs.ts'

const captures = new URL('../../../../shared/captures/', import.meta.url)
const logs = new URL('_tool-outputs/zeek/', captures)
const isThere = existsSync(logs)
if (!isThere) process.stdout.write('skipped: no ../shared\n')

function captureOf(name: string): URL {
  const folders = readdirSync(captures).filter((folder) => !folder.startsWith('_') && !folder.includes('.'))
  const found = folders
    .flatMap((folder) => [`${folder}/${name}.pcap`, `${folder}/${name}.pcapng`])
    .find((path) => existsSync(new URL(path, captures)))
  return new URL(found ?? '', captures)
}

function inspect(name: string): Inspection {
  const inspector = createInspector({ protocols })
  inspector.push(new Uint8Array(readFileSync(captureOf(name))))
  return inspector.finish()
}

function readLogs(name: string): Told {
  const folder = new URL(`${name}/`, logs)
  const reader = createZeekReader()
  const files = readdirSync(folder).sort((a, b) => Number(b.startsWith('conn')) - Number(a.startsWith('conn')))
  for (const file of files) {
    reader.open(file)
    reader.push(readFileSync(new URL(file, folder)))
  }
  return reader.finish(name).told
}

type Talk = Told['conversations'][number]
const keyOf = ({ client, server, transport, serverPort }: Talk) => `${client} ${server} ${transport} ${serverPort}`
const functionsOf = ({ functions }: Talk) =>
  Object.fromEntries(functions.map(({ code, name, requests, responses }) => [`${code} ${name}`, [requests, responses]]))

/**
 * Where a log and a capture differ by design, what each says is this. Rung follows the one that it was given.
 * - ICMP errors: Zeek has them as flows of their own; captures count the datagram that they quote, as tshark does.
 * - IGMP is in no log. Addresses known by ARP or LLDP alone are in no log without a policy for it.
 * - The baselines of `hart-ip`, `profinet`, `roc`, `enip` and `opcua` have no header line: who talked is all that they tell.
 */
const only: Readonly<Record<string, { readonly capture: readonly string[]; readonly log: readonly string[] }>> = {
  'hart-ip': { capture: ['192.168.0.10 192.168.0.101 udp 5095'], log: ['192.168.0.10 192.168.0.101 ip null'] },
  profinet_io_cm_mixed_1: { capture: ['192.168.1.1 224.0.0.22 ip null'], log: [] },
}
/**
 * - DNP3: dnp3.log has a line when an answer came; requests that got none are missing in it.
 * - S7: ICSNPP left a Read SZL and an answer to Start Upload out, and names the PI service by the block it acts on.
 * - Genisys: ICSNPP sees acknowledgements in what the capture reads as the rest of another message.
 * - C37.118 over UDP: what is sent unasked is the server's word in the log, and counted by its direction in the capture.
 */
const otherCounts: Readonly<Record<string, readonly string[]>> = {
  dnp3_example: ['0x03 Select', '0x04 Operate'],
  snap7: ['4/1 Read SZL', '0x1d Start Upload', '0x28 PI Service'],
  genisys: ['0xf1 Acknowledge Client'],
  'C37.118_1PMU_UDP': ['0 Data Frame'],
}

describe.skipIf(!isThere)('the logs of ICSNPP and the capture they were made of tell of one plant', () => {
  it.each(isThere ? readdirSync(logs) : [])('%s', (name) => {
    const [capture, log] = [inspect(name), readLogs(name)]
    const seen = new Map(
      capture.conversations.filter(({ transport }) => transport !== 'eth').map((talk) => [keyOf(talk), talk]),
    )
    const told = new Map(log.conversations.map((talk) => [keyOf(talk), talk]))
    const but = only[name] ?? { capture: [], log: [] }
    expect([...seen.keys()].filter((key) => !told.has(key))).toEqual(but.capture)
    expect([...told.keys()].filter((key) => !seen.has(key))).toEqual(but.log)

    for (const [key, talk] of told) {
      const same = seen.get(key)
      if (same === undefined) continue
      if (talk.packets.toServer !== null) expect({ key, ...talk.packets }).toEqual({ key, ...same.packets })
      if (talk.answered !== null) expect({ key, answered: talk.answered }).toEqual({ key, answered: same.answered })
      expect(talk.bytes).toEqual({ toServer: null, toClient: null })
      if (talk.functions.length === 0) continue
      const [mine, theirs] = [functionsOf(talk), functionsOf(same)]
      for (const differs of otherCounts[name] ?? []) {
        for (const one of [mine, theirs]) {
          for (const found of Object.keys(one)) if (found.startsWith(differs)) delete one[found]
        }
      }
      expect({ key, ...mine }).toEqual({ key, ...theirs })
      expect(talk.protocol).toBe(same.protocol)
    }
    const hosts = new Set(capture.devices.flatMap(({ id, ips }) => [id, ...ips]))
    expect(log.devices.map(({ id }) => id).filter((id) => !hosts.has(id) && !id.startsWith('fe80:'))).toEqual([])
    // Without times in the log, nobody was seen on a day.
    expect(log.devices.every(({ firstSeen }) => firstSeen === null)).toBe(true)
  })
})
