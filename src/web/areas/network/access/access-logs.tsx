import { useMemo, useState } from 'react'
import type { AccessLogEntry } from '#contract/access.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { TextField } from '#web/ui/fields.tsx'
import { Empty, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadPages, useWrite } from '#web/view/read.ts'
import { useView } from '#web/view/use-view.ts'
import { DecideSteps } from '../decide-steps.tsx'

/** Logs that were imported: over which days, by which clock, and what speaks against it. */
export function AccessLogs() {
  const { t, pick } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  const { plant } = useView()
  const pages = useReadPages(doors.accessLogs, { query: { plant, limit: 200 } })
  const [corrected, setCorrected] = useState<AccessLogEntry | null>(null)
  const columns = useMemo<Column<AccessLogEntry>[]>(
    () => [
      {
        key: 'name',
        title: t('access.file'),
        value: (one) => one.name,
        cell: (one) => <span className="access-file">{one.name}</span>,
      },
      { key: 'plant', title: t('matrix.plant'), value: (one) => plantName(one.plant) },
      {
        key: 'from',
        title: t('access.firstLine'),
        value: (one) => `${one.from ?? ''}/${one.to ?? ''}`,
        cell: (one) => (
          <span className="access-file">
            {one.from === null || one.to === null ? '–' : `${format.instant(one.from)} – ${format.instant(one.to)}`}
          </span>
        ),
      },
      { key: 'sessions', title: t('access.sessions'), value: (one) => one.sessions, numeric: true },
      { key: 'refusals', title: t('access.refusals'), value: (one) => one.refusals, numeric: true },
      {
        key: 'lines',
        title: t('access.lines'),
        value: (one) => t('access.linesTold', { read: one.read, ignored: one.ignored, faulty: one.faulty }),
      },
      {
        key: 'clock',
        title: t('captures.clock'),
        value: (one) => one.doubts.map(({ told }) => pick(told)).join('; ') || one.timeZone,
        cell: (one) => (
          <span className="access-doubts">
            {one.doubts.length === 0 && <span>{one.timeZone}</span>}
            {one.doubts.map((doubt) => (
              <Tag key={doubt.kind} tone={doubt.kind === 'disorder' ? 'warn' : 'wrong'}>
                {pick(doubt.told)}
              </Tag>
            ))}
            {one.addSeconds !== null && one.addSeconds !== 0 && (
              <span className="small muted">
                {t('access.corrected', { seconds: format.number(one.addSeconds), reason: one.correctionReason ?? '' })}
              </span>
            )}
          </span>
        ),
      },
      {
        key: 'host',
        title: t('access.hostColumn'),
        value: (one) => one.hostAddress,
        cell: (one) => (
          <span className="access-host">
            {one.hostAddress}
            <Button kind="quiet" onClick={() => setCorrected(one)}>
              {t('access.correct')}
            </Button>
          </span>
        ),
      },
    ],
    [t, pick, format, plantName],
  )
  return (
    <Panel title={t('access.show.logs')} flush>
      <Answer query={pages}>
        {(known) => {
          const rows = known.pages.flatMap((page) => page.items)
          if (rows.length === 0) {
            return (
              <Empty
                title={t('access.noLogsYet')}
                action={
                  <AppLink to="/evidence" className="btn">
                    {t('evidence.bring')}
                  </AppLink>
                }
              >
                {t('access.noLogs')}
              </Empty>
            )
          }
          return (
            <DataTable
              name="access-logs"
              caption={t('access.show.logs')}
              columns={columns}
              rows={rows}
              rowKey={(one) => one.id}
            />
          )
        }}
      </Answer>
      {corrected && <CorrectDialog log={corrected} onClose={() => setCorrected(null)} />}
    </Panel>
  )
}

/** Says by how much the clock of a log was off, and which host wrote it. */
function CorrectDialog({ log, onClose }: { readonly log: AccessLogEntry; onClose(): void }) {
  const { t } = useText()
  const proposed = log.doubts.find(({ seconds }) => seconds !== null)?.seconds ?? log.addSeconds ?? 0
  const [seconds, setSeconds] = useState(String(proposed))
  const [host, setHost] = useState(log.hostAddress ?? '')
  const correct = useWrite(doors.correctAccessLog)
  const number = Number(seconds)
  const isNumber = seconds.trim() !== '' && Number.isInteger(number)
  return (
    <Dialog open title={t('access.correctTitle', { name: log.name })} closeLabel={t('ui.close')} onClose={onClose}>
      <TextField
        label={t('access.addSeconds')}
        hint={t('access.addSecondsHint')}
        type="number"
        step={1}
        value={seconds}
        onChange={setSeconds}
        error={isNumber ? undefined : t('access.wholeSeconds')}
      />
      <TextField label={t('access.host')} hint={t('access.hostHint')} value={host} onChange={setHost} />
      <DecideSteps
        ready={isNumber}
        what={<p>{t('access.willCorrect')}</p>}
        button={t('access.correct')}
        busy={correct.isPending}
        error={correct.error}
        onCancel={onClose}
        onConfirm={(reason) =>
          correct.mutate(
            { params: { id: log.id }, body: { addSeconds: number, hostAddress: host.trim() || null, reason } },
            { onSuccess: onClose },
          )
        }
      />
    </Dialog>
  )
}
