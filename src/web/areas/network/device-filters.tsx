import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Option, SelectField } from '#web/ui/fields.tsx'
import { usePlants } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useChangeView, useView } from '#web/view/use-view.ts'
import { roleName } from './device-words.ts'

export const deviceFilterNames = [
  'q',
  'role',
  'level',
  'vendor',
  'protocol',
  'status',
  'safety',
  'contradicted',
  'counted',
  'capture',
] as const
export type DeviceFilterName = (typeof deviceFilterNames)[number]

/** What the address filters by, and how to change it; the sort and the columns stay. */
export function useDeviceFilters() {
  const [search, setSearch] = useSearchParams()
  const asked = search.toString()
  return useMemo(() => {
    const now = new URLSearchParams(asked)
    const values = Object.fromEntries(deviceFilterNames.map((name) => [name, now.get(name) ?? ''])) as Record<
      DeviceFilterName,
      string
    >
    const change = (changes: Partial<Record<DeviceFilterName, string>>) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before)
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value)
            else next.delete(name)
          }
          return next
        },
        { replace: true },
      )
    return {
      values,
      isFiltered: deviceFilterNames.some((name) => values[name] !== ''),
      set: (name: DeviceFilterName) => (value: string) => change({ [name]: value }),
      clear: () => change(Object.fromEntries(deviceFilterNames.map((name) => [name, '']))),
    }
  }, [asked, setSearch])
}

/** Filters with how many devices each choice has; what is chosen stays in sight even where nothing has it any more. */
export function DeviceFilters(props: { readonly filters: ReturnType<typeof useDeviceFilters> }) {
  const { t } = useText()
  const format = useFormat()
  const { plant } = useView()
  const plants = usePlants()
  const changeView = useChangeView()
  const { values, set, clear, isFiltered } = props.filters
  const choices = useRead(doors.deviceChoices, { query: { plant } }, { keep: true }).data
  const options = (
    found: readonly { readonly value: string; readonly devices: number }[] | undefined,
    name: (value: string) => string,
    chosen: string,
  ): Option[] => {
    const listed = (found ?? []).map((one) => ({
      value: one.value,
      label: `${name(one.value)} (${format.number(one.devices)})`,
    }))
    const lost = chosen !== '' && !listed.some((one) => one.value === chosen)
    return [
      { value: '', label: t('ui.all') },
      ...listed,
      ...(lost ? [{ value: chosen, label: `${name(chosen)} (0)` }] : []),
    ]
  }
  const yesNo = [
    { value: '', label: t('ui.all') },
    { value: 'true', label: t('value.yes') },
    { value: 'false', label: t('value.no') },
  ]
  const level = (value: string) => (value === 'none' ? t('device.noLevel') : `L${value}`)
  const byLevel = [...(choices?.levels ?? [])].sort((a, b) => (a.value < b.value ? -1 : 1))
  return (
    <search className="row end" aria-label={t('devices.filters')}>
      <SearchField label={t('devices.searchHint')} value={values.q} onSearch={set('q')} />
      {plants.length > 1 && (
        <SelectField
          label={t('matrix.plant')}
          value={plant ?? ''}
          onChange={(value) => changeView({ plant: value || null })}
          options={[{ value: '', label: t('ui.all') }, ...plants.map((one) => ({ value: one.key, label: one.name }))]}
        />
      )}
      <SelectField
        label={t('device.roles')}
        value={values.role}
        onChange={set('role')}
        options={options(choices?.roles, (role) => roleName(role, t), values.role)}
      />
      <SelectField
        label={t('device.level')}
        value={values.level}
        onChange={set('level')}
        options={options(byLevel, level, values.level)}
      />
      <SelectField
        label={t('asset.vendor')}
        value={values.vendor}
        onChange={set('vendor')}
        options={options(choices?.vendors, (vendor) => vendor, values.vendor)}
      />
      <SelectField
        label={t('device.protocols')}
        value={values.protocol}
        onChange={set('protocol')}
        options={options(choices?.protocols, titleOf, values.protocol)}
      />
      <SelectField
        label={t('device.registry')}
        value={values.status}
        onChange={set('status')}
        options={[
          { value: '', label: t('ui.all') },
          ...(['unmanaged', 'conflict', 'matched'] as const).map((one) => ({
            value: one,
            label: t(`device.status.${one}`),
          })),
        ]}
      />
      <SelectField label={t('device.safety')} value={values.safety} onChange={set('safety')} options={yesNo} />
      <SelectField
        label={t('device.contradictedShort')}
        value={values.contradicted}
        onChange={set('contradicted')}
        options={yesNo}
      />
      <SelectField label={t('device.counted')} value={values.counted} onChange={set('counted')} options={yesNo} />
      {values.capture && (
        <Button kind="quiet" pressed onClick={() => set('capture')('')}>
          {t('devices.oneCapture')}
        </Button>
      )}
      {isFiltered && (
        <Button kind="quiet" onClick={clear}>
          {t('devices.clearFilters')}
        </Button>
      )}
    </search>
  )
}
