import { useNavigate, useParams, useSearchParams } from 'react-router'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { KindForm } from '#web/view/kind-form.tsx'
import { useRead } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { keepView, useView } from '#web/view/use-view.ts'

/**
 * The form of one kind of record; `?replaces=` corrects an earlier one. Another page may fill in what it knows
 * (`?with.<field>=`, `?for=<plant>`) and say where to go on (`?back=<path>`); the person still looks and confirms.
 */
export function RecordFormPage() {
  const { kind: key = '' } = useParams()
  const [search] = useSearchParams()
  const replaces = search.get('replaces')
  const back = /^\/(?!\/)/.test(search.get('back') ?? '') ? search.get('back') : null
  const preset = Object.fromEntries(
    [...search].flatMap(([name, value]) => (name.startsWith('with.') ? [[name.slice('with.'.length), value]] : [])),
  )
  const { t, pick } = useText()
  const view = useView()
  const day = useDay()
  const navigate = useNavigate()
  const kinds = useRead(doors.recordKinds, { query: { asOf: null } })
  const before = useRead(doors.record, { params: { id: replaces ?? '' } }, { enabled: replaces !== null })
  return (
    <Answer query={kinds}>
      {(known) => {
        const kind = known.items.find((one) => one.key === key)
        if (!kind)
          return (
            <Empty title={t('kinds.none')} action={<AppLink to="/evidence/records/new">{t('records.new')}</AppLink>} />
          )
        const form = (
          <KindForm
            kind={kind}
            today={day}
            plant={search.get('for') ?? view.plant}
            preset={preset}
            {...(before.data ? { replaces: before.data } : {})}
            {...(replaces ? { submitLabel: t('record.correct') } : {})}
            onDone={(record) => navigate(keepView(back ?? `/evidence/records/${record.id}`, view))}
          />
        )
        return (
          <>
            <PageHead
              title={pick(kind.label)}
              crumbs={[
                <AppLink key="r" to="/evidence/records">
                  {t('evidence.records')}
                </AppLink>,
                replaces ? t('record.correct') : t('records.new'),
              ]}
            >
              {kind.criteria && kind.criteria.length > 0 && (
                <>
                  {t('kinds.moves')}{' '}
                  {kind.criteria.map((one) => (
                    <span key={one}>
                      <AppLink to={`/maturity/criteria/${one}`}>{one}</AppLink>{' '}
                    </span>
                  ))}
                </>
              )}
            </PageHead>
            <Panel>{replaces ? <Answer query={before}>{() => form}</Answer> : form}</Panel>
          </>
        )
      }}
    </Answer>
  )
}
