import { useState } from 'react'
import type { DeviceDetail } from '#contract/network.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { ChoicesField } from '#web/ui/fields.tsx'
import { useWrite } from '#web/view/read.ts'
import { DecideSteps } from './decide-steps.tsx'

/** Says that some addresses of this device are another one's. */
export function SplitDialog(props: {
  readonly device: DeviceDetail
  readonly tag: string | undefined
  onClose(): void
  onDone(decision: string, devices: readonly string[]): void
}) {
  const { t } = useText()
  const { device } = props
  const [wanted, setWanted] = useState<readonly string[]>([])
  const split = useWrite(doors.splitDevice)
  // Every device has its link-local address from its card: it decides nothing.
  const addresses = device.addresses.map(({ address }) => address).filter((address) => !address.startsWith('fe80:'))
  // What somebody else took away meanwhile can no longer be chosen.
  const away = wanted.filter((address) => addresses.includes(address))
  const rest = addresses.filter((address) => !away.includes(address))
  const ready = away.length > 0 && rest.length > 0
  return (
    <Dialog open wide title={t('split.title', { id: device.id })} closeLabel={t('ui.close')} onClose={props.onClose}>
      <p className="muted">{t('split.hint')}</p>
      <ChoicesField
        label={t('split.which')}
        options={addresses.map((address) => ({ value: address, label: address }))}
        value={away}
        onChange={setWanted}
        error={away.length > 0 && rest.length === 0 ? t('split.nothingLeft') : undefined}
      />
      <DecideSteps
        ready={ready}
        what={ready ? <p>{t('split.will', { away: away.join(', '), rest: rest.join(', ') })}</p> : null}
        button={t('split.do')}
        busy={split.isPending}
        error={split.error}
        onCancel={props.onClose}
        onConfirm={(reason) =>
          split.mutate(
            {
              params: { plant: device.plant },
              body: { device: device.id, addresses: [...away], reason },
              ifMatch: props.tag,
            },
            { onSuccess: (done) => props.onDone(done.decision.id, done.devices) },
          )
        }
      />
    </Dialog>
  )
}
