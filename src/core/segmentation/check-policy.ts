import { checkConduits } from './check-conduits.ts'
import { checkZones } from './check-zones.ts'
import type { Policy } from './policy.ts'
import type { PolicyTrouble } from './policy-trouble.ts'

/** Every trouble of a policy, errors first; the same whatever the order of zones and conduits. */
export function checkPolicy(policy: Policy): PolicyTrouble[] {
  const keys = new Map<PolicyTrouble, string>()
  for (const trouble of [...checkZones(policy.zones), ...checkConduits(policy)]) {
    const { severity, subject, name, record, code, text } = trouble
    keys.set(trouble, [severity, subject === 'zone' ? 0 : 1, name, record, code, text.en].join('\n'))
  }
  return [...keys.keys()].sort((a, b) => (keys.get(a)! < keys.get(b)! ? -1 : 1))
}
