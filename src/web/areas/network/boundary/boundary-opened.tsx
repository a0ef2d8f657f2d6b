import type { Boundary, BoundaryPair, BoundaryZone } from '#contract/boundary.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Facts, Panel, Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import {
  isUnseen,
  packetPath,
  pairKey,
  pairName,
  pairPath,
  recordForm,
  wrongOf,
  zoneKey,
  zoneName,
  zoneWord,
} from './boundary-words.ts'
import { OpenPane } from './open-pane.tsx'

/** What the map's opened zone or line is: who belongs to it, what may pass, what was seen. */
export function Opened(props: {
  readonly boundary: Boundary
  readonly plant: string
  readonly opened: string
  onClose(): void
}) {
  const { boundary, opened } = props
  const zone = boundary.zones.find((one) => zoneKey(one.name) === opened)
  const pair = boundary.pairs.find((one) => pairKey(one) === opened)
  const pane = zone ? (
    <OpenZone {...props} zone={zone} />
  ) : pair ? (
    <OpenPair {...props} pair={pair} />
  ) : opened === zoneKey(null) ? (
    <OpenOutside {...props} />
  ) : null
  return pane === null ? null : (
    <OpenPane opened={opened} onClose={props.onClose}>
      {pane}
    </OpenPane>
  )
}

type Props = Parameters<typeof Opened>[0]

function Close({ onClose }: Pick<Props, 'onClose'>) {
  const { t } = useText()
  return (
    <Button kind="quiet" onClick={onClose}>
      {t('ui.close')}
    </Button>
  )
}

function OpenZone({ zone, boundary, onClose }: Props & { readonly zone: BoundaryZone }) {
  const text = useText()
  const { t } = text
  const format = useFormat()
  const members = [...zone.addresses, ...zone.vlans.map((vlan) => `VLAN ${vlan}`), ...zone.macs, ...zone.assets]
  const conduits = boundary.conduits.filter(({ from, to }) => from === zone.name || to === zone.name)
  const talks = new URLSearchParams({ zone: zone.name })
  return (
    <Panel title={zone.name} side={<Close onClose={onClose} />}>
      <Facts
        items={[
          [t('boundary.level'), zone.level ?? t('boundary.noLevel')],
          [t('boundary.targetLevel'), zone.targetLevel ?? t('boundary.notSaid')],
          [t('boundary.purpose'), zone.purpose ?? t('boundary.notSaid')],
          [t('boundary.owner'), zone.owner ?? t('boundary.notSaid')],
          [t('boundary.members'), members.join(', ') || t('boundary.noMembers')],
          [
            t('boundary.devices'),
            <AppLink key="devices" to={`/network/devices?q=${encodeURIComponent(prefixOf(zone))}`}>
              {t('relations.devices', { count: zone.devices, number: format.number(zone.devices) })}
              {zone.unregistered > 0 ? ` · ${t('boundary.strangers', { count: zone.unregistered })}` : ''}
            </AppLink>,
          ],
          [t('boundary.conduits'), conduits.map(({ name }) => name).join(', ') || t('boundary.none')],
        ]}
      />
      <p className="row">
        <AppLink to={`/network/boundary/conversations?${talks}`}>{t('boundary.itsConversations')}</AppLink>
        {zone.records.map((record) => (
          <AppLink key={record} to={`/evidence/records/${record}`}>
            {t('boundary.record')}
          </AppLink>
        ))}
      </p>
    </Panel>
  )
}

/** What devices are found by: the fixed octets of the zone's first network. */
function prefixOf({ addresses }: BoundaryZone): string {
  const [network = '', length] = (addresses[0] ?? '').split('/')
  const octets = network.split('.')
  const kept = length === undefined ? octets.length : Math.floor(Number(length) / 8)
  return octets.length === 4 && kept > 0 && kept < 4 ? `${octets.slice(0, kept).join('.')}.` : network
}

function OpenPair({ pair, boundary, plant, onClose }: Props & { readonly pair: BoundaryPair }) {
  const text = useText()
  const { t, pick } = text
  const format = useFormat()
  const sides = [pair.a ?? '*', pair.b ?? '*']
  const conduits = boundary.conduits.filter(({ from, to }) => sides.includes(from) && sides.includes(to) && from !== to)
  const wrong = wrongOf(pair.counts)
  return (
    <Panel title={pairName(pair, text)} side={<Close onClose={onClose} />}>
      <Facts
        items={[
          [t('boundary.allowed'), format.number(pair.counts.allowed)],
          [
            t('boundary.notAllowed'),
            wrong === 0 ? (
              format.number(0)
            ) : (
              <AppLink key="wrong" to={pairPath(pair, { open: 'true' })}>
                {pair.attempts === 0
                  ? format.number(wrong)
                  : t('boundary.wrongAndAttempts', { count: wrong, attempts: pair.attempts })}
              </AppLink>
            ),
          ],
          [
            t('boundary.observed'),
            <span key="observed">
              {pick(pair.observed.because)}
              {pair.observed.since !== null &&
                ` (${t('boundary.observedOn', {
                  days: pair.observed.days,
                  since: format.day(pair.observed.since),
                  until: format.day(pair.observed.until ?? pair.observed.since),
                })})`}
            </span>,
          ],
          [
            t('boundary.conduits'),
            conduits.length === 0 ? (
              t('boundary.none')
            ) : (
              <span key="conduits" className="stack" style={{ gap: 2 }}>
                {conduits.map((one) => (
                  <AppLink key={one.record} to={`/evidence/records/${one.record}`}>
                    {`${one.name}: ${zoneName(one.from, text)} → ${zoneName(one.to, text)} · ${one.services}`}
                  </AppLink>
                ))}
              </span>
            ),
          ],
        ]}
      />
      {isUnseen(pair) && <Tag tone="warn">{t('boundary.silence')}</Tag>}
      <p className="row">
        {pair.witness && wrong > 0 && (
          <AppLink to={packetPath(pair.witness)} className="btn">
            {t('boundary.firstPacket', { place: pair.witness.place ?? `#${pair.witness.packet ?? ''}` })}
          </AppLink>
        )}
        <AppLink to={pairPath(pair)}>{t('boundary.itsConversations')}</AppLink>
        <AppLink
          to={recordForm('conduit', plant, { fromZone: pair.a ?? '*', toZone: pair.b ?? '*' }, '/network/boundary')}
        >
          {t('boundary.writeConduit')}
        </AppLink>
      </p>
    </Panel>
  )
}

function OpenOutside({ boundary, onClose }: Props) {
  const { t } = useText()
  return (
    <Panel title={t('boundary.outside')} side={<Close onClose={onClose} />}>
      <p>{t('boundary.outsideHint', { count: boundary.unknownMembers })}</p>
      <p className="row">
        <AppLink to={`/network/boundary/conversations?zone=${zoneWord(null)}`}>
          {t('boundary.itsConversations')}
        </AppLink>
        <AppLink to="/network/devices/unplaced">{t('boundary.placeNetworks')}</AppLink>
      </p>
    </Panel>
  )
}
