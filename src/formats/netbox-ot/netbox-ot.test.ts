import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conduit, Policy } from '#core/segmentation/policy.ts'
import { conduit, somePolicy, zone } from '#core/segmentation/testing.ts'
import { decodeCsv } from '../csv/decode.ts'
import { decodeNetboxOt, type NetboxTable } from './decode.ts'
import { encodeNetboxOt } from './encode.ts'

const on = '2026-06-01'
const table = (name: string, titles: readonly string[], ...rows: readonly (readonly string[])[]): NetboxTable => ({
  name,
  rows: rows.map((row, i) => ({ row: i + 2, cells: new Map(titles.map((title, j) => [title, row[j] ?? ''])) })),
})
const zones = table(
  'zones.csv',
  ['Name', 'Slug', 'Zone type', 'Purdue level', 'Accountable', 'SL-T', 'Prefixes', 'VLANs', 'Devices'],
  ['Cell 1', 'cell-1', 'OT', 'Level 1', 'Maintenance', '2,2,3,1,2,1,2', '10.1.2.0/24', '112', 'PLC-1, PLC-2'],
  ['Burner SIS', 'sis', 'Safety/SIS', '1', '', '3', '10.1.9.0/24', '', ''],
  ['DMZ', 'dmz', 'DMZ', '', '', 'high', '10.35.0.0/24, nonsense', '', ''],
)
const flowTitles = [
  'Name',
  'Source zone',
  'Destination zone',
  'Protocol',
  'Ports',
  'Verdict',
  'Decided by',
  'Valid until',
]

