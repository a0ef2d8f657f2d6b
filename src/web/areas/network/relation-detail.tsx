import { useMemo } from 'react'
import type { Relation, TalkFunction } from '#contract/relations.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { concernWords, type Deed, relationSentence } from './relation-words.ts'

/** Everything between two devices: what is asked for by name, what was refused, and its conversations. */
export function RelationDetail({ relation, deed }: { readonly relation: Relation; readonly deed: Deed | null }) {
  const { t } = useText()
  const format = useFormat()
  const columns = useMemo<Column<TalkFunction>[]>(
    () => [
      { key: 'name', title: t('relations.function'), value: (one) => one.name },
      {
        key: 'protocol',
        title: t('conversation.protocol'),
        value: (one) => (one.protocol === null ? null : titleOf(one.protocol)),
      },
      { key: 'code', title: t('relations.code'), value: (one) => one.code },
      { key: 'operation', title: t('conversation.operations'), value: (one) => t(`operation.${one.operation}`) },
      {
        key: 'requests',
        title: t('relations.requests'),
        value: (one) => one.requests,
        cell: (one) => format.number(one.requests),
        numeric: true,
      },
      {
        key: 'responses',
        title: t('relations.responses'),
        value: (one) => one.responses,
        cell: (one) => format.number(one.responses),
        numeric: true,
      },
    ],
    [t, format],
  )
  const asked = new URLSearchParams({
    does: 'conversations',
    plant: relation.plant,
    client: relation.client.device,
    server: relation.server.device,
  })
  return (
    <div className="stack">
      <div>
        {deed !== null && <p>{relationSentence(relation, deed, t, format)}</p>}
        {relation.concerns.length > 0 && (
          <p className="muted">
            {t('relations.because', {
              list: format.list(relation.concerns.map((one) => concernWords(one, relation, t))),
            })}
          </p>
        )}
        <p className="muted">
          {t('relations.between', { count: relation.conversations, number: format.number(relation.conversations) })}{' '}
          {relation.refused > 0 &&
            t('relations.refused', { count: relation.refused, number: format.number(relation.refused) })}{' '}
          {relation.operations === null && t('relations.notTold')}
        </p>
        <AppLink to={`/assets/conversations?${asked}`}>{t('relations.toConversations')}</AppLink>
      </div>
      {relation.functions.length > 0 && (
        <DataTable
          name={`functions-${relation.client.device}-${relation.server.device}`}
          caption={t('relations.functions')}
          columns={columns}
          rows={relation.functions}
          rowKey={(one) => `${one.protocol} ${one.code} ${one.name} ${one.operation}`}
          maxHeight={300}
        />
      )}
    </div>
  )
}
