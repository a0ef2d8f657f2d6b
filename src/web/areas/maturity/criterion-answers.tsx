import { useState } from 'react'
import type { FormKind } from '#contract/evidence.ts'
import type { Explanation } from '#contract/maturity.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Empty, Notice, Panel, Tag } from '#web/ui/kit.tsx'
import { useActing } from '#web/view/acting.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { type Draft, KindForm } from '#web/view/kind-form.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead, useWrite } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'

/** Ways to answer a criterion, whatever its rule measures. `none` asks which kind of record there is none of. */
const ANSWERS = [
  { kind: 'attestation', label: 'answer.attest', preset: { answer: 'yes' } },
  { kind: 'attestation', label: 'answer.no', preset: { answer: 'no' } },
  { kind: 'we-have-none', label: 'answer.none', preset: {} },
  { kind: 'compensating-control', label: 'answer.compensate', preset: {} },
  { kind: 'not-applicable', label: 'answer.exempt', preset: {} },
] as const

/** What people said of this criterion, beside what was measured; and the ways to say something. */
export function Attestations({ known, plant }: { readonly known: Explanation; readonly plant: string | null }) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { person } = useActing()
  const accept = useWrite(doors.acceptRecord)
  return (
    <Panel title={t('attest.title')}>
      <div className="stack">
        {known.verdict.contradicted && (
          <Notice tone="wrong" title={t('attest.contradictionTitle')}>
            {t('attest.contradiction')}
          </Notice>
        )}
        {known.attestations.length === 0 && <p className="muted">{t('attest.empty')}</p>}
        {known.attestations.map((one) => (
          <div key={one.record} className="notice">
            <div style={{ flex: 1 }}>
              <div className="row">
                <strong>{t(`attest.${one.says}`)}</strong>
                {one.overruled && <Tag tone="wrong">{t('attest.overruled')}</Tag>}
                {one.acceptedBy === null && one.says !== 'none' && <Tag tone="warn">{t('attest.waits')}</Tag>}
              </div>
              {one.statement && <p>{one.statement}</p>}
              <p className="small muted">
                {one.scope === 'enterprise' ? t('matrix.enterprise') : format.list(one.scope.map(name))} ·{' '}
                {t('attest.from', { day: format.day(one.effectiveFrom) })}
                {one.until ? ` · ${t('attest.until', { day: format.day(one.until) })}` : ''}
                {one.givenBy ? ` · ${t('attest.givenBy', { name: one.givenBy })}` : ''}
                {one.acceptedBy ? ` · ${t('attest.acceptedBy', { name: one.acceptedBy })}` : ''} ·{' '}
                {t('bar.notVerified')}
              </p>
              <AppLink to={`/evidence/records/${one.record}`}>{t('attest.record')}</AppLink>
            </div>
            {one.acceptedBy === null && one.says !== 'none' && (
              <Button
                disabled={!person || person.name === one.givenBy}
                title={!person ? t('form.choosePerson') : person.name === one.givenBy ? t('record.notYourself') : ''}
                busy={accept.isPending}
                onClick={() => accept.mutate({ params: { id: one.record }, body: {} })}
              >
                {t('record.accept')}
              </Button>
            )}
          </div>
        ))}
        {accept.error && <ProblemNotice error={accept.error} />}
        <AnswerForms known={known} plant={plant} />
      </div>
    </Panel>
  )
}

/** "We have none" offers only the kinds of record that would answer this criterion. */
function formOf(form: FormKind | undefined, kind: string, saying: readonly string[]): FormKind | undefined {
  if (!form || kind !== 'we-have-none') return form
  const keys = new Set(saying)
  const fields = form.fields.map((field) =>
    field.key === 'about'
      ? { ...field, options: (field.options ?? []).filter((option) => keys.has(option.key)) }
      : field,
  )
  return fields.some((field) => field.key === 'about' && field.options?.length) ? { ...form, fields } : undefined
}

function AnswerForms({ known, plant }: { readonly known: Explanation; readonly plant: string | null }) {
  const { t, pick } = useText()
  const day = useDay()
  const kinds = useRead(doors.recordKinds, { query: { asOf: null } }).data?.items ?? []
  const [open, setOpen] = useState<number | null>(null)
  const { criterion } = known
  const saying = known.kinds ?? []
  const helping = kinds.filter(
    (kind) => saying.includes(kind.key) && !ANSWERS.some((answer) => answer.kind === kind.key),
  )
  const possible = ANSWERS.map((answer, place) => ({
    ...answer,
    place,
    form: formOf(
      kinds.find((kind) => kind.key === answer.kind),
      answer.kind,
      saying,
    ),
  })).filter(
    (one) =>
      one.form &&
      (one.kind !== 'compensating-control' || criterion.compensable) &&
      (one.kind !== 'not-applicable' || criterion.mayNotApply),
  )
  const chosen = possible.find((one) => one.place === open)
  const about = chosen?.form?.fields.find((field) => field.key === 'about')?.options ?? []
  const preset: Draft = {
    criterion: criterion.id,
    ...chosen?.preset,
    ...(about.length === 1 && about[0] ? { about: about[0].key } : {}),
  }
  return (
    <div className="stack">
      {helping.length > 0 && (
        <div>
          <h3>{t('answer.records')}</h3>
          <p className="small muted">{t('answer.recordsHint')}</p>
          <div className="row">
            {helping.map((kind) => (
              <AppLink key={kind.key} className="btn" to={`/evidence/records/new/${kind.key}`}>
                {pick(kind.label)}
              </AppLink>
            ))}
          </div>
        </div>
      )}
      {possible.length > 0 && (
        <div>
          <h3>{t('answer.title')}</h3>
          <p className="small muted">{t('answer.hint')}</p>
          <div className="row">
            {possible.map((one) => (
              <Button key={one.place} onClick={() => setOpen(one.place)}>
                {t(one.label)}
              </Button>
            ))}
          </div>
        </div>
      )}
      {helping.length + possible.length === 0 && <Empty title={t('answer.nothing')} />}
      <Dialog
        open={chosen !== undefined}
        onClose={() => setOpen(null)}
        title={chosen ? `${criterion.id} · ${t(chosen.label)}` : ''}
        closeLabel={t('ui.close')}
        wide
      >
        {chosen?.form && (
          <KindForm
            key={chosen.place}
            kind={chosen.form}
            today={day}
            plant={plant}
            preset={preset}
            hidden={['criterion', ...Object.keys(chosen.preset)]}
            onDone={() => setOpen(null)}
          />
        )}
      </Dialog>
    </div>
  )
}
