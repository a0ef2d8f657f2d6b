// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FormField, FormKind } from '#contract/evidence.ts'
import { en } from '#web/i18n/en.ts'
import { ja } from '#web/i18n/ja.ts'
import { FixedText, textOf } from '#web/i18n/text.tsx'
import { KitProvider } from '#web/ui/provider.tsx'
import { type Draft, draftOf, fieldValue, KindForm, readDraft } from './kind-form.tsx'

const both = (text: string) => ({ en: text, ja: `${text}（日本語）` })
const field = (key: string, type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
  key,
  type,
  label: both(key),
  ...more,
})
const kind: FormKind = {
  key: 'meeting',
  area: 'people',
  label: both('Meeting'),
  purpose: both('Do they meet?'),
  dateLabel: both('Held on'),
  hasEnd: false,
  needsAcceptance: false,
  scope: 'either',
  fields: [
    field('topic', 'text', { required: true }),
    field('open', 'number', { min: 0 }),
    field('share', 'share'),
    field('minuted', 'flag'),
    field('who', 'choices', {
      options: [
        { key: 'ot', label: both('OT') },
        { key: 'it', label: both('IT') },
      ],
    }),
    field('remark', 'longText'),
  ],
}

test('a flag that is set asks for the end of the period and for its reason, an unset one does not', () => {
  const conduit: FormKind = {
    ...kind,
    hasEnd: true,
    fields: [field('exception', 'flag', { asksFor: ['effectiveTo', 'reason'] }), field('reason', 'text')],
  }
  expect(readDraft(conduit, { exception: 'false' }).missing).toEqual([])
  expect(readDraft(conduit, { exception: 'true' }).missing).toEqual(['effectiveTo', 'reason'])
  expect(readDraft(conduit, { exception: 'true', reason: 'retrofit' }, '2026-12-24').missing).toEqual([])
})

test('what was entered becomes the typed value of its field', () => {
  expect(fieldValue(field('a', 'share'), '95')).toBe(0.95)
  expect(fieldValue(field('a', 'flag'), 'false')).toBe(false)
  expect(fieldValue(field('a', 'number'), '0')).toBe(0)
  expect(fieldValue(field('a', 'text'), '  x ')).toBe('x')
  expect(fieldValue(field('a', 'choices'), [])).toBeUndefined()
})

test('a missing required field and a share above 100 % are named, and empty fields are left out', () => {
  expect(readDraft(kind, { share: '120', open: '3' })).toEqual({
    data: { share: 1.2, open: 3 },
    missing: ['topic'],
    outside: ['share'],
  })
})

test('a record comes back into the form as it was entered', () => {
  const data = { topic: 'x', open: 3, share: 0.955, minuted: false, who: ['it'] }
  expect(readDraft(kind, draftOf(kind, data)).data).toEqual(data)
})

let root: Root
let host: HTMLElement
let sent: { readonly address: string; readonly body: unknown }[]

beforeEach(() => {
  sent = []
  // The outside of this test is the server.
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    if (init.method === 'POST') sent.push({ address, body: JSON.parse(String(init.body)) })
    const items = [
      {
        key: 'kashima',
        name: 'Kashima',
        criticality: 'major',
        country: null,
        timeZone: null,
        onboardedOn: null,
        constraints: [],
        shutdowns: [],
      },
    ]
    return Response.json(init.method === 'POST' ? { id: 'r1' } : { items })
  })
  host = document.body.appendChild(document.createElement('div'))
  root = createRoot(host)
})
afterEach(() => {
  act(() => root.unmount())
  host.remove()
  vi.unstubAllGlobals()
})

async function show(language: 'en' | 'ja', onDone = () => {}, preset: Draft = {}): Promise<void> {
  const client = new QueryClient()
  await act(async () =>
    root.render(
      <KitProvider>
        <FixedText text={language === 'en' ? textOf('en', en) : textOf('ja', ja)}>
          <QueryClientProvider client={client}>
            <MemoryRouter>
              <KindForm kind={kind} today="2026-11-23" plant="kashima" preset={preset} onDone={onDone} />
            </MemoryRouter>
          </QueryClientProvider>
        </FixedText>
      </KitProvider>,
    ),
  )
}

function type(label: string, value: string): void {
  const wanted = [...host.querySelectorAll('label')].find((one) => one.textContent?.startsWith(label))!
  const input = document.getElementById(wanted.htmlFor) as HTMLInputElement
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), 'value')!.set!
  act(() => {
    set.call(input, value)
    input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }))
  })
}

test('the form of a kind has a labelled input for each of its fields, in the language of the reader', async () => {
  await show('ja')
  const labels = [...host.querySelectorAll('label, legend')].map((one) => one.textContent)
  for (const one of kind.fields)
    expect(
      labels.some((label) => label?.startsWith(`${one.key}（日本語）`)),
      one.key,
    ).toBe(true)
})

test('what another page filled in is chosen: of several choices each, of the others none', async () => {
  await show('en', () => {}, { who: 'it' })
  const chosen = [...host.querySelectorAll<HTMLInputElement>('fieldset input:checked')]
  expect(chosen.map((one) => one.closest('label, div')?.parentElement?.textContent ?? '').join()).toContain('IT')
  expect(chosen.map((one) => one.closest('label, div')?.parentElement?.textContent ?? '').join()).not.toContain('OT')
})

test('an incomplete form is not sent, and says what is missing', async () => {
  await show('en')
  await act(async () => host.querySelector('form')!.requestSubmit())
  expect(sent).toEqual([])
  expect(host.querySelector('[role=alert]')!.textContent).toContain('still needed')
})

test('a complete form is sent with typed data and the plant of the page', async () => {
  await show('en')
  type('topic', 'Monthly')
  type('share', '95')
  type('minuted', 'true')
  await act(async () => host.querySelector('form')!.requestSubmit())
  expect(sent).toEqual([
    {
      address: '/api/v1/records',
      body: {
        kind: 'meeting',
        scope: ['kashima'],
        effectiveFrom: '2026-11-23',
        effectiveTo: null,
        data: { topic: 'Monthly', share: 0.95, minuted: true },
      },
    },
  ])
})
