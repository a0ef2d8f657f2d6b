import { useState } from 'react'
import type { FormKind } from '#contract/evidence.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { TextField } from '#web/ui/fields.tsx'
import { PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead } from '#web/view/read.ts'

const AREAS = [
  'people',
  'plants',
  'evidence',
  'assets',
  'network',
  'safety',
  'risk',
  'response',
  'value',
  'maturity',
  'roadmap',
  'reports',
] as const

/** A kind that can move nearly everything names the first few. */
function listed(criteria: readonly string[]): string {
  return criteria.length > 10 ? `${criteria.slice(0, 6).join(' · ')} …` : criteria.join(' · ')
}

/** Which record to enter, by the question that it answers. */
export function RecordKinds() {
  const { t, pick } = useText()
  const [words, setWords] = useState('')
  const kinds = useRead(doors.recordKinds, { query: { asOf: null } })
  const matches = (kind: FormKind) =>
    `${pick(kind.label)} ${pick(kind.purpose)}`.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase())
  return (
    <>
      <PageHead title={t('kinds.headline')}>{t('kinds.told')}</PageHead>
      <div style={{ maxWidth: 320 }}>
        <TextField label={t('kinds.search')} type="search" value={words} onChange={setWords} />
      </div>
      <Answer query={kinds}>
        {(known) => (
          <div className="masonry">
            {AREAS.map((area) => {
              const own = known.items.filter((kind) => kind.area === area && matches(kind))
              if (own.length === 0) return null
              return (
                <Panel key={area} title={t(`area.${area}`)}>
                  <dl className="stack" style={{ gap: 8 }}>
                    {own.map((kind) => (
                      <div key={kind.key}>
                        <dt>
                          <AppLink to={`/evidence/records/new/${kind.key}`}>{pick(kind.label)}</AppLink>
                          {kind.criteria && kind.criteria.length > 0 && (
                            <span className="small muted"> {listed(kind.criteria)}</span>
                          )}
                        </dt>
                        <dd className="small muted">{pick(kind.purpose)}</dd>
                      </div>
                    ))}
                  </dl>
                </Panel>
              )
            })}
          </div>
        )}
      </Answer>
    </>
  )
}
