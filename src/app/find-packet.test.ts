import { expect, it } from 'vitest'
import { shownPacket } from './find-packet.ts'

// ASHRAE 135, clause 16.4: ReinitializeDevice, warm start, with the password "opensesam".
const bytes = new Uint8Array(Buffer.from('810a0018010400052514'.concat('09011d0a00', '6f70656e736573616d'), 'hex'))
const whole = { from: 0, to: bytes.length }

it('a packet with a password says what was asked for, and not with which word', () => {
  const shown = shownPacket({
    packet: 1,
    offset: 0,
    time: '2020-01-28T19:01:06.000000Z',
    linkType: 'ethernet',
    wireLength: bytes.length,
    bytes,
    layers: [
      {
        name: 'bacnet',
        ...whole,
        fields: [
          { name: 'Request', value: 'reinitializeDevice (0x14), program', ...whole },
          { name: 'Event', value: 'opensesam', ...whole },
          { name: 'location', value: 'opensesam', ...whole },
        ],
      },
    ],
    fault: '',
  })
  expect(shown.layers[0]?.fields.map(({ value }) => value)).toEqual([
    'reinitializeDevice (0x14), program',
    '••••',
    '••••',
  ])
  expect(shown.hex).not.toContain('6f70656e')
})
