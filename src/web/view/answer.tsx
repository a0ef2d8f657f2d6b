import type { ReactNode } from 'react'
import { ApiError } from '#web/api/client.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice, Skeleton } from '#web/ui/kit.tsx'

/** A refusal or failure in words: what the server said, and where the input is wrong. */
export function ProblemNotice({ error, onRetry }: { readonly error: Error; onRetry?(): void }) {
  const { t } = useText()
  const problem = error instanceof ApiError ? error.problem : null
  const title =
    problem?.status === 0
      ? t('problem.unreachable')
      : problem?.status === 404
        ? t('problem.notFound')
        : problem && problem.status < 500
          ? t('problem.refused')
          : t('problem.broken')
  return (
    <Notice
      tone="wrong"
      title={title}
      action={
        onRetry && (
          <Button kind="quiet" onClick={onRetry}>
            {t('ui.retry')}
          </Button>
        )
      }
    >
      {problem && problem.status !== 0 && <p>{problem.detail ?? problem.title}</p>}
      {problem?.problems && problem.problems.length > 0 && (
        <ul>
          {problem.problems.slice(0, 20).map((one) => (
            <li key={`${one.path} ${one.reason}`}>
              {one.path && <code>{one.path}</code>} {one.reason}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

/** What is asked for, while it is under way, when it is here, and when it was refused. */
export function Answer<T>(props: {
  readonly query: { readonly data: T | undefined; readonly error: Error | null; refetch(): unknown }
  readonly lines?: number
  readonly children: (data: T) => ReactNode
}) {
  const { t } = useText()
  const { data, error, refetch } = props.query
  if (data !== undefined) return props.children(data)
  if (error) return <ProblemNotice error={error} onRetry={() => refetch()} />
  return <Skeleton lines={props.lines ?? 4} label={t('ui.loading')} />
}
