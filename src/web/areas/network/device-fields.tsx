import { useMemo } from 'react'
import type { DeviceDetail, DeviceField } from '#contract/network.ts'
import { type Format, useFormat } from '#web/i18n/format.ts'
import { type Text, useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { roleName } from './device-words.ts'
import { StatedByLinks, statedByWords } from './stated-by.tsx'

/** What it is said to be, field by field: how sure that is, why, who says it, who says otherwise, what held before. */
export function DeviceFields({ device }: { readonly device: DeviceDetail }) {
  const { t, pick } = useText()
  const format = useFormat()
  const columns = useMemo<Column<DeviceField>[]>(
    () => [
      { key: 'field', title: t('asset.field'), value: (one) => t(`device.field.${one.field}`), nowrap: true },
      {
        key: 'value',
        title: t('device.value'),
        value: (one) => valueWords(one, t),
        cell: (one) => <Value field={one} />,
      },
      {
        key: 'confidence',
        title: t('device.confidence'),
        numeric: true,
        value: (one) => one.confidence,
        cell: (one) => (one.confidence === null ? '–' : format.percent(one.confidence)),
      },
      {
        key: 'because',
        title: t('device.why'),
        value: (one) => one.because.map(pick).join('; ') || null,
        cell: (one) =>
          one.because.length === 0 ? (
            <span className="muted">{t(one.value === null ? 'device.nobodySays' : 'device.noReason')}</span>
          ) : (
            <ul className="said-by">
              {one.because.map((because) => (
                <li key={because.en}>{pick(because)}</li>
              ))}
            </ul>
          ),
      },
      {
        key: 'sources',
        title: t('device.sources'),
        value: (one) => one.sources.map((source) => statedByWords(source, pick)).join('; ') || null,
        cell: (one) => (one.sources.length === 0 ? '–' : <StatedByLinks sources={one.sources} />),
      },
      {
        key: 'contradictions',
        title: t('device.contradictions'),
        value: (one) => one.contradictions.map(({ value }) => value).join('; ') || null,
        cell: (one) =>
          one.contradictions.length === 0 ? (
            <span className="muted">{t('device.none')}</span>
          ) : (
            one.contradictions.map(({ value, because, sources }) => (
              <div key={`${value} ${because?.en}`}>
                <strong className="warn">{because ? pick(because) : t('device.saysAlso', { value })}</strong>
                <StatedByLinks sources={sources} />
              </div>
            ))
          ),
      },
      {
        key: 'history',
        title: t('device.history'),
        value: (one) => one.history.map((entry) => `${entry.value} (${span(entry, format)})`).join('; ') || null,
        cell: (one) =>
          one.history.length === 0 ? (
            <span className="muted">{t('device.unchanged')}</span>
          ) : (
            one.history.map((entry) => (
              <div key={`${entry.value} ${entry.from}`}>
                {entry.value} <span className="muted small">{span(entry, format)}</span>
                <StatedByLinks sources={entry.sources} most={1} />
              </div>
            ))
          ),
      },
    ],
    [t, pick, format],
  )
  return (
    <Panel title={t('device.identity')} flush>
      <DataTable
        name={`device-${device.id}`}
        caption={t('device.identity')}
        columns={columns}
        rows={device.fields}
        rowKey={(one) => one.field}
      />
    </Panel>
  )
}

function Value({ field }: { readonly field: DeviceField }) {
  const { t } = useText()
  return field.value === null ? (
    <span className="muted">{t('device.unknown')}</span>
  ) : (
    <strong>{valueWords(field, t)}</strong>
  )
}

function valueWords({ field, value }: DeviceField, t: Text['t']): string | null {
  if (value === null) return null
  if (field === 'role')
    return value
      .split(', ')
      .map((role) => roleName(role, t))
      .join(', ')
  return field === 'purdueLevel' ? `L${value}` : value
}

function span({ from, to }: DeviceField['history'][number], format: Format): string {
  if (from !== null && from === to) return format.day(from)
  return [from, to].map((day) => (day === null ? '?' : format.day(day))).join(' – ')
}
