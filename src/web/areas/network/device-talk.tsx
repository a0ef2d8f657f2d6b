import { useMemo } from 'react'
import type { DeviceDetail } from '#contract/network.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Facts, Panel } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { devicePath, isEverybodys } from './device-words.ts'

type Peer = DeviceDetail['conversations']['peers'][number]

const operations = ['program', 'write', 'read', 'identify'] as const
export type Deed = `${(typeof operations)[number]}.${'client' | 'server'}`

/** Who does what to whom, the gravest first: other ends by deed, without doubles. */
export function deedsOf(peers: readonly Peer[]): readonly { readonly deed: Deed; readonly peers: readonly string[] }[] {
  return operations.flatMap((operation) =>
    (['server', 'client'] as const).flatMap((side) => {
      const found = peers.filter((peer) => peer.side === side && peer.operations[operation] > 0)
      const ends = [...new Set(found.map(({ peer }) => peer))]
      return ends.length === 0 ? [] : [{ deed: `${operation}.${side}` as const, peers: ends }]
    }),
  )
}

const MOST = 8

/** With whom it talks: who reads, writes and programs it, and whom it reads, writes and programs. */
export function DeviceTalk({ device }: { readonly device: DeviceDetail }) {
  const { t } = useText()
  const format = useFormat()
  const { total, asClient, asServer, peers } = device.conversations
  const columns = useMemo<Column<Peer>[]>(
    () => [
      {
        key: 'peer',
        title: t('device.peer'),
        value: (one) => one.peer,
        cell: (one) => (
          <>
            <PeerLink plant={device.plant} id={one.peer} />
            <span className="muted">
              {one.peerAsset ? ` ${one.peerAsset}` : ''}
              {one.peerLevel ? ` · L${one.peerLevel}` : ''}
            </span>
          </>
        ),
      },
      { key: 'side', title: t('device.side'), value: (one) => t(`device.side.${one.side}`) },
      {
        key: 'protocol',
        title: t('conversation.protocol'),
        value: (one) => titleOf(one.protocol) + (one.serverPort === null ? '' : ` · ${one.serverPort}`),
        nowrap: true,
      },
      {
        key: 'operations',
        title: t('conversation.operations'),
        value: (one) =>
          ([...operations, 'other'] as const)
            .filter((operation) => one.operations[operation] > 0)
            .map((operation) => `${t(`operation.${operation}`)} ${format.number(one.operations[operation])}`)
            .join(', ') || null,
        cell: (one) =>
          ([...operations, 'other'] as const)
            .filter((operation) => one.operations[operation] > 0)
            .map((operation, place) => (
              <span key={operation}>
                {place > 0 && ', '}
                <span className={operation === 'program' ? 'warn' : ''}>
                  {t(`operation.${operation}`)} {format.number(one.operations[operation])}
                </span>
              </span>
            )),
      },
      {
        key: 'answered',
        title: t('device.answered'),
        value: (one) => t(one.answered ? 'value.yes' : 'value.no'),
      },
      {
        key: 'packets',
        title: t('captures.packets'),
        numeric: true,
        value: (one) => one.packets.toServer + one.packets.toClient,
        cell: (one) => format.number(one.packets.toServer + one.packets.toClient),
      },
      {
        key: 'bytes',
        title: t('captures.bytes'),
        numeric: true,
        value: (one) => one.bytes.toServer + one.bytes.toClient,
        cell: (one) => format.bytes(one.bytes.toServer + one.bytes.toClient),
      },
      {
        key: 'last',
        title: t('conversation.lastSeen'),
        value: (one) => one.lastSeen,
        cell: (one) => (one.lastSeen ? format.instant(one.lastSeen) : '–'),
      },
      {
        key: 'open',
        title: t('device.conversations'),
        numeric: true,
        value: (one) => one.conversations,
        cell: (one) => (
          <AppLink to={conversationPath(one.conversation, device.plant, one.peer)}>
            {t('device.openConversations', { count: one.conversations })}
          </AppLink>
        ),
      },
    ],
    [t, format, device.plant],
  )
  if (total === 0)
    return (
      <Panel title={t('assets.conversations')}>
        <p className="muted">{t('device.silent')}</p>
      </Panel>
    )
  return (
    <>
      <Panel title={t('device.deeds')}>
        <p>
          {t('device.talks', { total, asClient, asServer })}{' '}
          {device.ips[0] !== undefined && (
            <AppLink
              to={`/network/boundary/conversations?${new URLSearchParams({ q: device.ips[0] })}`}
              view={{ plant: device.plant }}
            >
              {t('boundary.ofDevice')}
            </AppLink>
          )}
        </p>
        <Facts
          items={deedsOf(peers).map(({ deed, peers: ends }) => [
            t(`device.deed.${deed}`),
            <span key={deed}>
              {ends.slice(0, MOST).map((id, place) => (
                <span key={id}>
                  {place > 0 && ', '}
                  <PeerLink plant={device.plant} id={id} />
                </span>
              ))}
              {ends.length > MOST && <span className="muted"> {t('ref.more', { count: ends.length - MOST })}</span>}
            </span>,
          ])}
        />
      </Panel>
      <Panel title={t('device.talksWith')} flush>
        <DataTable
          name={`conversations-${device.id}`}
          caption={t('device.talksWith')}
          columns={columns}
          rows={peers}
          rowKey={(one) => `${one.peer} ${one.side} ${one.protocol} ${one.serverPort}`}
          maxHeight={480}
          tools={peers.length >= 50 && <span className="small muted">{t('device.busiest')}</span>}
        />
      </Panel>
    </>
  )
}

function PeerLink({ plant, id }: { readonly plant: string; readonly id: string }) {
  return isEverybodys(id) ? <span>{id}</span> : <AppLink to={devicePath(plant, id)}>{id}</AppLink>
}

/** The latest conversation, marked among those with the same other end. */
function conversationPath(conversation: string, plant: string, peer: string): string {
  const asked = new URLSearchParams({ plant, capture: conversation.split('/')[0] ?? '', q: peer, id: conversation })
  return `/assets/conversations?${asked}`
}
