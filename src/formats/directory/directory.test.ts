import { describe } from 'vitest'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { kerberosProtocols } from './kerberos.ts'
import { ldap } from './ldap.ts'
import { radius } from './radius.ts'
import { tacacs } from './tacacs.ts'
import { kerberosVectors, ldapVectors, radiusVectors, tacacsVectors } from './vectors.ts'

describe.each([
  ['LDAP', ldap, ldapVectors],
  ['Kerberos', kerberosProtocols[0], kerberosVectors],
  ['RADIUS', radius, radiusVectors],
  ['TACACS+', tacacs, tacacsVectors],
] as const)('%s', (_, protocol, vectors) => {
  readsVectors(protocol, vectors)
  survivesDamage(protocol, vectors)
})
