import { expect, test } from 'vitest'
import { hexLines } from './hex-lines.ts'

const hexOf = (text: string) => [...text].map((sign) => sign.charCodeAt(0).toString(16)).join('')

test('a masked byte shows neither its value nor its letter', () => {
  const [line] = hexLines(hexOf('ab:secret'), [{ offset: 3, length: 6 }])
  expect(line!.map((byte) => byte.sign).join('')).toBe('ab:••••••')
  expect(line!.slice(3).every((byte) => byte.hex === '••')).toBe(true)
})

test('sixteen bytes stand on a line', () => {
  expect(hexLines('00'.repeat(33), []).map((line) => line.length)).toEqual([16, 16, 1])
})
