import { useState } from 'react'
import type { Proposals } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/fields.tsx'
import { Empty, Notice, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead, useWrite } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { judgedPath, recordForm, zoneName } from './boundary-words.ts'
import { OnePlant } from './one-plant.tsx'

const HERE = '/network/boundary/proposals'

type Zone = Proposals['zones'][number]
type Conduit = Proposals['conduits'][number]

/** What was observed suggests this: nothing is entered before a person has read and accepted its line. */
export function ProposalsPage() {
  return <OnePlant title="boundary.proposals">{(plant) => <OfPlant plant={plant} />}</OnePlant>
}

function OfPlant({ plant }: { readonly plant: string }) {
  const { t } = useText()
  const proposals = useRead(doors.proposals, { params: { plant } }, { keep: true })
  // What was entered is proposed no more: it stays here, so that it can be taken back.
  const [entered, setEntered] = useState<readonly Entered[]>([])
  const today = useDay()
  const [from, setFrom] = useState(today)
  const line: Line = { plant, from, onEntered: (one) => setEntered((before) => [...before, one]) }
  return (
    <Answer query={proposals}>
      {({ zones, conduits }) => (
        <>
          <PageHead
            title={
              zones.length + conduits.length === 0
                ? t('proposals.none')
                : t('proposals.head', { zones: zones.length, conduits: conduits.length })
            }
          >
            {zones.length + conduits.length > 0 && t('proposals.told')}
          </PageHead>
          {zones.length + conduits.length > 0 && (
            <div style={{ maxWidth: 480 }}>
              <TextField
                label={t('proposals.from')}
                hint={t('proposals.fromHint')}
                type="date"
                required
                value={from}
                error={from === '' ? t('form.wanted') : undefined}
                onChange={setFrom}
              />
            </div>
          )}
          {entered.length > 0 && <EnteredLines lines={entered} />}
          {zones.length + conduits.length === 0 && (
            <Panel>
              <Empty
                title={t('proposals.noneTitle')}
                action={
                  <AppLink to="/network/boundary/policy" className="btn">
                    {t('boundary.policy')}
                  </AppLink>
                }
              >
                {t('proposals.noneHint')}
              </Empty>
            </Panel>
          )}
          {zones.length > 0 && (
            <Panel title={t('proposals.zones', { count: zones.length })}>
              <ul className="stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {zones.map((one) => (
                  <ProposedZone key={one.name} {...line} zone={one} />
                ))}
              </ul>
            </Panel>
          )}
          {conduits.length > 0 && (
            <Panel title={t('proposals.conduits', { count: conduits.length })}>
              <ul className="stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {conduits.map((one) => (
                  <ProposedConduit key={`${one.from} ${one.to} ${one.services}`} {...line} conduit={one} />
                ))}
              </ul>
            </Panel>
          )}
        </>
      )}
    </Answer>
  )
}

interface Entered {
  readonly id: string
  readonly title: string
}

/** What was entered from here, each to be taken back. */
function EnteredLines({ lines }: { readonly lines: readonly Entered[] }) {
  const { t } = useText()
  return (
    <Panel
      title={t('proposals.enteredTitle', { count: lines.length })}
      side={
        <AppLink to="/network/boundary" className="btn quiet">
          {t('boundary.map')}
        </AppLink>
      }
    >
      <ul className="stack" style={{ listStyle: 'none', margin: 0, padding: 0 }} aria-live="polite">
        {lines.map((one) => (
          <EnteredLine key={one.id} line={one} />
        ))}
      </ul>
    </Panel>
  )
}

function EnteredLine({ line }: { readonly line: Entered }) {
  const { t } = useText()
  const withdraw = useWrite(doors.withdrawRecord)
  return (
    <li className="row">
      <AppLink to={`/evidence/records/${line.id}`}>{line.title}</AppLink>
      {withdraw.isSuccess ? (
        <Tag>{t('proposals.takenBack')}</Tag>
      ) : (
        <Button
          kind="quiet"
          busy={withdraw.isPending}
          onClick={() => withdraw.mutate({ params: { id: line.id }, body: { reason: t('proposals.undoReason') } })}
        >
          {t('decide.undo')}
        </Button>
      )}
      {withdraw.error && <ProblemNotice error={withdraw.error} />}
    </li>
  )
}

