import { useMemo, useState } from 'react'
import type { DeviceDecision, DeviceDetail } from '#contract/network.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { useWrite } from '#web/view/read.ts'
import { DecideSteps } from './decide-steps.tsx'

/** What people decided about it, those taken back as well. */
export function DeviceDecisions(props: { readonly device: DeviceDetail; onUndo(decision: DeviceDecision): void }) {
  const { t } = useText()
  const format = useFormat()
  const { device, onUndo } = props
  const columns = useMemo<Column<DeviceDecision>[]>(() => {
    const who = (key: string | null, name: string | null) => name ?? (key === null ? '–' : t('people.erased'))
    const groups = (one: DeviceDecision) => one.groups.map((group) => group.join(', ')).join(' | ')
    return [
      {
        key: 'at',
        title: t('records.date'),
        value: (one) => one.at,
        cell: (one) => format.instant(one.at),
        nowrap: true,
      },
      { key: 'kind', title: t('decide.what'), value: (one) => t(`decide.kind.${one.kind}`) },
      { key: 'groups', title: t('device.addresses'), value: groups },
      { key: 'reason', title: t('record.reason'), value: (one) => one.reason },
      { key: 'by', title: t('records.by'), value: (one) => who(one.by, one.byName) },
      {
        key: 'undone',
        title: t('decide.undone'),
        value: (one) => one.undone?.at ?? null,
        cell: (one) =>
          one.undone ? (
            <span className="muted">
              {format.instant(one.undone.at)} · {who(one.undone.by, one.undone.byName)} · {one.undone.reason}
            </span>
          ) : (
            <Button onClick={() => onUndo(one)}>{t('decide.undo')}</Button>
          ),
      },
    ]
  }, [t, format, onUndo])
  if (device.decisions.length === 0) return null
  return (
    <Panel title={t('device.decisions')} flush>
      <DataTable
        name={`decisions-${device.id}`}
        caption={t('device.decisions')}
        columns={columns}
        rows={device.decisions}
        rowKey={(one) => one.id}
      />
    </Panel>
  )
}

/** Takes a merge or a split back, with a reason. */
export function UndoDialog(props: {
  readonly decision: DeviceDecision
  readonly tag: string | undefined
  onClose(): void
  onDone(): void
}) {
  const { t } = useText()
  const [undone] = useState(props.decision)
  const undo = useWrite(doors.undoDeviceDecision)
  return (
    <Dialog open title={t('decide.undoTitle')} closeLabel={t('ui.close')} onClose={props.onClose}>
      <DecideSteps
        ready
        what={<p>{t(`undo.${undone.kind}`, { groups: undone.groups.map((group) => group.join(', ')).join(' | ') })}</p>}
        button={t('decide.undo')}
        busy={undo.isPending}
        error={undo.error}
        onCancel={props.onClose}
        onConfirm={(reason) =>
          undo.mutate({ params: { id: undone.id }, body: { reason }, ifMatch: props.tag }, { onSuccess: props.onDone })
        }
      />
    </Dialog>
  )
}
