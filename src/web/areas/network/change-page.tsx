import './changes.css'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { ChangeDecision, ChangeDetail, ChangeEnd } from '#contract/changes.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { ApiError } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Empty, Facts, Notice, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { WitnessLink } from './change-columns.tsx'
import { ChangeApprovals, ChangeDecisions, ChangeFunctions } from './change-tables.tsx'
import {
  authorisationWords,
  changeEndMore,
  changeEndName,
  changeSentence,
  deedWords,
  delayWords,
  standingTone,
  whenWords,
} from './change-words.ts'
import { DecideDialog, type Deciding, UndoChangeDialog } from './decide-change.tsx'
import { devicePath } from './device-words.ts'

/** One change: what was, what is, who did it, which packet shows it, whether anybody approved it, and what was decided. */
export function ChangePage() {
  const { id = '' } = useParams()
  const { t } = useText()
  const change = useRead(doors.change, { params: { id } })
  if (change.error instanceof ApiError && change.error.problem.status === 404)
    return (
      <Empty
        title={t('changes.notThere')}
        action={
          <AppLink to="/network/changes" className="btn">
            {t('changes.tab')}
          </AppLink>
        }
      >
        {t('changes.notThereHint')}
      </Empty>
    )
  return (
    <Answer query={change} lines={8}>
      {(known) => <Page key={known.id} change={known} />}
    </Answer>
  )
}

function Page({ change }: { readonly change: ChangeDetail }) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const [asking, setAsking] = useState<Deciding | null>(null)
  const [undoing, setUndoing] = useState<ChangeDecision | null>(null)
  const tone = standingTone(change.standing)
  const why = authorisationWords(change, t, format)
  const isSis = change.target.sis || change.peer?.sis === true
  const last = change.decisions.find(({ undone }) => undone === null)
  const wentOn = last !== undefined && !last.holds && tone === 'wrong'
  const isWork = change.kind === 'program-change' || change.kind === 'mode-change'
  return (
    <>
      <PageHead
        title={changeSentence(change, t)}
        crumbs={[
          <AppLink key="c" to="/network/changes">
            {t('changes.tab')}
          </AppLink>,
          name(change.plant),
        ]}
      >
        {[t(`changes.kind.${change.kind}`), deedWords(change, t), whenWords(change, t, format)]
          .filter((one) => one !== '')
          .join(' · ')}
      </PageHead>
      {isSis && (
        <Notice tone="wrong" title={t('changes.sisChanged')}>
          {t('changes.sisChangedHint')}
        </Notice>
      )}
      {why && <Notice tone="warn">{why}</Notice>}
      {wentOn && <Notice tone="warn">{t('changes.afterwards')}</Notice>}
      <div className="row">
        <Tag {...(tone ? { tone } : {})}>{t(`changes.standing.${change.standing}`)}</Tag>
        {!change.live && <Tag title={t('changes.lateHint')}>{t('changes.late')}</Tag>}
        {change.folded > 0 && change.peer !== null && isWork && <Tag tone="warn">{t('changes.foldedWork')}</Tag>}
        <span className="row no-print" style={{ marginLeft: 'auto' }}>
          <Button onClick={() => setAsking('explain')}>{t('changes.decide.explain')}</Button>
          <Button onClick={() => setAsking('accept')}>{t('changes.decide.accept')}</Button>
          <Button onClick={() => setAsking('raise')}>{t('changes.decide.raise')}</Button>
        </span>
      </div>
      <div className="change-facts">
        <Panel title={t('changes.target')}>
          <Facts items={whatItems(change, t, format)} />
        </Panel>
        <Panel title={t('changes.noticed')}>
          <Facts
            items={[
              [t('changes.at'), whenWords(change, t, format)],
              [t('changes.until'), change.until === null ? null : format.instant(change.until)],
              [t('changes.noticed'), format.instant(change.noticedAt)],
              [
                t('changes.delay'),
                `${delayWords(change.delayMinutes, t)}${change.live ? '' : ` · ${t('changes.late')}`}`,
              ],
              [t('changes.captures'), change.source],
              [t('changes.witness'), <WitnessLink key="w" change={change} />],
            ]}
          />
        </Panel>
        <Panel title={t('changes.constraints')}>
          <Facts
            items={[
              [t('changes.sis'), change.target.sis ? t('value.yes') : t('value.no')],
              [
                t('changes.deviceConstraints'),
                change.target.constraints.map((one) => t(`constraint.${one}`)).join(', ') || null,
              ],
              [
                t('changes.plantConstraints'),
                change.plantConstraints
                  .map(({ kind, note }) => (note ? `${t(`constraint.${kind}`)} (${note})` : t(`constraint.${kind}`)))
                  .join(', ') || null,
              ],
              [
                t('changes.shutdowns'),
                change.shutdowns
                  .map(({ from, to, note }) => `${format.day(from)} – ${format.day(to)}${note ? ` (${note})` : ''}`)
                  .join('; ') || null,
              ],
            ]}
          />
        </Panel>
      </div>
      <ChangeFunctions change={change} />
      <ChangeApprovals change={change} />
      <ChangeDecisions change={change} onUndo={setUndoing} />
      {asking !== null && <DecideDialog change={change} as={asking} onClose={() => setAsking(null)} />}
      {undoing !== null && <UndoChangeDialog decision={undoing} onClose={() => setUndoing(null)} />}
    </>
  )
}

type Item = readonly [string, React.ReactNode]

function whatItems(
  change: ChangeDetail,
  t: ReturnType<typeof useText>['t'],
  format: ReturnType<typeof useFormat>,
): Item[] {
  const { kind, target, peer, before, after, protocol, port, folded } = change
  const isWork = kind === 'program-change' || kind === 'mode-change'
  const items: Item[] = [[t('device.device'), <End key="t" end={target} plant={change.plant} />]]
  if (peer !== null) {
    items.push([t(isWork ? 'changes.by' : 'changes.peer'), <End key="p" end={peer} plant={change.plant} />])
  }
  if (kind === 'gone-device') {
    items.push([t('changes.was'), before === null ? null : t('changes.gone', { day: format.day(before) })])
    if (after !== null) items.push([t('changes.is'), t('changes.goneBack', { day: format.day(after) })])
  } else if (before !== null) {
    items.push([t('changes.was'), before], [t('changes.is'), after])
  }
  if (isWork) items.push([t('changes.done'), deedWords(change, t)])
  if (protocol !== null || port !== null) {
    const title = protocol === null ? null : titleOf(protocol)
    items.push([t('conversation.protocol'), [title, port].filter((one) => one !== null).join(' · ')])
  }
  if (folded > 0 && !isWork) items.push(['', t('changes.folded', { count: folded })])
  return items
}

function End({ end, plant }: { readonly end: ChangeEnd; readonly plant: string }) {
  const { t } = useText()
  const more = changeEndMore(end, t)
  const label = changeEndName(end, t)
  return (
    <>
      {end.device === null ? label : <AppLink to={devicePath(plant, end.device)}>{label}</AppLink>}
      {more && <span className="muted"> {more}</span>}
      {end.zone && !end.address.startsWith('zone:') && <span className="muted"> · {end.zone}</span>}
    </>
  )
}
