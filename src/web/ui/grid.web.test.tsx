// @vitest-environment jsdom
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Grid, type GridRow, nextCell } from './grid.tsx'

let root: Root
let host: HTMLElement

beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'))
  root = createRoot(host)
})
afterEach(() => {
  act(() => root.unmount())
  host.remove()
})

const columns = ['Level', 'A', 'N'].map((title) => ({ key: title, title }))
const row = (key: string, open?: (column: string) => void): GridRow => ({
  key,
  head: key,
  cells: columns.map((column, place) => ({
    label: `${key}, ${column.title}`,
    content: String(place + 1),
    onOpen: () => open?.(`${key} ${column.key}`),
  })),
})

function show(rows: readonly GridRow[]): void {
  act(() =>
    root.render(
      <MemoryRouter>
        <Grid label="fleet" corner="plant" columns={columns} rows={rows} />
      </MemoryRouter>,
    ),
  )
}

const cell = (at: string) => host.querySelector<HTMLElement>(`[data-cell="${at}"]`)!
const press = (key: string, options: KeyboardEventInit = {}) =>
  act(() => {
    document.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }),
    )
  })

test('the matrix is a real table with headings of rows and columns', () => {
  show([row('Kashima'), row('Toyama')])
  expect(host.querySelector('table')!.getAttribute('role')).toBe('grid')
  expect([...host.querySelectorAll('th[scope=row]')].map((one) => one.textContent)).toEqual(['Kashima', 'Toyama'])
  expect(host.querySelectorAll('th[scope=col]')).toHaveLength(4)
})

test('every cell shows its digit, and says plant and column', () => {
  show([row('Kashima')])
  expect(cell('0-1').textContent).toBe('2 Kashima, A')
})

test('the whole matrix is one tab stop, and the arrow keys move it', () => {
  show([row('Kashima'), row('Toyama')])
  const stops = () => [...host.querySelectorAll('[data-cell]')].filter((one) => (one as HTMLElement).tabIndex === 0)
  expect(stops()).toEqual([cell('0-0')])
  act(() => cell('0-0').focus())
  press('ArrowRight')
  expect(document.activeElement).toBe(cell('0-1'))
  press('ArrowDown')
  expect(document.activeElement).toBe(cell('1-1'))
  expect(stops()).toEqual([cell('1-1')])
  press('End')
  expect(document.activeElement).toBe(cell('1-2'))
  press('Home', { ctrlKey: true })
  expect(document.activeElement).toBe(cell('0-0'))
})

test('at the edge the arrow keys stay', () => {
  expect(nextCell('ArrowLeft', false, [0, 0], 2, 3)).toEqual([0, 0])
  expect(nextCell('ArrowDown', false, [1, 2], 2, 3)).toEqual([1, 2])
  expect(nextCell('Enter', false, [1, 2], 2, 3)).toBeNull()
})

test('a cell opens, and what it opens to stands below its row', () => {
  const opened: string[] = []
  show([{ ...row('Kashima', (what) => opened.push(what)), detail: <p>24 items</p> }, row('Toyama')])
  act(() => cell('0-2').click())
  expect(opened).toEqual(['Kashima N'])
  expect(host.querySelector('tr.detail')!.previousElementSibling!.textContent).toContain('Kashima')
})
