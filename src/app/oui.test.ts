import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { ouiVendor } from './oui.ts'

const list = createRequire(import.meta.url)('oui-data') as Readonly<Record<string, string>>

describe('vendors of network cards', () => {
  it('are known by the registered block', () => {
    expect(ouiVendor('00:00:bc:5f:49:51')).toBe('Rockwell Automation')
    expect(ouiVendor('02:00:00:00:00:01')).toBeNull()
    // IEEE MA-M and MA-S: 28 and 36 bits of one 24-bit block each; the rest of such a block is nobody's.
    expect(ouiVendor('10:06:48:11:22:33')).toBe('KYTRONICS')
    expect(ouiVendor('00:1b:c5:00:1a:bc')).toBe('OpenRB.com, Direct SIA')
    expect(ouiVendor('00:1b:c5:ff:ff:ff')).toBeNull()
  })

  it('are found for every block of the list, from its first address to its last', () => {
    const wrong: string[] = []
    for (const [block, text] of Object.entries(list)) {
      for (const filler of ['0', 'F']) {
        const digits = block.padEnd(12, filler)
        // A narrower block may begin or end where a wider does.
        const narrowest = [9, 7, 6].map((length) => list[digits.slice(0, length)]).find((one) => one !== undefined)!
        const known = narrowest.startsWith('IEEE Registration Authority') ? null : nameOf(narrowest)
        const mac = digits.toLowerCase().match(/../g)!.join(':')
        if (ouiVendor(mac) !== known) wrong.push(`${mac} (${text})`)
      }
    }
    expect(Object.keys(list).length).toBeGreaterThan(40_000)
    expect(wrong).toEqual([])
  })
})

const nameOf = (text: string): string => text.split('\n', 1)[0]!.replace(/[\s,]+$/, '')
