import './packet.css'
import { useMemo, useState } from 'react'
import { useParams } from 'react-router'
import type { Packet } from '#contract/network.ts'
import { faultReasonJa } from '#core/capture/fault-reasons.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { ApiError } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Facts, Notice, PageHead, Panel } from '#web/ui/kit.tsx'
import { ScrollRegion } from '#web/ui/scroll-region.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { type HexByte, hexLines, type Range } from './hex-lines.ts'

/** One packet by its layers and its bytes: the end of every way from a verdict. */
export function PacketPage() {
  const { id = '', number = '' } = useParams()
  const { t } = useText()
  // A sensor's packet lies with the sensor, and comes when it is asked for.
  const isFar = id.startsWith('sensor-')
  const every = (known: unknown) => (isFar && known === undefined ? 5000 : (false as const))
  const packet = useRead(doors.packet, { params: { id, number } }, isFar ? { every } : { keep: true })
  if (isFar && packet.data === undefined && packet.error instanceof ApiError && packet.error.problem.status === 404) {
    return <Notice title={t('sensors.packetAsked')}>{t('sensors.packetAskedHint')}</Notice>
  }
  return <Answer query={packet}>{(known) => <Page packet={known} />}</Answer>
}

function Page({ packet }: { readonly packet: Packet }) {
  const { t, language } = useText()
  const format = useFormat()
  const name = usePlantName()
  const said = (reason: string) => (language === 'ja' ? (faultReasonJa(reason) ?? reason) : reason)
  const [chosen, setChosen] = useState<number | null>(null)
  const layer = chosen === null ? undefined : packet.layers[chosen]
  const base = `/evidence/captures/${packet.capture}`
  return (
    <>
      <PageHead
        title={t('packet.title', { number: packet.number, capture: packet.captureName })}
        crumbs={[
          <AppLink key="c" to="/evidence/captures">
            {t('evidence.captures')}
          </AppLink>,
          <AppLink key="f" to={base}>
            {packet.captureName}
          </AppLink>,
          name(packet.plant),
        ]}
      >
        {packet.layers.map((one) => titleOf(one.protocol)).join(' ▸ ')}
      </PageHead>
      <div className="row">
        {packet.previous !== null && (
          <AppLink className="btn" to={`${base}/packets/${packet.previous}`}>
            ← {packet.previous}
          </AppLink>
        )}
        {packet.next !== null && (
          <AppLink className="btn" to={`${base}/packets/${packet.next}`}>
            {packet.next} →
          </AppLink>
        )}
        <span className="muted">
          {packet.at ? format.instant(packet.at) : t('packet.noTime')} ·{' '}
          {t('packet.lengths', { captured: packet.lengthCaptured, wire: packet.lengthOnWire })}
        </span>
      </div>
      {packet.faults.map((one) => (
        <Notice key={`${one.offset} ${one.reason}`} tone="warn">
          {said(one.reason)} {one.offset === null ? '' : `(${t('packet.offset')} ${one.offset})`}
        </Notice>
      ))}
      {packet.masked.length > 0 && <Notice>{t('packet.masked')}</Notice>}
      <div className="packet-columns">
        <Panel title={t('packet.layers')} flush>
          {packet.layers.map((one, place) => (
            <div key={`${one.protocol} ${one.offset}`} className="layer">
              <button
                type="button"
                aria-pressed={chosen === place}
                onClick={() => setChosen(chosen === place ? null : place)}
              >
                {titleOf(one.protocol)}{' '}
                <span className="muted small">
                  {t('packet.bytes', { first: one.offset, last: one.offset + Math.max(1, one.length) - 1 })}
                </span>
              </button>
              <Facts
                items={one.fields.map(
                  (field) => [field.name, field.name === 'Fault' ? said(field.value) : field.value] as const,
                )}
              />
            </div>
          ))}
        </Panel>
        <Panel title={t('packet.hex')} flush>
          {packet.hex === null ? (
            <p className="muted" style={{ padding: 12 }}>
              {t('packet.notKept')}
            </p>
          ) : (
            <Hex hex={packet.hex} masked={packet.masked} lit={layer} />
          )}
        </Panel>
      </div>
    </>
  )
}

function Hex({
  hex,
  masked,
  lit,
}: {
  readonly hex: string
  readonly masked: readonly Range[]
  readonly lit: Range | undefined
}) {
  const { t } = useText()
  const lines = useMemo(() => hexLines(hex, masked), [hex, masked])
  const [all, setAll] = useState(false)
  const shown = all ? lines : lines.slice(0, 96)
  const classOf = (byte: HexByte) =>
    `${byte.masked ? 'masked' : ''} ${lit && byte.at >= lit.offset && byte.at < lit.offset + lit.length ? 'lit' : ''}`
  return (
    <ScrollRegion label={t('packet.hex')} style={{ maxHeight: 560 }}>
      <pre className="hex">
        {shown.map((line) => (
          <div key={line[0]?.at}>
            <span className="at">{(line[0]?.at ?? 0).toString(16).padStart(4, '0')}</span>
            {'  '}
            {line.map((byte, place) => (
              <span key={byte.at}>
                <span className={classOf(byte)}>{byte.hex}</span>
                {place === 7 ? '  ' : ' '}
              </span>
            ))}
            {' '.repeat((16 - line.length) * 3 + (line.length <= 7 ? 1 : 0) + 1)}
            {line.map((byte) => (
              <span key={byte.at} className={classOf(byte)}>
                {byte.sign}
              </span>
            ))}
          </div>
        ))}
      </pre>
      {lines.length > shown.length && (
        <button type="button" className="btn quiet" onClick={() => setAll(true)}>
          {t('ui.more')}
        </button>
      )}
    </ScrollRegion>
  )
}
