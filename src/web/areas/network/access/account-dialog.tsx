import { useState } from 'react'
import type { Account } from '#contract/access.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { useRead, useWrite } from '#web/view/read.ts'
import { DecideSteps } from '../decide-steps.tsx'

/** Says that an account is used by several, or whose it is. */
export function AccountDialog({ account, onClose }: { readonly account: Account; onClose(): void }) {
  const { t } = useText()
  const [kind, setKind] = useState<'shared' | 'personal'>(account.shared === null ? 'shared' : 'personal')
  const [person, setPerson] = useState('')
  const people = useRead(doors.people).data?.items ?? []
  const decide = useWrite(doors.decideAccount)
  return (
    <Dialog
      open
      title={t('access.decideTitle', { account: account.account })}
      closeLabel={t('ui.close')}
      onClose={onClose}
    >
      <SelectField
        label={t('access.decideKind')}
        value={kind}
        onChange={(value) => setKind(value === 'shared' ? 'shared' : 'personal')}
        options={[
          { value: 'shared', label: t('access.saidShared') },
          { value: 'personal', label: t('access.saidPersonal') },
        ]}
      />
      {kind === 'personal' && (
        <SelectField
          label={t('access.decidePerson')}
          hint={t('access.decidePersonHint')}
          value={person}
          onChange={setPerson}
          options={[
            { value: '', label: t('access.unnamed') },
            ...people.flatMap((one) => (one.name === null ? [] : [{ value: one.key, label: one.name }])),
          ]}
        />
      )}
      <DecideSteps
        ready
        what={<p>{t(kind === 'shared' ? 'access.willShared' : 'access.willPersonal', { account: account.account })}</p>}
        button={t('access.decide')}
        busy={decide.isPending}
        error={decide.error}
        onCancel={onClose}
        onConfirm={(reason) =>
          decide.mutate(
            {
              params: { plant: account.plant },
              body: {
                account: account.account,
                kind,
                person: kind === 'shared' || person === '' ? null : person,
                reason,
              },
            },
            { onSuccess: onClose },
          )
        }
      />
    </Dialog>
  )
}

/** Takes a word on an account back, with a reason. */
export function UndoAccountDialog({
  decision,
  onClose,
}: {
  readonly decision: Account['decisions'][number]
  onClose(): void
}) {
  const { t } = useText()
  const undo = useWrite(doors.undoAccountDecision)
  return (
    <Dialog open title={t('decide.undoTitle')} closeLabel={t('ui.close')} onClose={onClose}>
      <DecideSteps
        ready
        what={<p>{t('access.willUndo', { account: decision.account })}</p>}
        button={t('decide.undo')}
        busy={undo.isPending}
        error={undo.error}
        onCancel={onClose}
        onConfirm={(reason) => undo.mutate({ params: { id: decision.id }, body: { reason } }, { onSuccess: onClose })}
      />
    </Dialog>
  )
}
