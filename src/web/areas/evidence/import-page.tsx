import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { ImportDetail } from '#contract/imports.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { SelectField, TextField } from '#web/ui/fields.tsx'
import { Facts, Notice, PageHead, Panel, ProgressBar, Tag } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName, usePlants } from '#web/view/plants.ts'
import { useRead, useWrite } from '#web/view/read.ts'
import { ColumnsPanel } from './import-columns.tsx'
import { AskPlant, PointedRow, WhatIsNew } from './import-parts.tsx'
import { type LeftOut, ProblemsPanel, rowKey } from './import-problems.tsx'
import {
  isListed,
  isRunning,
  isTapped,
  kindLabel,
  readRows,
  stateTone,
  tellsVulnerabilities,
  unitOf,
} from './import-words.ts'

/** One file on its way in: progress, what was understood, what not and why; then commit, or not. */
export function ImportPage() {
  const { id = '' } = useParams()
  const read = useRead(
    doors.import,
    { params: { id }, query: { asOf: null } },
    { every: (data) => (data && isRunning((data as ImportDetail).state) ? 700 : false), staleTime: 0 },
  )
  return <Answer query={read}>{(known) => <Page known={known} />}</Answer>
}

function Page({ known }: { readonly known: ImportDetail }) {
  const text = useText()
  const { t, pick } = text
  const format = useFormat()
  const [search] = useSearchParams()
  const name = usePlantName()
  const pointed = search.get('row')
  const running = isRunning(known.state)
  const summary = known.counts?.summary
  return (
    <>
      <PageHead
        title={known.name}
        crumbs={[
          <AppLink key="e" to="/evidence">
            {t('nav.evidence')}
          </AppLink>,
          t('imports.title'),
        ]}
      >
        {summary ? pick(summary) : t(`imports.told.${known.state}`)}
      </PageHead>
      <div className="row">
        <Tag {...stateTone(known.state)}>{t(`imports.state.${known.state}`)}</Tag>
        <span className="muted">
          {kindLabel(known.kind, text)} · {format.bytes(known.bytes)} ·{' '}
          {known.plant ? name(known.plant) : t('bring.plantInFile')}
        </span>
      </div>
      {pointed && <PointedRow known={known} row={pointed} sheet={search.get('sheet')} />}
      {known.sameAs && (
        <Notice tone="warn">
          {t('imports.same')} <AppLink to={`/evidence/imports/${known.sameAs}`}>{t('imports.sameLink')}</AppLink>
        </Notice>
      )}
      {known.asks === 'plant' && <AskPlant known={known} />}
      {known.failure && known.asks === null && (
        <Notice tone="wrong" title={t('imports.failed')}>
          {pick(known.failure)}
        </Notice>
      )}
      {running && (
        <Panel title={t(`imports.state.${known.state}`)}>
          <ProgressBar
            done={known.progress?.done ?? 0}
            total={known.progress?.total ?? 0}
            label={
              known.progress && known.progress.total > 0
                ? t('imports.progress', {
                    done: format.bytes(known.progress.done),
                    total: format.bytes(known.progress.total),
                  })
                : t('imports.begins')
            }
          />
        </Panel>
      )}
      {known.counts && <Counts counts={known.counts} kind={known.kind} />}
      <Setting known={known} />
      {known.columns.length > 0 && <ColumnsPanel known={known} />}
      <Actions key={known.state} known={known} />
      <Facts items={[['SHA-256', <code key="s">{known.sha256}</code>]]} />
    </>
  )
}

/** Packets are read, left out or faulty; rows are new, changed or refused. */
function Counts({
  counts,
  kind,
}: {
  readonly counts: NonNullable<ImportDetail['counts']>
  readonly kind: string | null
}) {
  const { t } = useText()
  const format = useFormat()
  const unit = unitOf(kind)
  const shown = isTapped(kind)
    ? (['accepted', 'refused', 'ignored'] as const)
    : (['accepted', 'changed', 'unchanged', 'refused', 'ignored'] as const)
  return (
    <Panel title={t(`imports.unit.${unit}`)}>
      <div className="row" style={{ gap: '8px 32px' }}>
        {shown.map((one) => (
          <div key={one}>
            <div
              className={one === 'refused' && counts[one] > 0 ? 'wrong' : ''}
              style={{ fontSize: 20, lineHeight: '28px', fontWeight: 600 }}
            >
              {format.number(counts[one])}
            </div>
            <div className="small muted">
              {t(isTapped(kind) && one in TAPPED ? TAPPED[one as 'accepted'] : `imports.${one}`)}
            </div>
          </div>
        ))}
      </div>
      {isTapped(kind) && (
        <p className="small muted" style={{ marginTop: 8 }}>
          {t(`imports.counted.${unit === 'packets' ? 'packets' : unit === 'hosts' ? 'hosts' : 'lines'}`, {
            number: format.number(counts.accepted + counts.refused + counts.ignored),
          })}
        </p>
      )}
    </Panel>
  )
}

