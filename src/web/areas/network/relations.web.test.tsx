import { act, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Relation, TalkEnd } from '#contract/relations.ts'
import { en } from '#web/i18n/en.ts'
import { ja } from '#web/i18n/ja.ts'
import { FixedText, type Text, textOf } from '#web/i18n/text.tsx'
import { RelationTable } from './relation-table.tsx'

const end = (device: string, change: Partial<TalkEnd> = {}): TalkEnd => ({
  device,
  name: null,
  asset: null,
  assetName: null,
  roles: ['controller'],
  level: '1',
  status: 'matched',
  safety: false,
  ...change,
})
const relation = (change: Partial<Relation> = {}): Relation => ({
  id: 'k/a/b',
  plant: 'kashima',
  client: end('10.1.2.9', { roles: ['engineering-station'], level: null, status: 'unmanaged' }),
  server: end('10.1.1.1', { asset: 'SIS-1', assetName: 'Shutdown', roles: ['safety-controller'], safety: true }),
  protocols: ['modbus'],
  operations: { read: 0, write: 0, program: 3, identify: 0, other: 1 },
  functions: [
    { protocol: 'modbus', code: '0x34', name: 'Download Block', operation: 'program', requests: 2, responses: 2 },
    { protocol: 'modbus', code: '0x33', name: 'Begin Download', operation: 'program', requests: 1, responses: 0 },
    { protocol: 'modbus', code: '0x01', name: 'Hello', operation: 'other', requests: 1, responses: 1 },
  ],
  refused: 1,
  conversations: 2,
  packets: 12,
  answered: true,
  concerns: ['safety', 'unregistered', 'noLevel'],
  firstSeen: '2026-11-02T08:00:00Z',
  lastSeen: '2026-11-03T08:00:00Z',
  proof: { conversation: 'c/1', capture: 'c', captureName: 'cell.pcap', packet: 7, place: null },
  ...change,
})

function Table({ rows }: { readonly rows: readonly Relation[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) => setOpen((before) => new Set(before.has(id) ? [] : [id]))
  return <RelationTable name="who" rows={rows} deed="program" open={open} onToggle={toggle} />
}

let root: Root
let host: HTMLElement

function show(rows: readonly Relation[], text: Text = textOf('en', en)) {
  act(() =>
    root.render(
      <FixedText text={text}>
        <MemoryRouter>
          <Table rows={rows} />
        </MemoryRouter>
      </FixedText>,
    ),
  )
}

describe('who programs whom', () => {
  beforeEach(() => {
    host = document.body.appendChild(document.createElement('div'))
    root = createRoot(host)
  })
  afterEach(() => {
    act(() => root.unmount())
    host.remove()
  })
  const buttons = () => [...host.querySelectorAll<HTMLButtonElement>('button[data-row]')]
  const linkTo = (words: string) => [...host.querySelectorAll('a')].find((one) => one.textContent === words)
  const press = (key: string) =>
    act(() => {
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    })

  it('names both ends, where they stand, what is done, and the packet that proves it', () => {
    show([relation()])
    const row = host.querySelector('tbody tr')!
    expect(row.textContent).toContain('engineering station · level unknown')
    expect(row.textContent).toContain('3 programming requests Modbus')
    expect(row.textContent).toContain('Download Block 2, Begin Download 1')
    expect(row.textContent).not.toContain('Hello')
    expect(linkTo('SIS-1')?.getAttribute('href')).toBe('/network/devices/kashima/10.1.1.1')
    expect(linkTo('packet 7')?.getAttribute('href')).toBe('/evidence/captures/c/packets/7')
  })

  it('says in words what needs an eye, in both languages', () => {
    const tags = () => [...host.querySelectorAll('.tag')].map(({ textContent }) => textContent)
    show([relation()])
    expect(tags()).toEqual([
      'programs a safety system',
      'client is not in the registry',
      'client: nobody knows where it stands',
    ])
    show([relation()], textOf('ja', ja))
    expect(tags()[0]).toBe('安全系をプログラム変更')
  })

  it('opens to all functions with their answers, and tells what was refused', () => {
    show([relation()])
    const [button] = buttons()
    expect(button!.getAttribute('aria-label')).toBe('10.1.2.9 → SIS-1: all functions')
    expect(button!.getAttribute('aria-expanded')).toBe('false')
    act(() => button!.click())
    expect(button!.getAttribute('aria-expanded')).toBe('true')
    const detail = host.querySelector('.relation-detail')!.textContent
    expect(detail).toContain('Hello')
    expect(detail).toContain('One request was refused.')
    expect(detail).toContain('10.1.2.9 programs SIS-1: 3 requests')
  })

  it('arrow keys walk from row to row', () => {
    show([relation(), relation({ id: 'k/a/c', server: end('10.1.1.2') })])
    const [first, second] = buttons()
    first!.focus()
    press('ArrowDown')
    expect(document.activeElement).toBe(second)
    press('ArrowUp')
    expect(document.activeElement).toBe(first)
  })
})
