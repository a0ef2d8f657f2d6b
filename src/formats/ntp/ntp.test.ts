import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { ntp } from './decode.ts'
import { ntpVectors } from './vectors.ts'

describe('NTP', () => {
  readsVectors(ntp, ntpVectors)
  survivesDamage(ntp, ntpVectors)

  it('the same answer again tells nothing new', () => {
    const bytes = fromHex(ntpVectors[1]!.exchange[0]!.slice(1))
    const session = ntp.session()
    session.read(bytes, 0, bytes.length, false)
    expect(session.read(bytes, 0, bytes.length, false).messages[0]!.identity).toBeUndefined()
  })
})
