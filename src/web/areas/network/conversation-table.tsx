import { useMemo } from 'react'
import type { Conversation } from '#contract/network.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty, Tag } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { useReadPages } from '#web/view/read.ts'
import { useQueryWord } from '#web/view/use-view.ts'
import { judgedPath } from './boundary/boundary-words.ts'

const OPERATIONS = ['program', 'write', 'read', 'identify', 'other'] as const

/** Whether it crosses the boundary cannot be told while the level of one end is unknown: that is not "no". */
function hasNoLevel(one: { readonly clientLevel: string | null; readonly serverLevel: string | null }): boolean {
  return one.clientLevel === null || one.serverLevel === null
}

/** Who talked to whom, by which protocol, doing what; the first packet is one click away. */
export function ConversationTable(props: {
  readonly query: Readonly<Record<string, string | null | undefined>>
  readonly marked?: string | null
}) {
  const { t } = useText()
  const format = useFormat()
  const [sorted, setSorted] = useQueryWord('sort')
  const [sort, order] = (sorted || 'bytes.desc').split('.') as [string, 'asc' | 'desc']
  const pages = useReadPages(doors.conversations, { query: { ...props.query, sort, order, limit: 200 } })
  const columns = useMemo<VirtualColumn<Conversation>[]>(() => {
    const end = (id: string, asset: string | null, level: string | null) =>
      `${id}${asset ? ` (${asset})` : ''}${level ? ` · L${level}` : ''}`
    return [
      {
        key: 'client',
        title: t('conversation.client'),
        width: 200,
        sortable: true,
        value: (one) => end(one.client, one.clientAsset, one.clientLevel),
      },
      {
        key: 'server',
        title: t('conversation.server'),
        width: 210,
        sortable: true,
        value: (one) => end(one.server, one.serverAsset, one.serverLevel),
      },
      {
        key: 'protocol',
        title: t('conversation.protocol'),
        width: 90,
        value: (one) => titleOf(one.protocol ?? one.transport),
        sortable: true,
      },
      {
        key: 'port',
        title: t('conversation.port'),
        width: 104,
        value: (one) => (one.serverPort === null ? one.transport : `${one.transport}/${one.serverPort}`),
      },
      {
        key: 'operations',
        title: t('conversation.operations'),
        width: 190,
        value: (one) =>
          OPERATIONS.filter((operation) => (one.operations?.[operation] ?? 0) > 0)
            .map((operation) => `${t(`operation.${operation}`)} ${one.operations?.[operation]}`)
            .join(', ') || null,
      },
      {
        key: 'functions',
        title: t('relations.functions'),
        width: 260,
        value: (one) =>
          one.functions
            .map(({ name, requests, responses }) => `${name} ${Math.max(requests, responses)}`)
            .concat(one.refused > 0 ? [`${t('relations.refusedShort')} ${one.refused}`] : [])
            .join(', ') || null,
      },
      {
        key: 'crosses',
        title: t('conversation.boundary'),
        width: 150,
        value: (one) =>
          one.crosses
            ? t(one.answered ? 'conversation.crosses' : 'conversation.tries')
            : hasNoLevel(one)
              ? t('conversation.noLevel')
              : null,
        // Each stands against the zones and conduits, whatever it is.
        cell: (one) => (
          <AppLink to={judgedPath(one)}>
            {one.crosses ? (
              <Tag tone={one.answered ? 'wrong' : 'warn'}>
                {t(one.answered ? 'conversation.crosses' : 'conversation.tries')}
              </Tag>
            ) : hasNoLevel(one) ? (
              t('conversation.noLevel')
            ) : (
              t('boundary.verdict')
            )}
          </AppLink>
        ),
      },
      {
        key: 'packet',
        title: t('conversation.firstPacket'),
        width: 100,
        value: (one) => one.firstPacket,
        cell: (one) =>
          one.firstPacket === null ? (
            '–'
          ) : (
            <AppLink to={`/evidence/captures/${one.capture}/packets/${one.firstPacket}`}>
              {one.firstPlace ?? `#${one.firstPacket}`}
            </AppLink>
          ),
      },
      {
        key: 'packets',
        title: t('captures.packets'),
        width: 90,
        numeric: true,
        sortable: true,
        value: (one) => bothWays(one.packets),
      },
      {
        key: 'bytes',
        title: t('captures.bytes'),
        width: 90,
        numeric: true,
        sortable: true,
        value: (one) => bothWays(one.bytes),
        cell: (one) => {
          const bytes = bothWays(one.bytes)
          return bytes === null ? '–' : format.bytes(bytes)
        },
      },
      {
        key: 'lastSeen',
        title: t('conversation.lastSeen'),
        width: 170,
        sortable: true,
        value: (one) => one.lastSeen,
        cell: (one) => (one.lastSeen ? format.instant(one.lastSeen) : '–'),
      },
    ]
  }, [t, format])
  return (
    <ListPanel
      title={t('assets.conversations')}
      fileName="conversations"
      pages={pages}
      columns={columns}
      rowKey={(one) => one.id}
      isMarked={(one) => one.id === props.marked}
      sort={{ key: sort, order }}
      onSort={(key) => setSorted(key === sort && order === 'desc' ? `${key}.asc` : `${key}.desc`)}
      empty={
        <Empty
          title={t('conversation.empty')}
          action={
            <AppLink to="/evidence" className="btn">
              {t('evidence.bring')}
            </AppLink>
          }
        >
          {t('conversation.emptyHint')}
        </Empty>
      }
    />
  )
}

/** Null where the source tells neither direction. */
function bothWays({ toServer, toClient }: Conversation['packets']): number | null {
  return toServer === null && toClient === null ? null : (toServer ?? 0) + (toClient ?? 0)
}
