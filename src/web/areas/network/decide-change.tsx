import { useState } from 'react'
import type { ChangeDecision, ChangeDetail } from '#contract/changes.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { SelectField, TextField } from '#web/ui/fields.tsx'
import { useWrite } from '#web/view/read.ts'
import { DecideSteps } from './decide-steps.tsx'

export type Deciding = ChangeDecision['kind']

/** Accepts, explains or raises a change; each can be taken back. */
export function DecideDialog(props: { readonly change: ChangeDetail; readonly as: Deciding; onClose(): void }) {
  const { t } = useText()
  const { change, as, onClose } = props
  const [through, setThrough] = useState('')
  const [record, setRecord] = useState('')
  const [owner, setOwner] = useState('')
  const [due, setDue] = useState('')
  const decide = useWrite(doors.decideChange)
  const isWork = change.kind === 'program-change' || change.kind === 'mode-change'
  const will = as === 'accept' && isWork ? 'changes.decide.accept.willWork' : (`changes.decide.${as}.will` as const)
  return (
    <Dialog open title={t(`changes.decide.${as}.title`)} closeLabel={t('ui.close')} onClose={onClose}>
      {as === 'accept' && (
        <TextField
          type="date"
          label={t('changes.decide.through')}
          hint={t('changes.decide.throughHint')}
          value={through}
          onChange={setThrough}
        />
      )}
      {as === 'explain' && change.approvals.length > 0 && (
        <SelectField
          label={t('changes.decide.record')}
          value={record}
          onChange={setRecord}
          options={[
            { value: '', label: t('changes.decide.recordNone') },
            ...change.approvals.map((one) => ({
              value: one.record,
              label: [one.workOrder, one.work].filter(Boolean).join(' · ') || one.record,
            })),
          ]}
        />
      )}
      {as === 'raise' && (
        <>
          <TextField label={t('changes.decide.owner')} value={owner} onChange={setOwner} />
          <TextField type="date" label={t('changes.decide.due')} value={due} onChange={setDue} />
        </>
      )}
      <DecideSteps
        ready
        what={<p>{t(will)}</p>}
        button={t(`changes.decide.${as}`)}
        busy={decide.isPending}
        error={decide.error}
        onCancel={onClose}
        onConfirm={(reason) =>
          decide.mutate(
            {
              params: { id: change.id },
              body: {
                kind: as,
                reason,
                ...(as === 'accept' && through ? { through } : {}),
                ...(as === 'explain' && record ? { record } : {}),
                ...(as === 'raise' && owner.trim() ? { owner: owner.trim() } : {}),
                ...(as === 'raise' && due ? { due } : {}),
              },
            },
            { onSuccess: onClose },
          )
        }
      />
    </Dialog>
  )
}

export function UndoChangeDialog({ decision, onClose }: { readonly decision: ChangeDecision; onClose(): void }) {
  const { t } = useText()
  const undo = useWrite(doors.undoChangeDecision)
  return (
    <Dialog open title={t('changes.undoDecision')} closeLabel={t('ui.close')} onClose={onClose}>
      <DecideSteps
        ready
        what={<p>{t('changes.undoWill')}</p>}
        button={t('decide.undo')}
        busy={undo.isPending}
        error={undo.error}
        onCancel={onClose}
        onConfirm={(reason) => undo.mutate({ params: { id: decision.id }, body: { reason } }, { onSuccess: onClose })}
      />
    </Dialog>
  )
}
