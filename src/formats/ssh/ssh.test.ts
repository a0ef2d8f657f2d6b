import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { ssh } from './decode.ts'
import { newKeys, sshVectors } from './vectors.ts'

describe('SSH', () => {
  readsVectors(ssh, sshVectors)
  survivesDamage(ssh, sshVectors)
  refusesStrangers(ssh, ['it/'])

  it('with new keys it is encrypted, and left alone', () => {
    const bytes = fromHex(newKeys)
    expect(ssh.session().read(bytes, 0, bytes.length, true).isDone).toBe(true)
  })
})
