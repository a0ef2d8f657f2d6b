import { useState } from 'react'
import type { z } from 'zod'
import {
  type AssetVulnerability,
  type getAssetVulnerabilities,
  type VulnerabilityDecision,
  vulnerabilityDecisionKinds,
} from '#contract/vulnerabilities.ts'
import { addPeriod } from '#core/calendar/period.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { LongField, SelectField, TextField } from '#web/ui/fields.tsx'
import { Notice } from '#web/ui/kit.tsx'
import { useActing } from '#web/view/acting.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useWrite } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { decisionWords } from './words.ts'

type Windows = z.infer<typeof getAssetVulnerabilities.response>['windows']
type Kind = (typeof vulnerabilityDecisionKinds)[number]

/** Patch in a shutdown window, compensate, accept until a day, or not applicable: with a reason, in somebody's name. */
export function DecideDialog(props: { readonly row: AssetVulnerability; readonly windows: Windows; onClose(): void }) {
  const { t } = useText()
  const format = useFormat()
  const { person } = useActing()
  const today = useDay()
  const { row, windows, onClose } = props
  const cannotPatch = row.constraints.includes('cannot-patch')
  const [kind, setKind] = useState<Kind>(windows.length > 0 && !cannotPatch ? 'patch' : 'compensate')
  const [shutdown, setShutdown] = useState(windows[0]?.id ?? '')
  const [control, setControl] = useState('')
  const [untilOn, setUntilOn] = useState('')
  const [reason, setReason] = useState('')
  const write = useWrite(doors.decideVulnerability)
  const isReady =
    reason.trim() !== '' &&
    (kind !== 'patch' || shutdown !== '') &&
    (kind !== 'compensate' || control.trim() !== '') &&
    (kind !== 'accept' || untilOn !== '')
  const send = () => {
    const { plant, tag, advisory } = row
    const own =
      kind === 'patch' ? { shutdown } : kind === 'compensate' ? { control } : kind === 'accept' ? { untilOn } : {}
    write.mutate({ body: { plant, tag, advisory, kind, reason: reason.trim(), ...own } }, { onSuccess: onClose })
  }
  return (
    <Dialog
      open
      wide
      title={t('vulnerability.decideTitle', { tag: row.tag, id: row.trackingId })}
      closeLabel={t('ui.close')}
      onClose={onClose}
    >
      {cannotPatch && <Notice tone="warn">{t('vulnerability.cannotPatch')}</Notice>}
      <SelectField
        label={t('vulnerability.decision')}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        options={vulnerabilityDecisionKinds.map((one) => ({ value: one, label: t(`vulnerability.kind.${one}`) }))}
      />
      {kind === 'patch' &&
        (windows.length === 0 ? (
          <Notice tone="warn">
            {t('vulnerability.noWindow')} <AppLink to="/settings">{t('vulnerability.declareWindow')}</AppLink>
          </Notice>
        ) : (
          <SelectField
            label={t('vulnerability.window')}
            value={shutdown}
            onChange={setShutdown}
            options={windows.map((one) => ({
              value: one.id,
              label: `${format.day(one.from)} – ${format.day(one.to)}${one.note ? ` · ${one.note}` : ''}`,
            }))}
          />
        ))}
      {kind === 'compensate' && (
        <TextField
          label={t('vulnerability.control')}
          hint={t('vulnerability.controlHint')}
          required
          value={control}
          onChange={setControl}
        />
      )}
      {kind === 'accept' && (
        <TextField
          label={t('vulnerability.until')}
          hint={t('vulnerability.untilHint')}
          type="date"
          required
          min={today}
          max={addPeriod(today, 'P1Y')}
          value={untilOn}
          onChange={setUntilOn}
        />
      )}
      <LongField label={t('decide.reason')} required rows={2} value={reason} onChange={setReason} />
      {write.error && <ProblemNotice error={write.error} />}
      <div className="row">
        <Button kind="primary" disabled={!isReady} busy={write.isPending} onClick={send}>
          {t('vulnerability.decide')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <span className="small muted">
          {person ? t('form.as', { name: person.name ?? person.key }) : t('decide.nobody')}
        </span>
      </div>
    </Dialog>
  )
}

/** Takes a decision back, with a reason. */
export function UndoDecisionDialog(props: { readonly decision: VulnerabilityDecision; onClose(): void }) {
  const { t } = useText()
  const format = useFormat()
  const { decision, onClose } = props
  const [reason, setReason] = useState('')
  const undo = useWrite(doors.undoVulnerabilityDecision)
  return (
    <Dialog open title={t('decide.undoTitle')} closeLabel={t('ui.close')} onClose={onClose}>
      <p>{t('vulnerability.undo', { what: decisionWords(decision, t, format), tag: decision.tag })}</p>
      <LongField label={t('decide.reason')} required rows={2} value={reason} onChange={setReason} />
      {undo.error && <ProblemNotice error={undo.error} />}
      <div className="row">
        <Button
          kind="primary"
          disabled={reason.trim() === ''}
          busy={undo.isPending}
          onClick={() =>
            undo.mutate({ params: { id: decision.id }, body: { reason: reason.trim() } }, { onSuccess: onClose })
          }
        >
          {t('decide.undo')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </div>
    </Dialog>
  )
}
