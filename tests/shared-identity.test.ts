import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { inspectFile } from '#app/inspect-file.ts'
import type { Inspection } from '#core/capture/inspection.ts'

/** Real captures with what tshark read in them, kept beside the checkout and never in it. */
const captures = fileURLToPath(new URL('../../shared/captures/', import.meta.url))
const isThere = existsSync(captures)
if (!isThere) console.log('skipped: no ../shared')

interface Counted {
  readonly value: string
  readonly count: number
}
interface Truth {
  readonly capture: { readonly file: string }
  readonly identity: readonly { protocol: string; field: string; value: string; name?: string }[]
  readonly operations: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly Counted[]>>>>>>
}

const folders = ['modbus', 's7', 'enip', 'mixed']
const ours = ['modbus', 's7comm', 'enip', 'cip']
const truths = isThere
  ? folders.flatMap((folder) =>
      readdirSync(captures + folder)
        .filter((name) => name.endsWith('.truth.json'))
        .map((name) => {
          const truth = JSON.parse(readFileSync(`${captures}${folder}/${name}`, 'utf8')) as Truth
          return { name: `${folder}/${truth.capture.file}`, truth }
        }),
    )
  : []

const normal = (value: string): string => value.replaceAll('\0', '').trim().toLowerCase()

/** Requests and answers by function, in tshark's words. Sums of our subfunctions make its functions. */
function counted(inspection: Inspection): Map<string, [number, number]> {
  const counts = new Map<string, [number, number]>()
  for (const { protocol, functions } of inspection.conversations)
    for (const { code, requests, responses } of functions) {
      const key = keyOf(protocol, code)
      if (key === undefined) continue
      const [before, after] = counts.get(key) ?? [0, 0]
      counts.set(key, [before + requests, after + responses])
    }
  return counts
}

function keyOf(protocol: string | null, code: string): string | undefined {
  const outer = code.split('/')[0]!
  if (protocol === 'modbus') return `modbus ${Number(outer)}`
  if (protocol === 's7comm') return code.startsWith('0x') ? `s7comm ${code}` : `s7comm userdata ${code}`
  if (protocol !== 'cip' && protocol !== 'enip') return undefined
  // Codes of the encapsulation have four digits, those of CIP two.
  if (code === 'io') return undefined
  return outer.length === 6 ? `enip ${outer}` : `cip ${outer}`
}

function expected(truth: Truth): Map<string, [number, number]> {
  const counts = new Map<string, [number, number]>()
  const add = (key: string, isAnswer: boolean, count: number): void => {
    const [before, after] = counts.get(key) ?? [0, 0]
    counts.set(key, isAnswer ? [before, after + count] : [before + count, after])
  }
  const all = (protocol: string, field: string, take: (value: string, isAnswer: boolean, count: number) => void) => {
    for (const [direction, values] of Object.entries(truth.operations[protocol]?.[field] ?? {}))
      for (const { value, count } of values) take(value, direction === 'from_server', count)
  }
  all('modbus', 'modbus.func_code', (value, answers, count) => add(`modbus ${value}`, answers, count))
  all('s7comm', 's7comm.param.func', (value, answers, count) => add(`s7comm ${value}`, answers, count))
  all('s7comm', 's7comm.userdata(group/subfunction)', (value, answers, count) =>
    add(`s7comm userdata ${value}`, answers, count),
  )
  all('enip', 'enip.command', (value, answers, count) => {
    // Only carriers of CIP, which is counted itself.
    if (value !== '0x006f' && value !== '0x0070') add(`enip ${value}`, answers, count)
  })
  all('cip', 'cip.service', (value, _, count) => {
    const service = Number(value)
    add(`cip 0x${(service & 0x7f).toString(16).padStart(2, '0')}`, service >= 0x80, count)
  })
  return counts
}

/** Where we mean to differ from tshark, each with its reason. */
const differences: Readonly<Record<string, readonly string[]>> = {
  // Deliberately broken messages, which tshark believes by their port.
  'modbus/modbus-fuzz-72.pcap': ['modbus'],
  'modbus/modbus_test_data_part1.pcap': ['modbus 1', 'modbus 42'],
  // Answers whose first copy tshark takes for a retransmission and leaves out.
  's7/s7comm_clean.pcap': ['s7comm 0x04'],
  'mixed/s4x15_Advantech.pcap': ['modbus 2', 'modbus 3'],
  // A bare acknowledgement names no function: we name the one that it answers.
  's7/snap7.pcap': ['s7comm 0x1d'],
  // A mode transition has no subfunction in tshark's words.
  's7/step7_s300_stop.pcap': ['s7comm userdata 0/'],
  // A command that no specification knows does not start a conversation.
  'enip/EIP-FirmwareChange.pcap': ['enip 0x0001'],
}

describe.skipIf(!isThere)('real captures of Modbus, S7comm and EtherNet/IP', () => {
  it.each(truths)('$name: every device says what tshark heard', async ({ name, truth }) => {
    const inspection = await inspectFile(captures + name)
    const said = new Set(inspection.identities.map(({ value }) => normal(value)))
    const missing = truth.identity
      .filter(({ protocol }) => ours.includes(protocol))
      .filter((heard) => !said.has(normal(heard.value)) && !said.has(normal(heard.name ?? '\u0001')))
    expect(missing).toEqual([])
  })

  it.each(truths)('$name: every function is counted as tshark counts it', async ({ name, truth }) => {
    const isMeant = (key: string) => (differences[name] ?? []).some((start) => key.startsWith(start))
    const told = (counts: Map<string, [number, number]>) =>
      Object.fromEntries([...counts].filter(([key]) => !isMeant(key)).sort(([a], [b]) => (a < b ? -1 : 1)))
    expect(told(counted(await inspectFile(captures + name)))).toEqual(told(expected(truth)))
  })
})
