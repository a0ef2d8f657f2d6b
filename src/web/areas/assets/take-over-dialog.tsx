import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ReconciliationRow } from '#contract/assets.ts'
import { upload } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { toCsv } from '#web/ui/export.ts'
import { TextField } from '#web/ui/fields.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { keepView, useView } from '#web/view/use-view.ts'
import { registryRows, seenFields, type Taken, type TakenField, takenFields, takenOver } from './take-over.ts'

const labels = {
  name: 'asset.name',
  type: 'asset.type',
  vendor: 'asset.vendor',
  model: 'asset.model',
  orderNumber: 'asset.orderNumber',
  firmware: 'asset.firmware',
  serial: 'asset.serial',
  ips: 'asset.ips',
  macs: 'asset.macs',
  level: 'device.level',
  lifecycle: 'asset.lifecycle',
  sis: 'reconciliation.sis',
} as const

/**
 * What was seen, filled in for the registry; a person gives the tag and looks over it. It goes in as an import of one row:
 * with its dry run, its proof and its undo, like every other row.
 */
export function TakeOverDialog(props: {
  readonly row: ReconciliationRow
  readonly how: 'register' | 'accept'
  onClose(): void
}) {
  const { t } = useText()
  const view = useView()
  const navigate = useNavigate()
  const { row, how, onClose } = props
  const [tag, setTag] = useState(how === 'accept' ? (row.tag ?? '') : '')
  const [fields, setFields] = useState<Taken>(() =>
    how === 'accept' ? takenOver(row, t('reconciliation.inOperation')) : seenFields(row),
  )
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Error | null>(null)
  const shown = (Object.keys(takenFields) as TakenField[]).filter((key) =>
    how === 'accept' ? key in fields : key !== 'lifecycle' && key !== 'sis' ? true : key in fields,
  )
  const send = async () => {
    setBusy(true)
    setFailed(null)
    try {
      const file = new Blob([toCsv(registryRows(tag, fields))], { type: 'text/csv' })
      const name = `${tag.trim()} ${row.device ?? ''}.csv`.replace(/[\\/:*?"<>|]/g, '-')
      const started = await upload(doors.startImport, file, { query: { name, plant: row.plant, as: 'registry' } })
      navigate(keepView(`/evidence/imports/${started.id}`, view))
    } catch (error) {
      setFailed(error as Error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      closeLabel={t('ui.close')}
      title={t(`reconciliation.${how}.title`, { device: row.device ?? '', tag: row.tag ?? '' })}
    >
      <p className="muted">{t(`reconciliation.${how}.hint`)}</p>
      <TextField
        label={t('asset.tag')}
        hint={how === 'register' ? t('reconciliation.tagHint') : undefined}
        required
        autoFocus
        value={tag}
        onChange={setTag}
      />
      <div className="columns">
        {shown.map((key) => (
          <TextField
            key={key}
            label={t(labels[key])}
            value={fields[key] ?? ''}
            onChange={(value) => setFields((before) => ({ ...before, [key]: value }))}
          />
        ))}
      </div>
      {failed && <ProblemNotice error={failed} />}
      <div className="row">
        <Button kind="primary" busy={busy} disabled={tag.trim() === ''} onClick={send}>
          {t('reconciliation.check')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <span className="small muted">{t('reconciliation.checkHint')}</span>
      </div>
    </Dialog>
  )
}
