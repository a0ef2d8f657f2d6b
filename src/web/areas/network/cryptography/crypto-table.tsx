import { useMemo } from 'react'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { devicePath } from '../device-words.ts'
import {
  algorithmWords,
  type EndpointRow,
  firstToLapse,
  lapseWords,
  protocolWords,
  weaknessWords,
} from './crypto-words.ts'

/** What is shown, and what leaves as CSV. */
export function useCryptoColumns(): readonly Column<EndpointRow>[] {
  const { t } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  return useMemo(
    () => [
      {
        key: 'system',
        title: t('crypto.system'),
        value: ({ system }) => system.device,
        cell: ({ system }) => (
          <>
            <div>
              <AppLink to={devicePath(system.plant, system.device)}>
                {system.asset ?? system.name ?? system.device}
              </AppLink>
            </div>
            <div className="small muted">
              {[
                (system.asset ?? system.name) ? system.device : null,
                system.level === null ? null : t('relations.level', { level: system.level }),
                plantName(system.plant),
              ]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </>
        ),
      },
      { key: 'protocol', title: t('crypto.protocol'), value: (one) => protocolWords(one, t), nowrap: true },
      {
        key: 'weak',
        title: t('crypto.weakness'),
        value: (one) => one.weaknesses.map((weakness) => weaknessWords(weakness, one.protocol, t)).join('; ') || null,
        cell: (one) =>
          one.weaknesses.length === 0 ? (
            <span className="muted">–</span>
          ) : (
            <div className="crypto-tags">
              {one.weaknesses.map((weakness) => (
                <Tag key={`${weakness.code} ${weakness.what}`} tone={weakness.code === 'offersNone' ? 'warn' : 'wrong'}>
                  {weaknessWords(weakness, one.protocol, t)}
                </Tag>
              ))}
            </div>
          ),
      },
      {
        key: 'algorithms',
        title: t('crypto.algorithms'),
        value: (one) => algorithmWords(one) || null,
        cell: (one) => <span className="crypto-algorithms">{algorithmWords(one) || '–'}</span>,
      },
      {
        key: 'quantum',
        title: t('crypto.quantum'),
        value: (one) => t(`crypto.class.${one.quantum}`),
        cell: (one) => <span title={t(`crypto.classHint.${one.quantum}`)}>{t(`crypto.class.${one.quantum}`)}</span>,
      },
      {
        key: 'certificate',
        title: t('crypto.certificate'),
        value: (one) => firstToLapse(one)?.name ?? null,
        cell: (one) => <CertificateCell endpoint={one} />,
      },
      {
        key: 'lapses',
        title: t('crypto.lapses'),
        numeric: true,
        value: (one) => firstToLapse(one)?.lapsesInDays ?? null,
        cell: (one) => {
          const certificate = firstToLapse(one)
          if (certificate === undefined) return <span className="muted">–</span>
          const days = certificate.lapsesInDays
          const tone = days === null ? '' : days < 0 ? 'wrong' : days <= 90 ? 'warn' : ''
          return (
            <span className={tone} title={certificate.expires === null ? undefined : format.day(certificate.expires)}>
              {lapseWords(days, t)}
            </span>
          )
        },
      },
      {
        key: 'proof',
        title: t('crypto.seen'),
        value: ({ lastSeen }) => `${lastSeen.captureName ?? ''} ${lastSeen.place ?? `#${lastSeen.packet}`}`,
        cell: ({ lastSeen }) => (
          <span className="small crypto-seen">
            {lastSeen.on && <div>{format.day(lastSeen.on)}</div>}
            <AppLink to={`/evidence/captures/${lastSeen.capture}/packets/${lastSeen.packet}`}>
              {lastSeen.place ?? t('relations.packet', { number: format.number(lastSeen.packet) })}
            </AppLink>{' '}
            <span className="muted">{lastSeen.captureName}</span>
          </span>
        ),
      },
    ],
    [t, format, plantName],
  )
}

/** Whose it is, who signed it, with which key. */
function CertificateCell({ endpoint }: { readonly endpoint: EndpointRow }) {
  const { t } = useText()
  const certificate = firstToLapse(endpoint)
  if (certificate === undefined) return <span className="muted">–</span>
  const { name, issuer, selfSigned, key, signature, witness } = certificate
  const signed = selfSigned ? t('crypto.selfSigned') : issuer === null ? null : t('crypto.issuer', { issuer })
  return (
    <>
      <div>
        <AppLink to={`/evidence/captures/${witness.capture}/packets/${witness.packet}`}>
          {name ?? t('crypto.noName')}
        </AppLink>
        {endpoint.certificates.length > 1 && (
          <span className="muted"> {t('crypto.more', { count: endpoint.certificates.length - 1 })}</span>
        )}
      </div>
      <div className="small muted">{[signed, key, signature].filter(Boolean).join(' · ')}</div>
    </>
  )
}

export function CryptoTable({
  rows,
  columns,
}: {
  readonly rows: readonly EndpointRow[]
  readonly columns: readonly Column<EndpointRow>[]
}) {
  const { t } = useText()
  return (
    <DataTable
      bare
      name="cryptography"
      caption={t('crypto.table')}
      columns={columns}
      rows={rows}
      rowKey={(one) => `${one.system.plant} ${one.system.device} ${one.protocol}`}
    />
  )
}