const TAPPED = { accepted: 'imports.read', refused: 'imports.faulty', ignored: 'imports.leftOut' } as const

function Actions({ known }: { readonly known: ImportDetail }) {
  const { t } = useText()
  const commit = useWrite(doors.commitImport)
  const undo = useWrite(doors.undoImport)
  const cancel = useWrite(doors.cancelImport)
  const [leftOut, setLeftOut] = useState<LeftOut>(new Map())
  const [typed, setTyped] = useState('')
  const params = { id: known.id }
  const sheets = new Set(known.columns.map((one) => one.sheet))
  const byHand = readRows(typed, sheets.size === 1 ? ([...sheets][0] ?? null) : null)
  const except = [...new Map([...leftOut, ...(byHand ?? []).map((row) => [rowKey(row), row] as const)]).values()]
  const staged = known.state === 'staged'
  const error = commit.error ?? undo.error ?? cancel.error
  return (
    <>
      {known.problems.length > 0 && (
        <ProblemsPanel known={known} leftOut={leftOut} onLeaveOut={staged ? setLeftOut : undefined} />
      )}
      {staged && !isTapped(known.kind) && (
        <div style={{ maxWidth: 480 }}>
          <TextField
            label={t('imports.leaveOut')}
            hint={t('imports.leaveOutHint')}
            value={typed}
            onChange={setTyped}
            error={byHand === null ? t('imports.leaveOutWrong') : undefined}
          />
        </div>
      )}
      <div className="row action-bar">
        {staged && (
          <Button
            kind="primary"
            busy={commit.isPending}
            disabled={byHand === null}
            onClick={() => commit.mutate({ params, body: { except } })}
          >
            {except.length > 0
              ? t('imports.commitExcept', { count: except.length })
              : t(isTapped(known.kind) ? 'imports.commitCapture' : 'imports.commit')}
          </Button>
        )}
        {(staged || isRunning(known.state)) && known.state !== 'committing' && (
          <Button busy={cancel.isPending} onClick={() => cancel.mutate({ params, body: {} })}>
            {t(isRunning(known.state) ? 'imports.stop' : 'imports.cancel')}
          </Button>
        )}
        {known.state === 'committed' && (
          <>
            <AppLink className="btn primary" to="/maturity">
              {t('imports.seeLevel')}
            </AppLink>
            {isListed(known.kind) && (
              <AppLink className="btn" to="/assets">
                {t('imports.seeAssets')}
              </AppLink>
            )}
            {tellsVulnerabilities(known.kind) && (
              <AppLink className="btn" to="/assets/vulnerabilities">
                {t('imports.seeVulnerabilities')}
              </AppLink>
            )}
            {isTapped(known.kind) && <WhatIsNew known={known} />}
            <Button kind="danger" busy={undo.isPending} onClick={() => undo.mutate({ params, body: {} })}>
              {t('imports.undo')}
            </Button>
          </>
        )}
      </div>
      {error && <ProblemNotice error={error} />}
    </>
  )
}

/** Kind, plant and date can be corrected until the commit; the dry run then runs again. */
function Setting({ known }: { readonly known: ImportDetail }) {
  const text = useText()
  const { t } = text
  const plants = usePlants()
  const change = useWrite(doors.changeImport)
  const params = { id: known.id }
  const kinds = [...new Set([...(known.candidates ?? []).map((one) => one.kind), ...(known.kind ? [known.kind] : [])])]
  if (known.state !== 'staged' && known.state !== 'failed') return null
  return (
    <Panel title={t('imports.setting')}>
      <div className="row end">
        <SelectField
          label={t('imports.kind')}
          value={known.kind ?? ''}
          options={[
            ...(known.kind ? [] : [{ value: '', label: kindLabel(null, text) }]),
            ...kinds.map((kind) => ({ value: kind, label: kindLabel(kind, text) })),
          ]}
          onChange={(kind) => kind && change.mutate({ params, body: { as: kind } })}
        />
        <SelectField
          label={t('matrix.plant')}
          value={known.plant ?? ''}
          options={[
            { value: '', label: t('bring.plantInFile') },
            ...plants.map((one) => ({ value: one.key, label: one.name })),
          ]}
          onChange={(plant) => change.mutate({ params, body: { plant: plant || null } })}
        />
        <TextField
          label={t('imports.effectiveOn')}
          type="date"
          value={known.effectiveOn}
          onChange={(day) =>
            /^(19|20)\d\d-\d\d-\d\d$/.test(day) && change.mutate({ params, body: { effectiveOn: day } })
          }
        />
      </div>
      <p className="small muted">{t('imports.settingHint')}</p>
      {change.error && <ProblemNotice error={change.error} />}
    </Panel>
  )
}
