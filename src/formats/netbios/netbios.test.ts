import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { browser } from './browser.ts'
import { nbns } from './decode.ts'
import { nameAt, serviceText } from './names.ts'
import { browserVectors, nbnsVectors } from './vectors.ts'

describe('NetBIOS name service', () => {
  readsVectors(nbns, nbnsVectors)
  survivesDamage(nbns, nbnsVectors)
  refusesStrangers(nbns, ['it/', 'ads/', 'enip/', 'iec61850/', 'profinet/'])

  it('an encoded name comes back without its padding, with its service', () => {
    const label = fc.stringMatching(/^[A-Z0-9-]{0,14}[A-Z0-9]$/)
    fc.assert(
      fc.property(label, fc.nat({ max: 255 }), (said, service) => {
        const octets = [...said.padEnd(15, ' ')].map((letter) => letter.charCodeAt(0))
        const letters = [...octets, service].flatMap((octet) => [0x41 + (octet >> 4), 0x41 + (octet & 15)])
        const bytes = Uint8Array.from([32, ...letters, 0])
        expect(nameAt(bytes, 0, 0, bytes.length)).toMatchObject({ text: said, service, next: 34 })
      }),
    )
  })

  it('services have the names of the list, and no others', () => {
    expect([0x00, 0x1b, 0x20, 0x99].map(serviceText)).toEqual([
      'Workstation/Redirector',
      'Domain Master Browser',
      'Server service',
      'Unknown',
    ])
  })
})

describe('NetBIOS datagrams', () => {
  readsVectors(browser, browserVectors)
  survivesDamage(browser, browserVectors)
  refusesStrangers(browser, ['it/', 'enip/', 'iec104/', 'profinet/', 'iec61850/'])
})
