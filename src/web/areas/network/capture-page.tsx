import { useMemo, useState } from 'react'
import { useParams } from 'react-router'
import type { CaptureDetail } from '#contract/network.ts'
import { faultReasonJa } from '#core/capture/fault-reasons.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { TextField } from '#web/ui/fields.tsx'
import { Facts, Notice, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead, useWrite } from '#web/view/read.ts'
import { ConversationTable } from './conversation-table.tsx'
import { UndoDay } from './undo-day.tsx'

type Fault = CaptureDetail['faultList'][number]
type Protocol = CaptureDetail['protocols'][number]

/** One capture: what it holds, who talked in it, and where it stopped making sense. */
export function CapturePage() {
  const { id = '' } = useParams()
  const capture = useRead(doors.capture, { params: { id } })
  return <Answer query={capture}>{(known) => <Page capture={known} />}</Answer>
}

function Page({ capture }: { readonly capture: CaptureDetail }) {
  const { t, language } = useText()
  const format = useFormat()
  const name = usePlantName()
  const faults = useMemo<Column<Fault>[]>(
    () => [
      {
        key: 'packet',
        title: t('packet.packet'),
        value: (one) => one.packet,
        cell: (one) =>
          one.packet === null ? (
            '–'
          ) : (
            <AppLink to={`/evidence/captures/${capture.id}/packets/${one.packet}`}>{one.packet}</AppLink>
          ),
        numeric: true,
      },
      { key: 'offset', title: t('packet.offset'), value: (one) => one.offset, numeric: true },
      {
        key: 'reason',
        title: t('problems.reason'),
        value: (one) => (language === 'ja' ? (faultReasonJa(one.reason) ?? one.reason) : one.reason),
      },
    ],
    [t, language, capture.id],
  )
  const protocols = useMemo<Column<Protocol>[]>(
    () => [
      { key: 'protocol', title: t('conversation.protocol'), value: (one) => titleOf(one.protocol) },
      { key: 'conversations', title: t('captures.conversations'), value: (one) => one.conversations, numeric: true },
      {
        key: 'packets',
        title: t('captures.packets'),
        value: (one) => one.packets,
        cell: (one) => (one.packets === null ? '–' : format.number(one.packets)),
        numeric: true,
      },
    ],
    [t, format],
  )
  return (
    <>
      <PageHead
        title={capture.name}
        crumbs={[
          <AppLink key="c" to="/evidence/captures">
            {t('evidence.captures')}
          </AppLink>,
          name(capture.plant),
        ]}
      >
        {t('capture.told', {
          packets: format.number(capture.packets),
          devices: capture.devices,
          conversations: capture.conversations,
        })}
      </PageHead>
      {capture.clock !== 'ok' && <Clock capture={capture} />}
      <div className="columns">
        <Panel title={t('capture.facts')}>
          <Facts
            items={[
              [t('captures.first'), capture.firstSeen ? format.instant(capture.firstSeen) : '–'],
              [t('captures.last'), capture.lastSeen ? format.instant(capture.lastSeen) : '–'],
              [t('captures.bytes'), format.bytes(capture.bytes)],
              [t('capture.link'), capture.linkTypes.join(', ')],
              [
                t('capture.import'),
                capture.importId ? (
                  <AppLink key="i" to={`/evidence/imports/${capture.importId}`}>
                    {capture.name}
                  </AppLink>
                ) : (
                  '–'
                ),
              ],
            ]}
          />
        </Panel>
        <Panel title={t('capture.protocols')} flush>
          <DataTable
            name="protocols"
            caption={t('capture.protocols')}
            columns={protocols}
            rows={capture.protocols}
            rowKey={(one) => one.protocol}
            maxHeight={260}
          />
        </Panel>
      </div>
      {capture.faultList.length > 0 && (
        <Panel title={t('capture.faults', { count: capture.faults })} flush>
          <DataTable
            name="faults"
            caption={t('captures.faults')}
            columns={faults}
            rows={capture.faultList}
            rowKey={(one) => `${one.packet} ${one.offset} ${one.reason}`}
            maxHeight={240}
          />
        </Panel>
      )}
      <UndoDay captureId={capture.id} />
      <ConversationTable query={{ capture: capture.id }} />
    </>
  )
}

/** Somebody who knows when the capture was taken says so; the difference is added to every time stamp. */
function Clock({ capture }: { readonly capture: CaptureDetail }) {
  const { t } = useText()
  const correct = useWrite(doors.correctClock)
  const [began, setBegan] = useState('')
  const [reason, setReason] = useState('')
  const first = capture.firstSeen
  const addSeconds = first && began ? Math.round((Date.parse(began) - Date.parse(first)) / 1000) : Number.NaN
  return (
    <Notice tone="warn" title={t('capture.clockHint')}>
      {first && (
        <div className="row end" style={{ marginTop: 8 }}>
          <TextField label={t('capture.began')} type="datetime-local" value={began} onChange={setBegan} />
          <TextField label={t('record.reason')} value={reason} onChange={setReason} />
          <Button
            busy={correct.isPending}
            disabled={Number.isNaN(addSeconds) || reason.trim() === ''}
            onClick={() => correct.mutate({ params: { id: capture.id }, body: { addSeconds, reason } })}
          >
            {t('capture.correct')}
          </Button>
        </div>
      )}
      {correct.error && <ProblemNotice error={correct.error} />}
    </Notice>
  )
}
