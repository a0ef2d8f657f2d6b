import { useMemo, useState } from 'react'
import type { Sensor } from '#contract/sensors.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Empty, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead, useWrite } from '#web/view/read.ts'
import { useView } from '#web/view/use-view.ts'
import { AddSensor } from './add-sensor.tsx'

const tones = {
  waiting: undefined,
  alive: undefined,
  stopped: undefined,
  silent: 'wrong',
  troubled: 'warn',
  revoked: undefined,
} as const
const ASK_EVERY_MS = 15_000

/** Sensors on the wire: how each is, and how another is added. */
export function Sensors() {
  const { t } = useText()
  const { plant } = useView()
  const sensors = useRead(doors.sensors, { query: { plant, asOf: null } }, { every: () => ASK_EVERY_MS })
  return (
    <Answer query={sensors}>
      {({ items }) => {
        const alive = items.filter(({ state }) => state === 'alive').length
        const worry = items.filter(({ state }) => state === 'silent' || state === 'troubled').length
        return (
          <>
            <PageHead title={t('sensors.headline')}>
              {items.length === 0 ? t('sensors.told') : t('sensors.finding', { alive, worry })}
            </PageHead>
            {items.length === 0 && <Empty title={t('sensors.empty')}>{t('sensors.emptyHint')}</Empty>}
            <AddSensor />
            {items.length > 0 && <SensorList items={items} />}
          </>
        )
      }}
    </Answer>
  )
}

function SensorList({ items }: { readonly items: readonly Sensor[] }) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const revoke = useWrite(doors.revokeSensor)
  const [revoking, setRevoking] = useState<Sensor | null>(null)
  const columns = useMemo<Column<Sensor>[]>(() => {
    const instant = (at: string | null) => (at === null ? t('sensors.never') : format.instant(at))
    const told = (count: number | null | undefined) =>
      count === null || count === undefined ? t('sensors.notTold') : format.number(count)
    return [
      {
        key: 'name',
        title: t('sensors.name'),
        value: (one) => one.name,
        cell: (one) => (
          <>
            {one.name}
            {one.health && (
              <div className="small muted" title={one.health.tool ?? undefined}>
                {one.health.watching.replace(/^\w+ /, '')} · {one.health.version}
              </div>
            )}
          </>
        ),
      },
      { key: 'plant', title: t('sensors.plant'), value: (one) => name(one.plant) },
      {
        key: 'state',
        title: t('sensors.state'),
        value: (one) => t(`sensors.state.${one.state}`, { since: instant(one.lastContact) }),
        cell: (one) => (
          <>
            <Tag tone={tones[one.state]}>{t(`sensors.state.${one.state}`, { since: instant(one.lastContact) })}</Tag>
            {one.state === 'troubled' && one.health?.problem && <div className="small muted">{one.health.problem}</div>}
          </>
        ),
      },
      { key: 'contact', title: t('sensors.lastContact'), value: (one) => instant(one.lastContact) },
      { key: 'packet', title: t('sensors.lastPacket'), value: (one) => instant(one.lastPacket) },
      { key: 'slices', title: t('sensors.slices'), value: (one) => one.slices, numeric: true },
      { key: 'waiting', title: t('sensors.waiting'), value: (one) => one.health?.spool.slices ?? null, numeric: true },
      {
        key: 'lost',
        title: t('sensors.lost'),
        value: lostOf,
        cell: (one) => (
          <span
            className={lostOf(one) > 0 ? 'warn' : ''}
            title={t('sensors.lostTold', {
              tool: told(one.health?.droppedByTool),
              card: told(one.health?.droppedByCard),
              files: told(one.health?.lostFiles),
              slices: told(one.health?.spool.droppedSlices),
              missing: told(one.missing),
            })}
          >
            {format.number(lostOf(one))}
          </span>
        ),
        numeric: true,
      },
      {
        key: 'disk',
        title: t('sensors.disk'),
        value: (one) => one.health?.diskFreeBytes ?? null,
        cell: (one) => (one.health?.diskFreeBytes == null ? '–' : format.bytes(one.health.diskFreeBytes)),
        numeric: true,
      },
      {
        key: 'clock',
        title: t('sensors.clock'),
        value: (one) => one.health?.clockOffsetMs ?? null,
        cell: (one) => {
          const ms = one.health?.clockOffsetMs
          if (ms === null || ms === undefined) return '–'
          const seconds = format.number(Math.abs(ms) / 1000, 1)
          const said = t(ms < 0 ? 'sensors.clockBehind' : 'sensors.clockAhead', { seconds })
          return Math.abs(ms) > 60_000 ? <Tag tone="warn">{said}</Tag> : <span title={said}>{seconds} s</span>
        },
        numeric: true,
      },
      {
        key: 'do',
        title: t('sensors.do'),
        value: () => null,
        cell: (one) =>
          one.state === 'revoked' ? (
            ''
          ) : (
            <Button kind="quiet" onClick={() => setRevoking(one)}>
              {t('sensors.revoke')}
            </Button>
          ),
      },
    ]
  }, [t, format, name])
  return (
    <Panel title={t('sensors.list')} flush>
      <DataTable name="sensors" caption={t('sensors.list')} columns={columns} rows={items} rowKey={(one) => one.id} />
      <Dialog
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('sensors.revoke')}
        closeLabel={t('ui.close')}
      >
        <p>{t('sensors.revokeHint', { name: revoking?.name ?? '' })}</p>
        {revoke.error && <ProblemNotice error={revoke.error} />}
        <div className="row">
          <Button
            kind="danger"
            busy={revoke.isPending}
            onClick={() =>
              revoking &&
              revoke.mutate({ params: { id: revoking.id }, body: {} }, { onSuccess: () => setRevoking(null) })
            }
          >
            {t('sensors.revoke')}
          </Button>
          <Button kind="quiet" onClick={() => setRevoking(null)}>
            {t('ui.cancel')}
          </Button>
        </div>
      </Dialog>
    </Panel>
  )
}

/** Anything above nothing is worth a look; what of it, the cell's words tell. */
function lostOf({ health, missing }: Sensor): number {
  if (health === null) return missing
  const { droppedByTool, droppedByCard, lostFiles, spool } = health
  return (droppedByTool ?? 0) + (droppedByCard ?? 0) + lostFiles + Math.max(spool.droppedSlices, missing)
}
