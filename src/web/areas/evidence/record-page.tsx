import { useState } from 'react'
import { useParams } from 'react-router'
import type { EvidenceRecord, FormKind } from '#contract/evidence.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { TextField } from '#web/ui/fields.tsx'
import { Facts, Notice, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { useActing } from '#web/view/acting.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { fieldText } from '#web/view/kind-form.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { ProofLink, RefLink } from '#web/view/proof-link.tsx'
import { useRead, useWrite } from '#web/view/read.ts'

/** One record as it was entered, who stands behind it, and what became of it. */
export function RecordPage() {
  const { id = '' } = useParams()
  const record = useRead(doors.record, { params: { id } })
  const kinds = useRead(doors.recordKinds, { query: { asOf: null } })
  return (
    <Answer query={record}>
      {(known) => <Page record={known} kind={kinds.data?.items.find((one) => one.key === known.kind)} />}
    </Answer>
  )
}

function Page({ record, kind }: { readonly record: EvidenceRecord; readonly kind: FormKind | undefined }) {
  const { t, pick } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { people } = useActing()
  const who = (key: string | null, known?: string | null) =>
    key === null ? '–' : (known ?? people.find((one) => one.key === key)?.name ?? t('people.erased'))
  const title = kind ? pick(kind.label) : record.kind
  return (
    <>
      <PageHead
        title={`${title} · ${format.day(record.effectiveFrom)}`}
        crumbs={[
          <AppLink key="r" to="/evidence/records">
            {t('evidence.records')}
          </AppLink>,
          title,
        ]}
      >
        {kind ? pick(kind.purpose) : ''}
      </PageHead>
      <div className="row">
        <Tag {...(record.state === 'awaiting' ? { tone: 'warn' as const } : {})}>
          {t(`records.state.${record.state}`)}
        </Tag>
        {record.late && <Tag tone="warn">{t('criterion.late')}</Tag>}
        <span className="muted">{t('bar.notVerified')}</span>
        <OnBoundary record={record} />
      </div>
      {record.replacedBy && (
        <Notice tone="warn">
          {t('record.replaced')} <RefLink reference={`record:${record.replacedBy}`} />
        </Notice>
      )}
      {record.withdrawal && (
        <Notice tone="warn" title={t('record.withdrawn')}>
          {record.withdrawal.reason}
        </Notice>
      )}
      <Panel title={t('record.content')}>
        <Facts
          items={[
            [kind ? pick(kind.dateLabel) : t('records.date'), format.day(record.effectiveFrom)],
            ...(record.effectiveTo ? [[t('form.until'), format.day(record.effectiveTo)] as const] : []),
            [
              t('records.scope'),
              record.scope === 'enterprise' ? t('matrix.enterprise') : format.list(record.scope.map(name)),
            ],
            ...(kind?.fields ?? []).map(
              (field) =>
                [
                  pick(field.label),
                  fieldText(field, record.data[field.key], pick, t('value.yes'), t('value.no')),
                ] as const,
            ),
            ...(kind ? [] : Object.entries(record.data).map(([key, value]) => [key, String(value)] as const)),
          ]}
        />
      </Panel>
      <Panel title={t('record.behind')}>
        <Facts
          items={[
            [
              t('record.given'),
              `${who(record.recordedBy?.key ?? null, record.recordedBy?.name)} · ${format.instant(record.recordedAt)}`,
            ],
            [
              t('record.accepted'),
              record.acceptances.length > 0
                ? record.acceptances
                    .map(
                      (one) =>
                        `${who(one.by, one.name)} (${t(`department.${one.department}`)}) · ${format.day(one.on)}`,
                    )
                    .join('; ')
                : kind?.needsAcceptance
                  ? t('record.waits')
                  : t('record.needsNone'),
            ],
            [
              t('record.source'),
              record.sourceProof ? (
                <ProofLink key="s" proof={record.sourceProof} />
              ) : record.source ? (
                <RefLink key="s" reference={record.source} />
              ) : (
                t('record.form')
              ),
            ],
            ...(record.replaces
              ? [[t('record.replaces'), <RefLink key="p" reference={`record:${record.replaces}`} />] as const]
              : []),
          ]}
        />
      </Panel>
      <Steps record={record} kind={kind} />
    </>
  )
}

function Steps({ record, kind }: { readonly record: EvidenceRecord; readonly kind: FormKind | undefined }) {
  const { t } = useText()
  const { person } = useActing()
  const accept = useWrite(doors.acceptRecord)
  const withdraw = useWrite(doors.withdrawRecord)
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const alive = record.state === 'counts' || record.state === 'awaiting'
  const params = { id: record.id }
  const own = person !== null && person.key === record.recordedBy?.key
  return (
    <>
      <div className="row">
        {alive && kind?.needsAcceptance && (
          <Button
            kind={record.state === 'awaiting' ? 'primary' : 'quiet'}
            busy={accept.isPending}
            disabled={!person || own}
            onClick={() => accept.mutate({ params, body: {} })}
          >
            {t('record.accept')}
          </Button>
        )}
        {alive && (
          <>
            <AppLink
              className="btn"
              to={`/evidence/records/new/${record.kind}?replaces=${encodeURIComponent(record.id)}`}
            >
              {t('record.correct')}
            </AppLink>
            <Button kind="danger" onClick={() => setAsking(true)}>
              {t('record.withdraw')}
            </Button>
          </>
        )}
        {record.state === 'awaiting' && (
          <span className="small muted">{!person ? t('form.choosePerson') : own ? t('record.notYourself') : ''}</span>
        )}
      </div>
      {accept.error && <ProblemNotice error={accept.error} />}
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('record.withdraw')} closeLabel={t('ui.close')}>
        <p>{t('record.withdrawHint')}</p>
        <TextField label={t('record.reason')} required value={reason} onChange={setReason} autoFocus />
        {withdraw.error && <ProblemNotice error={withdraw.error} />}
        <div className="row">
          <Button
            kind="danger"
            disabled={reason.trim() === ''}
            busy={withdraw.isPending}
            onClick={() => withdraw.mutate({ params, body: { reason } }, { onSuccess: () => setAsking(false) })}
          >
            {t('record.withdraw')}
          </Button>
          <Button kind="quiet" onClick={() => setAsking(false)}>
            {t('ui.cancel')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}

/** Zones and conduits lead to where they are held against what was seen. */
function OnBoundary({ record }: { readonly record: EvidenceRecord }) {
  const { t } = useText()
  const plant = record.scope === 'enterprise' ? null : (record.scope[0] ?? null)
  const asked =
    record.kind === 'zone'
      ? `?${new URLSearchParams({ open: `zone ${String(record.data.name ?? '')}` })}`
      : record.kind === 'conduit'
        ? `/conversations?${new URLSearchParams({ conduit: record.id })}`
        : null
  if (asked === null || plant === null) return null
  return (
    <AppLink to={`/network/boundary${asked}`} view={{ plant }}>
      {t(record.kind === 'zone' ? 'boundary.onMap' : 'boundary.itsConversations')}
    </AppLink>
  )
}