/** Enters one line, as it is proposed. */
function Accept(props: {
  readonly line: Line
  readonly kind: 'zone' | 'conduit'
  readonly title: string
  readonly data: Readonly<Record<string, unknown>>
  readonly disabled: boolean
}) {
  const { t } = useText()
  const add = useWrite(doors.addRecord)
  const { kind, title, data } = props
  const { plant, from, onEntered } = props.line
  const accept = () =>
    add.mutate(
      { body: { kind, scope: [plant], effectiveFrom: from, data: withoutEmpty(data) } },
      { onSuccess: ({ id }) => onEntered({ id, title }) },
    )
  return (
    <>
      <Button busy={add.isPending} disabled={props.disabled || add.isSuccess || from === ''} onClick={accept}>
        {t('proposals.accept')}
      </Button>
      {add.error && <ProblemNotice error={add.error} />}
    </>
  )
}

interface Line {
  readonly plant: string
  /** The day from which a line is in force. */
  readonly from: string
  onEntered(one: Entered): void
}

function ProposedZone({ zone, ...line }: Line & { readonly zone: Zone }) {
  const { plant } = line
  const { t, pick } = useText()
  const format = useFormat()
  const data = {
    name: zone.name,
    purdueLevel: zone.level ?? undefined,
    addresses: zone.addresses.join('; '),
    vlans: zone.vlans.join('; ') || undefined,
    macs: zone.macs.join('; ') || undefined,
    safety: zone.safety,
  }
  return (
    <li className="stack" style={{ gap: 4, borderBottom: '1px solid var(--line)', paddingBottom: 8 }}>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <strong>
          {zone.name} {zone.safety && <Tag>SIS</Tag>}
        </strong>
        <span className="row">
          <AppLink to={recordForm('zone', plant, { ...data, safety: zone.safety ? 'true' : undefined }, HERE)}>
            {t('proposals.change')}
          </AppLink>
          <Accept {...{ line, data }} kind="zone" title={zone.name} disabled={zone.level === null} />
        </span>
      </div>
      <span className="muted">
        {[
          zone.level === null ? t('boundary.noLevel') : t('relations.level', { level: zone.level }),
          [...zone.addresses, ...zone.vlans.map((vlan) => `VLAN ${vlan}`), ...zone.macs].join(', '),
          t('relations.devices', { count: zone.devices, number: format.number(zone.devices) }),
        ].join(' · ')}
      </span>
      <ul className="small" style={{ margin: 0, paddingInlineStart: 18 }}>
        {zone.because.map((one) => (
          <li key={one.en}>{pick(one)}</li>
        ))}
      </ul>
      {zone.level === null && <span className="small">{t('proposals.needsLevel')}</span>}
    </li>
  )
}

function ProposedConduit({ conduit, ...line }: Line & { readonly conduit: Conduit }) {
  const { plant } = line
  const text = useText()
  const { t, pick } = text
  const format = useFormat()
  const { name, from, to, services, operations, initiator, dataFlow, doubt, why } = conduit
  const title = `${zoneName(from, text)} → ${zoneName(to, text)}: ${services}`
  const told = { name, fromZone: from, toZone: to, services, initiator, direction: dataFlow }
  const form = (more: Readonly<Record<string, string>>) =>
    recordForm('conduit', plant, { ...told, operations: operations?.join(';'), ...more }, HERE)
  return (
    <li className="stack" style={{ gap: 4, borderBottom: '1px solid var(--line)', paddingBottom: 8 }}>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <strong>{title}</strong>
        {why === null || why === 'needsZone' ? (
          <span className="row">
            {why === null && <AppLink to={form({})}>{t('proposals.change')}</AppLink>}
            <Accept
              {...{ line, title }}
              kind="conduit"
              data={{ ...told, operations: operations ?? undefined }}
              disabled={why === 'needsZone'}
            />
          </span>
        ) : (
          <AppLink to={form({ exception: 'true' })} className="btn">
            {t('judged.acceptUntil')}
          </AppLink>
        )}
      </div>
      <span className="muted">
        {[
          operations === null ? t('ui.all') : operations.map((one) => t(`operation.${one}`)).join(', '),
          t('proposals.seen', {
            count: conduit.conversations,
            since: format.day(conduit.firstSeen),
            until: format.day(conduit.lastSeen),
          }),
        ].join(' · ')}
      </span>
      {doubt !== null && <Notice tone="warn">{pick(doubt)}</Notice>}
      <span className="row small">
        {conduit.examples.map((id, place) => (
          <AppLink key={id} to={judgedPath({ plant, id })}>
            {t('proposals.example', { number: place + 1 })}
          </AppLink>
        ))}
      </span>
    </li>
  )
}

const withoutEmpty = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined && value !== ''))
