import type { CryptoSystem } from '#contract/cryptography.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import type { Text } from '#web/i18n/text.tsx'

export type Endpoint = CryptoSystem['endpoints'][number]
export type Certificate = Endpoint['certificates'][number]

/** One system in one protocol: a row of the table. */
export interface EndpointRow extends Endpoint {
  readonly system: CryptoSystem
}

/** Weak ones first, then those whose certificate lapses first; otherwise as the server lists the systems. */
export const rowsOf = (systems: readonly CryptoSystem[]): EndpointRow[] =>
  systems.flatMap((system) => system.endpoints.map((endpoint) => ({ ...endpoint, system })))

export const protocolWords = ({ protocol, side }: Pick<Endpoint, 'protocol' | 'side'>, t: Text['t']): string =>
  side === 'client' ? t('crypto.client', { protocol: titleOf(protocol) }) : titleOf(protocol)

/** The versions, suites and groups that were agreed, without what a certificate tells. */
export function algorithmWords({ algorithms, protocol }: Endpoint): string {
  const names = algorithms.map(({ name, kind }) => (kind === 'version' && name === protocol ? '' : name))
  return names.filter(Boolean).join(', ')
}

/** Those in use; of a system that showed several, the one that lapses first. */
export const firstToLapse = ({ certificates }: Endpoint): Certificate | undefined =>
  certificates.find(({ isSuperseded, expires }) => !isSuperseded && expires !== null) ??
  certificates.find(({ isSuperseded }) => !isSuperseded)

export function lapseWords(days: number | null, t: Text['t']): string {
  if (days === null) return t('crypto.lapse.unknown')
  return days < 0 ? t('crypto.lapse.since', { count: -days }) : t('crypto.lapse.in', { count: days })
}

export function weaknessWords({ code, what }: Endpoint['weaknesses'][number], protocol: string, t: Text['t']): string {
  if (code !== 'clear') return t(`crypto.weak.${code}`, { what })
  const title = titleOf(protocol)
  return t('crypto.weak.clear', { what: what === protocol ? title : `${title} ${what}` })
}
