import { type ReactNode, useState } from 'react'
import { ApiError } from '#web/api/client.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { LongField } from '#web/ui/fields.tsx'
import { Notice } from '#web/ui/kit.tsx'
import { useActing } from '#web/view/acting.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'

/** The last steps of every decision about devices: why, what will happen, in whose name, and yes or no. */
export function DecideSteps(props: {
  readonly ready: boolean
  /** What will happen. */
  readonly what: ReactNode
  readonly button: string
  readonly busy: boolean
  readonly error: Error | null
  onCancel(): void
  onConfirm(reason: string): void
}) {
  const { t } = useText()
  const { person } = useActing()
  const [reason, setReason] = useState('')
  return (
    <>
      <LongField
        label={t('decide.reason')}
        hint={t('decide.reasonHint')}
        required
        rows={2}
        value={reason}
        onChange={setReason}
      />
      {props.what && (
        <Notice title={t('decide.will')}>
          {props.what}
          <p>{t('decide.remembered')}</p>
        </Notice>
      )}
      {props.error && <DecideProblem error={props.error} />}
      <div className="row">
        <Button
          kind="primary"
          disabled={!props.ready || reason.trim() === ''}
          busy={props.busy}
          onClick={() => props.onConfirm(reason.trim())}
        >
          {props.button}
        </Button>
        <Button kind="quiet" onClick={props.onCancel}>
          {t('ui.cancel')}
        </Button>
        <span className="small muted">
          {person ? t('form.as', { name: person.name ?? person.key }) : t('decide.nobody')}
        </span>
      </div>
    </>
  )
}

/** Somebody else decided meanwhile: what is shown now is the latest, and the next try counts from there. */
function DecideProblem({ error }: { readonly error: Error }) {
  const { t } = useText()
  if (error instanceof ApiError && error.problem.status === 412)
    return (
      <Notice tone="wrong" title={t('decide.meanwhile')}>
        {t('decide.meanwhileHint')}
      </Notice>
    )
  return <ProblemNotice error={error} />
}
