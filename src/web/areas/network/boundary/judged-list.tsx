import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { boundaryVerdicts, type JudgedConversation } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { Empty, PageHead, Tag } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord } from '#web/view/use-view.ts'
import { isWrong, judgedPath, packetPath, serviceName, verdictText, zoneName } from './boundary-words.ts'
import { OnePlant } from './one-plant.tsx'

const NARROWING = ['a', 'b', 'zone', 'conduit'] as const

/** Every conversation with its verdict, those first that no conduit allows. */
export function JudgedList() {
  return <OnePlant title="boundary.conversations">{(plant) => <OfPlant plant={plant} />}</OnePlant>
}

function OfPlant({ plant }: { readonly plant: string }) {
  const text = useText()
  const { t, pick } = text
  const format = useFormat()
  const [search, setSearch] = useSearchParams()
  const [verdict, setVerdict] = useQueryWord('verdict')
  const [open, setOpen] = useQueryWord('open')
  const [q, setQ] = useQueryWord('q')
  const [a, b, zone, conduit] = NARROWING.map((name) => search.get(name) ?? undefined)
  const query = useMemo(
    () => ({ verdict, open, q, a, b, zone, conduit, limit: 100 }),
    [verdict, open, q, a, b, zone, conduit],
  )
  const pages = useReadPages(doors.judgedList, { params: { plant }, query })
  const total = pages.data?.pages[0]?.total ?? null
  const ends = (name: string | undefined) => (name === undefined ? null : name === '-' ? t('boundary.outside') : name)
  const narrowed = [
    a && b ? `${ends(a)} ↔ ${ends(b)}` : null,
    ends(zone),
    conduit ? t('boundary.conduit') : null,
  ].filter((one) => one !== null)
  const widen = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        for (const name of NARROWING) next.delete(name)
        return next
      },
      { replace: true },
    )
  const columns = useMemo<VirtualColumn<JudgedConversation>[]>(
    () => [
      {
        key: 'verdict',
        title: t('judged.verdict'),
        width: 130,
        value: (one) => verdictText(one, text),
        cell: (one) => (
          <AppLink to={judgedPath(one)}>
            {one.verdict === 'allowed' ? (
              t('judged.verdict.allowed')
            ) : (
              <Tag tone={isWrong(one.verdict) && one.answered !== false ? 'wrong' : 'warn'}>
                {verdictText(one, text)}
              </Tag>
            )}
          </AppLink>
        ),
      },
      { key: 'client', title: t('relations.who'), width: 175, value: (one) => endOf(one.client, one.clientAsset) },
      { key: 'server', title: t('relations.whom'), width: 175, value: (one) => endOf(one.server, one.serverAsset) },
      {
        key: 'zones',
        title: t('boundary.fromTo'),
        width: 190,
        value: (one) => `${zoneName(one.clientZone, text)} → ${zoneName(one.serverZone, text)}`,
      },
      { key: 'service', title: t('boundary.services'), width: 140, value: serviceName },
      {
        key: 'last',
        title: t('conversation.lastSeen'),
        width: 110,
        value: (one) => one.days.at(-1) ?? null,
        cell: (one) => (one.days.length === 0 ? '–' : format.day(one.days.at(-1)!)),
      },
      {
        key: 'packet',
        title: t('relations.proof'),
        width: 90,
        value: (one) => one.witness.place ?? one.witness.packet,
        cell: (one) => <AppLink to={packetPath(one.witness)}>{one.witness.place ?? `#${one.witness.packet}`}</AppLink>,
      },
      { key: 'because', title: t('judged.because'), width: 420, value: (one) => pick(one.because) },
    ],
    [t, pick, text, format],
  )
  return (
    <>
      <PageHead
        title={
          total === null
            ? t('boundary.conversations')
            : t(open === 'true' ? 'judged.headOpen' : 'judged.head', { count: total })
        }
      >
        {t('judged.told')}
      </PageHead>
      <div className="row end">
        <SearchField label={t('conversations.search')} value={q} onSearch={setQ} />
        <SelectField
          label={t('judged.verdict')}
          value={open === 'true' ? 'open' : verdict}
          onChange={(value) => {
            setOpen(value === 'open' ? 'true' : '')
            setVerdict(value === 'open' ? '' : value)
          }}
          options={[
            { value: '', label: t('ui.all') },
            { value: 'open', label: t('judged.open') },
            ...boundaryVerdicts.map((value) => ({ value, label: t(`judged.verdict.${value}`) })),
          ]}
        />
        {narrowed.length > 0 && (
          <Button kind="quiet" onClick={widen}>
            {t('judged.widen', { what: narrowed.join(', ') })}
          </Button>
        )}
      </div>
      <ListPanel
        title={t('boundary.conversations')}
        fileName={`conversations-${plant}`}
        pages={pages}
        columns={columns}
        rowKey={(one) => one.id}
        isMarked={(one) => isWrong(one.verdict) && one.answered !== false}
        empty={
          <Empty
            title={t(open === 'true' || verdict || q || narrowed.length > 0 ? 'judged.noneFiltered' : 'judged.none')}
            action={
              <AppLink to="/evidence" className="btn">
                {t('evidence.bring')}
              </AppLink>
            }
          >
            {t('judged.noneHint')}
          </Empty>
        }
      />
    </>
  )
}

const endOf = (address: string, asset: string | null): string => (asset === null ? address : `${asset} ${address}`)
