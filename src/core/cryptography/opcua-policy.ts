import { algorithmsOf, type Judged } from './algorithms.ts'
import type { Algorithm } from './endpoint.ts'
import type { CryptoFact } from './fact.ts'

import { worstOf } from './quantum.ts'

/** `http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256` is known by its last part (OPC 10000-7). */
export const policyName = (uri: string): string => uri.slice(uri.lastIndexOf('#') + 1)

/** OPC 10000-7 §6.6: those with SHA-1 or with PKCS #1 v1.5 encryption are deprecated. */
const withdrawn = new Set(['Basic128Rsa15', 'Basic256', 'Basic128'])

function judged(name: string): Pick<Algorithm, 'quantum' | 'weak'> {
  if (name === 'None') return { quantum: 'none', weak: 'clear' }
  if (withdrawn.has(name)) return { quantum: 'notSafe', weak: 'policy' }
  return { quantum: /rsa|ecc|basic|aes/i.test(name) ? 'notSafe' : 'unknown', weak: null }
}

/**
 * Policies of a server: those it offers (GetEndpoints, CreateSession) and those that channels are opened with. Channels that
 * only ask for endpoints always use None (OPC 10000-4 §5.4.1): None is in use where nothing else was seen.
 */
export function judgeOpcUa(facts: readonly CryptoFact[]): Judged | null {
  const named = facts.map((fact) => ({ ...fact, value: policyName(fact.value) }))
  const offered = algorithmsOf(named, 'securityPolicy', 'policy', judged)
  const used = algorithmsOf(named, 'channelPolicy', 'policy', judged)
  if (offered.length + used.length === 0) return null
  const secure = used.filter(({ name }) => name !== 'None')
  const isDiscovery = used.length > 0 && secure.length === 0 && offered.some(({ name }) => name !== 'None')
  const inUse = secure.length > 0 ? secure : isDiscovery ? [] : used
  const none = offered.find(({ name }) => name === 'None')
  const protectedOnes = offered.filter(({ name }) => name !== 'None')
  // Offered beside others, None is a door that stands open; offered alone, it is all there is.
  const algorithms = new Map<string, Algorithm>()
  for (const one of [
    ...inUse,
    ...protectedOnes,
    ...(protectedOnes.length + inUse.length === 0 && none ? [none] : []),
  ]) {
    if (!algorithms.has(one.name)) algorithms.set(one.name, one)
  }
  const offersNone = none !== undefined && !algorithms.has('None')
  const counted = inUse.length > 0 ? inUse : [...algorithms.values()]
  return {
    algorithms: [...algorithms.values()],
    quantum: worstOf(counted.map(({ quantum }) => quantum)),
    ...(offersNone ? { more: [{ code: 'offersNone', what: 'None', witness: none.witness }] } : {}),
  }
}
