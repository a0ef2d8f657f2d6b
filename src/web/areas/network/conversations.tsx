import { useSearchParams } from 'react-router'
import { useText } from '#web/i18n/text.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { PageHead } from '#web/ui/kit.tsx'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { ConversationTable } from './conversation-table.tsx'

/** Every conversation that was observed, with those that cross the boundary marked. */
export function Conversations() {
  const { t } = useText()
  const { plant } = useView()
  const [search] = useSearchParams()
  const [q, setQ] = useQueryWord('q')
  const [crosses, setCrosses] = useQueryWord('crosses')
  return (
    <>
      <PageHead title={t('conversations.headline')}>{t('conversations.told')}</PageHead>
      <div className="row end">
        <SearchField label={t('conversations.search')} value={q} onSearch={setQ} />
        <SelectField
          label={t('conversation.boundary')}
          value={crosses}
          onChange={setCrosses}
          options={[
            { value: '', label: t('ui.all') },
            { value: 'true', label: t('conversation.onlyCrossing') },
          ]}
        />
      </div>
      <ConversationTable query={{ plant, q, crosses, capture: search.get('capture') }} marked={search.get('id')} />
    </>
  )
}
