import { describe } from 'vitest'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { syslog } from './decode.ts'
import { syslogVectors } from './vectors.ts'

describe('syslog', () => {
  readsVectors(syslog, syslogVectors)
  survivesDamage(syslog, syslogVectors)
})
