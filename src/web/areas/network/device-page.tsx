import './devices.css'
import { useState } from 'react'
import { useLocation, useNavigate, useParams } from 'react-router'
import type { DeviceDecision, DeviceDetail } from '#contract/network.ts'
import { ApiError } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Empty, Notice, PageHead, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadTagged } from '#web/view/read.ts'
import { keepView, useView } from '#web/view/use-view.ts'
import { DeviceAddresses, MaybeSame } from './device-addresses.tsx'
import { DeviceDecisions, UndoDialog } from './device-decisions.tsx'
import { DeviceFields } from './device-fields.tsx'
import { DeviceFacts, SeenIn, UnitsBehind } from './device-more.tsx'
import { DeviceRegistry } from './device-registry.tsx'
import { DeviceTalk } from './device-talk.tsx'
import { devicePath, deviceSentence, safetyMark } from './device-words.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { SplitDialog } from './split-dialog.tsx'

/** One device: what it is and on what grounds, with whom it talks, and what people decided about it. */
export function DevicePage() {
  const { plant = '', id = '' } = useParams()
  const { t } = useText()
  const device = useReadTagged(doors.device, { params: { plant, id } })
  if (device.error instanceof ApiError && device.error.problem.status === 404)
    return (
      <Empty
        title={t('device.notThere', { id })}
        action={
          <AppLink to={`/assets/conversations?plant=${plant}&q=${encodeURIComponent(id)}`} className="btn">
            {t('device.itsConversations')}
          </AppLink>
        }
      >
        {t('device.notThereHint')}
      </Empty>
    )
  return (
    <Answer query={device} lines={8}>
      {({ answer, tag }) => <Page key={`${answer.plant} ${answer.id}`} device={answer} tag={tag} />}
    </Answer>
  )
}

type Asking =
  | { readonly for: 'merge'; readonly with: readonly string[] }
  | { readonly for: 'split' }
  | { readonly for: 'undo'; readonly decision: DeviceDecision }

interface Decided {
  readonly decision: string
  readonly devices: readonly string[]
}

function Page({ device, tag }: { readonly device: DeviceDetail; readonly tag: string | undefined }) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const view = useView()
  const navigate = useNavigate()
  const decided = useLocation().state as Decided | null
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  const done = (decision: string, devices: readonly string[]) => {
    close()
    const next = devices.includes(device.id) ? device.id : (devices[0] ?? device.id)
    navigate(keepView(devicePath(device.plant, next), view), { replace: true, state: { decision, devices } })
  }
  const undo = (decision: DeviceDecision) => setAsking({ for: 'undo', decision })
  const label = device.asset ?? device.names[0]
  const mark = safetyMark(device)
  const programming = device.conversations.peers.filter(
    ({ side, answered, operations }) => side === 'server' && answered && operations.program > 0,
  )
  const programmers = [...new Set(programming.map(({ peer, peerAsset }) => peerAsset ?? peer))]
  const disputed = device.contradicted?.length ?? 0
  return (
    <>
      <PageHead
        title={label ? `${device.id} · ${label}` : device.id}
        crumbs={[
          <AppLink key="d" to="/network/devices">
            {t('assets.devices')}
          </AppLink>,
          name(device.plant),
          ...(device.behind
            ? [
                <AppLink key="b" to={devicePath(device.plant, device.behind)}>
                  {device.behind}
                </AppLink>,
              ]
            : []),
        ]}
      >
        {deviceSentence(device, t, format)}
      </PageHead>
      <JustDecided decided={decided} device={device} onUndo={undo} />
      {mark && programmers.length > 0 && (
        <Notice tone="wrong" title={t('device.safetyProgrammed', { who: programmers.join(', ') })}>
          {t('relations.safetyHint')}
        </Notice>
      )}
      {mark && <Notice title={t(`device.safety.${mark}`)}>{t(`device.safetyHint.${mark}`)}</Notice>}
      <div className="row">
        {device.status && (
          <Tag {...(device.status === 'matched' ? {} : { tone: device.status === 'conflict' ? 'wrong' : 'warn' })}>
            {t(`device.status.${device.status}`)}
          </Tag>
        )}
        {disputed > 0 && <Tag tone="warn">{t('device.disputedFields', { count: disputed })}</Tag>}
        {device.counted === false && <Tag>{t('device.notOfPlantShort')}</Tag>}
        {device.decided && <Tag>{t('device.decided')}</Tag>}
        {device.lastSeen && (
          <span className="muted">
            {t('device.seenSpan', {
              from: format.day(device.firstSeen ?? device.lastSeen),
              to: format.day(device.lastSeen),
            })}
          </span>
        )}
        <span className="row no-print" style={{ marginLeft: 'auto' }}>
          <Button onClick={() => setAsking({ for: 'merge', with: [] })}>{t('merge.button')}</Button>
          <Button
            disabled={device.addresses.length < 2}
            {...(device.addresses.length < 2 ? { title: t('split.oneAddress') } : {})}
            onClick={() => setAsking({ for: 'split' })}
          >
            {t('split.button')}
          </Button>
        </span>
      </div>
      <DeviceRegistry device={device} />
      <DeviceFields device={device} />
      <MaybeSame device={device} onJoin={(id) => setAsking({ for: 'merge', with: [id] })} />
      <DeviceTalk device={device} />
      <DeviceAddresses device={device} />
      <UnitsBehind device={device} />
      <DeviceFacts device={device} />
      <SeenIn device={device} />
      <DeviceDecisions device={device} onUndo={undo} />
      {asking?.for === 'merge' && (
        <MergeDialog device={device} tag={tag} with={asking.with} onClose={close} onDone={done} />
      )}
      {asking?.for === 'split' && <SplitDialog device={device} tag={tag} onClose={close} onDone={done} />}
      {asking?.for === 'undo' && <UndoDialog decision={asking.decision} tag={tag} onClose={close} onDone={close} />}
    </>
  )
}

/** What has just been decided here, and the way back. */
function JustDecided(props: {
  readonly decided: Decided | null
  readonly device: DeviceDetail
  onUndo(decision: DeviceDecision): void
}) {
  const { t } = useText()
  const { decided, device } = props
  const decision = device.decisions.find((one) => one.id === decided?.decision && one.undone === null)
  if (!decided || !decision) return null
  return (
    <Notice
      title={t(`decide.done.${decision.kind}`)}
      action={<Button onClick={() => props.onUndo(decision)}>{t('decide.undo')}</Button>}
    >
      {decided.devices
        .filter((id) => id !== device.id)
        .map((id) => (
          <span key={id}>
            {t('decide.other')} <AppLink to={devicePath(device.plant, id)}>{id}</AppLink>{' '}
          </span>
        ))}
    </Notice>
  )
}
