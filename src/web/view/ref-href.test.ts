import { expect, test } from 'vitest'
import { refHref } from './ref-href.ts'
import { keepView } from './use-view.ts'

test.each([
  ['packet:c1/129', '/evidence/captures/c1/packets/129'],
  ['row:i1/設備台帳/12', `/evidence/imports/i1?row=12&sheet=${encodeURIComponent('設備台帳')}`],
  ['row:i1/a/b/12', '/evidence/imports/i1?row=12&sheet=a%2Fb'],
  ['asset:kashima/PLC/101', '/assets/kashima/PLC%2F101'],
  ['record:r1', '/evidence/records/r1'],
  ['capture:c1', '/evidence/captures/c1'],
  ['row:i1//0', '/evidence/imports/i1'],
])('%s leads to %s', (reference, page) => {
  expect(refHref(reference)).toBe(page)
})

test.each(['', 'packet:', 'javascript:alert(1)', 'nothing'])('%s leads nowhere', (reference) => {
  expect(refHref(reference)).toBeNull()
})

test('a link keeps the plant and the day, unless it names its own', () => {
  const view = { plant: 'kashima', asOf: '2026-01-31' }
  expect(keepView('/maturity', view)).toBe('/maturity?plant=kashima&asOf=2026-01-31')
  expect(keepView('/maturity?plant=toyama', view)).toBe('/maturity?plant=toyama&asOf=2026-01-31')
  expect(keepView('/maturity', view, { plant: null })).toBe('/maturity?asOf=2026-01-31')
})