describe('tables of netbox-ot', () => {
  it('are zones with what is known of them', () => {
    const { policy, faults } = decodeNetboxOt([zones], { on })
    expect(
      policy.zones.map(({ name, level, safety, targetLevel, owner, record, members }) => [
        name,
        level,
        safety,
        targetLevel,
        owner,
        record,
        members.networks.map(({ text }) => text).join(),
        members.vlans.join(),
        members.tags.join(),
      ]),
    ).toEqual([
      ['Cell 1', '1', false, 3, 'Maintenance', 'zones.csv#2', '10.1.2.0/24', '112', 'PLC-1,PLC-2'],
      ['Burner SIS', '1', true, 3, null, 'zones.csv#3', '10.1.9.0/24', '', ''],
      ['DMZ', '3.5', false, null, null, 'zones.csv#4', '10.35.0.0/24', '', ''],
    ])
    expect(
      faults.map(({ file, row, column, isRefused, reason }) => `${file} ${row} ${column} ${isRefused} ${reason.en}`),
    ).toEqual([
      'zones.csv 2 SL-T false SL-T by foundational requirement (2,2,3,1,2,1,2): 3, the highest, is taken',
      'zones.csv 4 SL-T false not understood: high',
      'zones.csv 4 Prefixes false not understood: nonsense',
    ])
  })

  it('are a conduit for each allowed flow; the others are named with their row', () => {
    const flows = table(
      'flows.csv',
      flowTitles,
      ['Recipes', 'dmz', 'cell-1', 'Siemens S7', '102', 'Allowed', 'H. Sato', ''],
      ['FAT', 'DMZ', 'Cell 1', 'tcp', '443, 8443', 'Temporary', 'OT', '2026-09-30'],
      ['Old', 'dmz', 'sis', 'Modbus/TCP', '', 'Denied', '', ''],
      ['New', 'dmz', 'sis', 'Modbus/TCP', '', '', '', ''],
      ['Odd', 'dmz', 'cell-1', 'Foundation X', '', 'allowed', '', ''],
      ['Odder', 'dmz', 'cell-1', 'modbus', '99999', 'allowed', '', '2026-02-30'],
      ['Lost', 'dmz', '', 'modbus', '', 'allowed', '', ''],
    )
    const ways = table(
      'conduits.csv',
      ['Name', 'Zone A', 'Zone B'],
      ['Up', 'dmz', 'cell-1'],
      ['Unused', 'cell-1', 'sis'],
    )
    const { policy, faults } = decodeNetboxOt([flows, ways, zones, table('x.csv', ['colour'], ['red'])], { on })
    expect(policy.conduits).toEqual([
      conduit('DMZ', 'Cell 1', {
        name: 'Recipes',
        services: [{ protocol: 's7comm', transport: null, ports: [102, 102] }],
        operations: null,
        owner: 'H. Sato',
        validFrom: on,
        record: 'flows.csv#2',
      }),
      conduit('DMZ', 'Cell 1', {
        name: 'FAT',
        services: [
          { protocol: null, transport: 'tcp', ports: [443, 443] },
          { protocol: null, transport: 'tcp', ports: [8443, 8443] },
        ],
        operations: null,
        isException: true,
        validFrom: on,
        validTo: '2026-09-30',
        record: 'flows.csv#3',
      }),
    ])
    expect(
      faults
        .filter(({ file }) => file !== 'zones.csv')
        .map(({ file, row, column, reason }) => `${file} ${row} ${column}: ${reason.en}`),
    ).toEqual([
      'flows.csv 4 Verdict: not allowed (Denied): no conduit is made of it',
      'flows.csv 5 Verdict: nobody has decided: no conduit is made of it',
      'flows.csv 6 Protocol: a protocol that is not known: Foundation X',
      'flows.csv 7 Valid until: no day of the calendar: 2026-02-30',
      'flows.csv 7 Ports: not understood: modbus/99999',
      'flows.csv 8 Destination zone: missing',
      'conduits.csv 3 null: no allowed flow runs over this conduit: it allows nothing',
      'x.csv 2 null: neither zones, conduits nor flows: the columns are not known',
    ])
  })

  it('are read again as they were written, as far as they can say it', async () => {
    await fc.assert(
      fc.asyncProperty(somePolicy, async (policy) => {
        const { files } = encodeNetboxOt(policy)
        const tables: NetboxTable[] = []
        for (const { name, text } of files) tables.push(await tableOf(name, text))
        const again = decodeNetboxOt(tables, { on })
        expect(again.faults).toEqual([])
        expect(again.policy).toEqual(sayable(policy))
      }),
    )
  })

  it('name what they cannot say', () => {
    const { unsaid } = encodeNetboxOt({
      zones: [zone('A')],
      conduits: [conduit('A', 'B', { initiator: 'either', dataFlow: 'forward' })],
    })
    expect(unsaid.map(({ name, what }) => `${name}: ${what.en}`)).toEqual([
      'A: begins on 2026-01-01: netbox-ot keeps no beginning',
      'A - B: begins on 2026-01-01: netbox-ot keeps no beginning',
      'A - B: its operations are not kept by netbox-ot',
      'A - B: the direction of its data is not kept by netbox-ot',
      'A - B: written once for each end that may open it',
    ])
  })

  it('are never thrown at, whatever is in them', () => {
    const titles = [...flowTitles, 'SL-T', 'Prefixes', 'Zone A', 'Zone B', 'sl_t_iac']
    fc.assert(
      fc.property(
        fc.subarray(titles),
        fc.array(
          fc.array(fc.oneof(fc.string(), fc.constantFrom('allowed', '1', 'tcp', '10.0.0.0/8')), { maxLength: 8 }),
          { maxLength: 4 },
        ),
        (some, rows) => {
          decodeNetboxOt([table('t', some, ...rows)], { on })
        },
      ),
    )
  })
})

async function tableOf(name: string, text: string): Promise<NetboxTable> {
  const bytes = new TextEncoder().encode(text)
  const csv = await decodeCsv(async function* () {
    yield bytes
  })
  const titles: string[] = []
  const rows: { row: number; cells: Map<string, string> }[] = []
  for await (const { row, cells } of csv.rows()) {
    if (row === 1) for (const { column, value } of cells) titles[column - 1] = String(value)
    else rows.push({ row, cells: new Map(cells.map(({ column, value }) => [titles[column - 1]!, String(value)])) })
  }
  return { name, rows }
}

/** A flow has one service on one range of ports, and one end that opens it. */
function sayable({ zones: all, conduits }: Policy): Policy {
  let row = 1
  return {
    zones: all.map((one, i) => ({
      ...one,
      safety: one.safety,
      validFrom: on,
      validTo: null,
      record: `zones.csv#${i + 2}`,
    })),
    conduits: conduits.flatMap(({ from, to, services, initiator, ...rest }): Conduit[] => {
      const ends = [...(initiator === 'to' ? [] : [[from, to]]), ...(initiator === 'from' ? [] : [[to, from]])]
      return ends.flatMap(([source, target]) =>
        (services ?? []).map((service) => {
          const said = {
            ...rest,
            services: [service],
            operations: null,
            dataFlow: 'both' as const,
            initiator: 'from' as const,
          }
          return { ...said, from: source!, to: target!, validFrom: on, record: `flows.csv#${++row}` }
        }),
      )
    }),
  }
}
