import { useState } from 'react'
import type { DeviceDetail } from '#contract/network.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { CheckField } from '#web/ui/fields.tsx'
import { useRead, useWrite } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { DecideSteps } from './decide-steps.tsx'
import { productOf } from './device-words.ts'

/** Says that this device and others are one. */
export function MergeDialog(props: {
  readonly device: DeviceDetail
  readonly tag: string | undefined
  /** A proposal that was chosen. */
  readonly with: readonly string[]
  onClose(): void
  onDone(decision: string, devices: readonly string[]): void
}) {
  const { t, pick } = useText()
  const { device } = props
  const [chosen, setChosen] = useState<readonly string[]>(props.with)
  const [q, setQ] = useState('')
  const found = useRead(
    doors.devices,
    { query: { plant: device.plant, q, limit: 12 } },
    { enabled: q.trim().length > 1, keep: true },
  ).data?.items
  const merge = useWrite(doors.mergeDevices)
  const listed = (q.trim().length > 1 ? (found ?? []) : []).filter((one) => one.id !== device.id)
  const proposals = device.maybeSame.filter((one) => !listed.some(({ id }) => id === one.id))
  const others = chosen.filter((id) => !listed.some((one) => one.id === id) && !proposals.some((one) => one.id === id))
  const toggle = (id: string) => (on: boolean) =>
    setChosen((before) => (on ? [...before, id] : before.filter((one) => one !== id)))
  const refused = device.maybeSame.filter((one) => one.refused && chosen.includes(one.id))
  return (
    <Dialog open wide title={t('merge.title', { id: device.id })} closeLabel={t('ui.close')} onClose={props.onClose}>
      <p className="muted">{t('merge.hint')}</p>
      <SearchField label={t('merge.search')} value={q} onSearch={setQ} />
      <fieldset className="choices">
        <legend>{t('merge.with')}</legend>
        <div className="stack" style={{ gap: 4, maxHeight: 220, overflow: 'auto' }}>
          {others.map((id) => (
            <CheckField key={id} label={id} checked onChange={toggle(id)} />
          ))}
          {proposals.map((one) => (
            <CheckField
              key={one.id}
              label={one.id}
              hint={pick(one.because)}
              checked={chosen.includes(one.id)}
              onChange={toggle(one.id)}
            />
          ))}
          {listed.map((one) => (
            <CheckField
              key={one.id}
              label={[one.id, one.asset, one.names[0]].filter(Boolean).join(' · ')}
              hint={productOf(one) || undefined}
              checked={chosen.includes(one.id)}
              onChange={toggle(one.id)}
            />
          ))}
          {q.trim().length > 1 && found && listed.length === 0 && (
            <span className="muted">{t('devices.noneFound')}</span>
          )}
        </div>
      </fieldset>
      <DecideSteps
        ready={chosen.length > 0}
        what={
          chosen.length === 0 ? null : (
            <>
              <p>{t('merge.will', { devices: [device.id, ...chosen].join(', '), count: chosen.length + 1 })}</p>
              {refused.map((one) => (
                <p key={one.id} className="warn">
                  {t('merge.against', { id: one.id, because: one.refused ? pick(one.refused) : '' })}
                </p>
              ))}
            </>
          )
        }
        button={t('merge.do')}
        busy={merge.isPending}
        error={merge.error}
        onCancel={props.onClose}
        onConfirm={(reason) =>
          merge.mutate(
            { params: { plant: device.plant }, body: { devices: [device.id, ...chosen], reason }, ifMatch: props.tag },
            { onSuccess: (done) => props.onDone(done.decision.id, done.devices) },
          )
        }
      />
    </Dialog>
  )
}
