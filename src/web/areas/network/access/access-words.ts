import type { Access } from '#contract/access.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import type { Format } from '#web/i18n/format.ts'
import type { Text } from '#web/i18n/text.tsx'

export const serviceWords = (service: Access['service'], t: Text['t']): string => t(`access.service.${service}`)

/** The way in, and the protocol where that says more. */
export function wayWords({ service, protocol, port }: Access, t: Text['t']): string {
  if (service !== 'engineering' && service !== 'vpn') return serviceWords(service, t)
  const more = protocol === null ? (port === null ? null : String(port)) : titleOf(protocol)
  return more === null ? serviceWords(service, t) : `${serviceWords(service, t)} (${more})`
}

/** Who it was, as the log says: the person, the account, both. */
export function whoWords(session: Access['sessions'][number], t: Text['t']): string {
  const { person, personKey, account } = session
  const name = person ?? (personKey === null ? null : t('people.erased'))
  if (name === null) return account ?? '–'
  return account === null ? name : t('access.by', { person: name, account })
}

/** Everybody whom the logs name for it, each once. */
export const everybody = ({ sessions }: Access, t: Text['t']): string[] => [
  ...new Set(sessions.map((session) => whoWords(session, t))),
]

/** Why the verdict is what it is. */
export function becauseWords(one: Access, t: Text['t'], format: Format): string {
  const logs = format.list(one.logs)
  switch (one.verdict) {
    case 'named':
    case 'shared':
    case 'several':
      return t(`access.because.${one.rule ?? 'direct'}`, {
        place: one.sessions[0]?.place ?? '',
        count: one.sessions.length,
      })
    case 'nobody':
      return t('access.because.nobody', { logs })
    case 'notLogged':
      return t('access.because.notLogged')
  }
}

export const endWords = ({ asset, name, device }: Access['client']): string => asset ?? name ?? device

/** What was done there, as far as the wire tells. */
export function deedWords({ programs, writes, deeds }: Access, t: Text['t']): string {
  if (programs === 0 && writes === 0) return ''
  const did = [
    programs > 0 ? t('access.programs', { count: programs }) : null,
    writes > 0 ? t('access.writes', { count: writes }) : null,
  ].filter(Boolean)
  const named = deeds.length === 0 ? '' : `: ${deeds.slice(0, 4).join(', ')}${deeds.length > 4 ? ' …' : ''}`
  return `${did.join(', ')}${named}`
}
