import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { Notice, PageHead } from '#web/ui/kit.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { useRead } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { ConversationTable } from './conversation-table.tsx'
import { deeds } from './relation-words.ts'
import { Relations } from './relations.tsx'

const TABS = [...deeds, 'all', 'conversations'] as const
const LEVELS = ['5', '4', '3.5', '3', '2', '1', '0', 'none'] as const

/** Who programs whom, before all else; then who writes, who reads, and every conversation with its first packet. */
export function Conversations() {
  const { t } = useText()
  const format = useFormat()
  const { plant } = useView()
  const [search, setSearch] = useSearchParams()
  const [word, setTab] = useQueryWord('does')
  const [q, setQ] = useQueryWord('q')
  const [crosses, setCrosses] = useQueryWord('crosses')
  const [protocol, setProtocol] = useQueryWord('protocol')
  const [level, setLevel] = useQueryWord('level')
  // A link that names a conversation, or only what crosses, speaks of conversations.
  const first = search.has('id') ? 'conversations' : 'program'
  const tab = TABS.find((one) => one === word) ?? first
  const [capture, client, server, device] = ['capture', 'client', 'server', 'device'].map((one) => search.get(one))
  const filters = useMemo(
    () => ({ plant, q, crosses, protocol, level, capture, client, server, device }),
    [plant, q, crosses, protocol, level, capture, client, server, device],
  )
  const deed = deeds.find((one) => one === tab) ?? null
  const summary = useRead(doors.relationSummary, { query: { ...filters, operation: deed } }, { keep: true })
  const known = summary.data
  const narrow = [
    ['client', client],
    ['server', server],
    ['device', device],
    ['capture', capture],
  ] as const
  const isFiltered = [q, crosses, protocol, level, capture, client, server, device].some(Boolean)
  const take = (names: readonly string[]) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        for (const name of names) next.delete(name)
        return next
      },
      { replace: true },
    )
  return (
    <>
      <PageHead
        title={
          known
            ? t(isFiltered ? 'relations.headlineFiltered' : 'relations.headline', { program: known.counts.program })
            : t('conversations.headline')
        }
      >
        {known
          ? t('relations.told', {
              pairs: known.counts.all,
              conversations: format.number(known.conversations),
            })
          : t('conversations.told')}
      </PageHead>
      {known && known.programsSafety > 0 && (
        <Notice tone="wrong" title={t('relations.safety', { count: known.programsSafety })}>
          {t('relations.safetyHint')}
        </Notice>
      )}
      {known && known.programsFromOutside > 0 && (
        <Notice tone="warn" title={t('relations.outside', { count: known.programsFromOutside })}>
          {t('relations.outsideHint')}
        </Notice>
      )}
      <fieldset
        className="tabs no-print"
        aria-label={t('relations.tabs')}
        style={{ margin: 0, padding: 0, borderWidth: '0 0 1px' }}
      >
        {TABS.map((one) => (
          <button key={one} type="button" aria-pressed={one === tab} onClick={() => setTab(one)}>
            {t(`relations.tab.${one}`)}{' '}
            {known && format.number(one === 'conversations' ? known.conversations : known.counts[one])}
          </button>
        ))}
      </fieldset>
      <div className="row end">
        <SearchField label={t('conversations.search')} value={q} onSearch={setQ} />
        <SelectField
          label={t('conversation.protocol')}
          value={protocol}
          onChange={setProtocol}
          options={[
            { value: '', label: t('ui.all') },
            ...(known?.protocols ?? []).map(({ value, conversations }) => ({
              value,
              label: `${titleOf(value)} (${format.number(conversations)})`,
            })),
          ]}
        />
        <SelectField
          label={t('relations.anyLevel')}
          value={level}
          onChange={setLevel}
          options={[
            { value: '', label: t('ui.all') },
            ...LEVELS.map((one) => ({
              value: one,
              label: one === 'none' ? t('relations.noLevel') : t('relations.level', { level: one }),
            })),
          ]}
        />
        <SelectField
          label={t('conversation.boundary')}
          value={crosses}
          onChange={setCrosses}
          options={[
            { value: '', label: t('ui.all') },
            { value: 'true', label: t('conversation.onlyCrossing') },
            { value: 'false', label: t('relations.notCrossing') },
          ]}
        />
        {narrow.map(
          ([name, value]) =>
            value && (
              <Button key={name} onClick={() => take([name, 'id'])}>
                {t(`relations.only.${name}`, { value: name === 'capture' ? t('relations.thisCapture') : value })} ✕
              </Button>
            ),
        )}
        {isFiltered && (
          <Button
            kind="quiet"
            onClick={() => take(['q', 'crosses', 'protocol', 'level', 'capture', 'client', 'server', 'device', 'id'])}
          >
            {t('devices.clearFilters')}
          </Button>
        )}
      </div>
      {summary.error && <ProblemNotice error={summary.error} onRetry={() => summary.refetch()} />}
      {tab === 'conversations' ? (
        <ConversationTable query={filters} marked={search.get('id')} />
      ) : (
        <Relations deed={deed} filters={filters} summary={known} isFiltered={isFiltered} />
      )}
    </>
  )
}
