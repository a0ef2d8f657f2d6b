import { useMemo } from 'react'
import type { Access } from '#contract/access.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import type { Column } from '#web/ui/data-table.tsx'
import { Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { devicePath } from '../device-words.ts'
import { becauseWords, deedWords, endWords, everybody, wayWords } from './access-words.ts'

const tones = { named: undefined, shared: 'warn', several: 'warn', nobody: 'wrong', notLogged: undefined } as const

export function useAccessColumns(): readonly Column<Access>[] {
  const { t } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  return useMemo(() => {
    const end = (key: 'client' | 'server', title: string): Column<Access> => ({
      key,
      title,
      value: (one) => endWords(one[key]),
      cell: (one) => (
        <span className="access-end">
          <AppLink to={devicePath(one.plant, one[key].device)}>{endWords(one[key])}</AppLink>
          <span className="small muted">
            {[
              endWords(one[key]) === one[key].device ? null : one[key].device,
              one[key].level === null ? null : t('relations.level', { level: one[key].level ?? '' }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      ),
    })
    return [
      {
        key: 'day',
        title: t('access.day'),
        value: (one) => one.day,
        cell: (one) => (
          <>
            <div>{format.day(one.day)}</div>
            <div className="small muted">{plantName(one.plant)}</div>
          </>
        ),
        nowrap: true,
      },
      {
        key: 'who',
        title: t('access.who'),
        value: (one) => everybody(one, t).join('; ') || null,
        cell: (one) => {
          const people = everybody(one, t)
          return people.length === 0 ? (
            <span className="muted">{t(one.verdict === 'nobody' ? 'access.unknownPerson' : 'access.notKnown')}</span>
          ) : (
            <span className="access-who">
              {people.slice(0, 3).join('; ')}
              {people.length > 3 && <span className="muted"> {t('crypto.more', { count: people.length - 3 })}</span>}
            </span>
          )
        },
      },
      {
        key: 'verdict',
        title: t('access.verdict'),
        value: (one) => t(`access.verdict.${one.verdict}`),
        cell: (one) => {
          const tone = tones[one.verdict]
          return (
            <span className="access-verdict">
              <Tag {...(tone ? { tone } : {})}>{t(`access.verdict.${one.verdict}`)}</Tag>
              <span className="small muted">{becauseWords(one, t, format)}</span>
            </span>
          )
        },
      },
      end('client', t('access.from')),
      end('server', t('access.to')),
      {
        key: 'way',
        title: t('access.way'),
        value: (one) => wayWords(one, t),
        cell: (one) => (
          <>
            <div>{wayWords(one, t)}</div>
            {deedWords(one, t) && <div className="small access-deeds">{deedWords(one, t)}</div>}
          </>
        ),
      },
      {
        key: 'proof',
        title: t('crypto.seen'),
        value: (one) => (one.proof === null ? null : `${one.proof.captureName} #${one.proof.packet}`),
        cell: (one) =>
          one.proof === null ? (
            <span className="muted">–</span>
          ) : (
            <span className="small access-end access-seen">
              <AppLink to={`/evidence/captures/${one.proof.capture}/packets/${one.proof.packet}`}>
                {t('relations.packet', { number: format.number(one.proof.packet) })}
              </AppLink>
              <span className="muted">{one.proof.captureName}</span>
            </span>
          ),
      },
    ]
  }, [t, format, plantName])
}
