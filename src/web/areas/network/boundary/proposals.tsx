import { useState } from 'react'
import type { Proposals } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { CheckField } from '#web/ui/fields.tsx'
import { Empty, Notice, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead, useWrite } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { judgedPath, zoneName } from './boundary-words.ts'
import { OnePlant } from './one-plant.tsx'

type Zone = Proposals['zones'][number]
type Conduit = Proposals['conduits'][number]

/** What was observed suggests this: nothing is entered before a person has read and accepted its line. */
export function ProposalsPage() {
  return <OnePlant title="boundary.proposals">{(plant) => <OfPlant plant={plant} />}</OnePlant>
}

function OfPlant({ plant }: { readonly plant: string }) {
  const { t } = useText()
  const proposals = useRead(doors.proposals, { params: { plant } })
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
            {t('proposals.told')}
          </PageHead>
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
                  <ProposedZone key={one.name} plant={plant} zone={one} />
                ))}
              </ul>
            </Panel>
          )}
          {conduits.length > 0 && (
            <Panel title={t('proposals.conduits', { count: conduits.length })}>
              <ul className="stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {conduits.map((one) => (
                  <ProposedConduit key={`${one.from} ${one.to} ${one.services}`} plant={plant} conduit={one} />
                ))}
              </ul>
            </Panel>
          )}
        </>
      )}
    </Answer>
  )
}

/** Enters a record, and takes it back. */
function useEnter(plant: string, kind: 'zone' | 'conduit') {
  const day = useDay()
  const add = useWrite(doors.addRecord)
  const withdraw = useWrite(doors.withdrawRecord)
  return {
    add: (data: Readonly<Record<string, unknown>>) =>
      add.mutate({ body: { kind, scope: [plant], effectiveFrom: day, data: { ...data } } }),
    entered: withdraw.isSuccess ? null : (add.data ?? null),
    undo: (reason: string) => {
      if (add.data) withdraw.mutate({ params: { id: add.data.id }, body: { reason } })
    },
    busy: add.isPending || withdraw.isPending,
    error: add.error ?? withdraw.error,
  }
}

function Actions(props: {
  readonly enter: ReturnType<typeof useEnter>
  readonly disabled?: boolean
  onAccept(): void
}) {
  const { t } = useText()
  const { enter } = props
  return (
    <>
      {enter.entered ? (
        <span className="row">
          <Tag>{t('proposals.entered')}</Tag>
          <AppLink to={`/evidence/records/${enter.entered.id}`}>{t('boundary.record')}</AppLink>
          <Button kind="quiet" busy={enter.busy} onClick={() => enter.undo(t('proposals.undoReason'))}>
            {t('decide.undo')}
          </Button>
        </span>
      ) : (
        <Button busy={enter.busy} disabled={props.disabled ?? false} onClick={props.onAccept}>
          {t('proposals.accept')}
        </Button>
      )}
      {enter.error && <ProblemNotice error={enter.error} />}
    </>
  )
}

function ProposedZone({ plant, zone }: { readonly plant: string; readonly zone: Zone }) {
  const { t, pick } = useText()
  const format = useFormat()
  const enter = useEnter(plant, 'zone')
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
        <Actions enter={enter} disabled={zone.level === null} onAccept={() => enter.add(withoutEmpty(data))} />
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

function ProposedConduit({ plant, conduit }: { readonly plant: string; readonly conduit: Conduit }) {
  const text = useText()
  const { t, pick } = text
  const format = useFormat()
  const enter = useEnter(plant, 'conduit')
  const [read, setRead] = useState(false)
  const { name, from, to, services, operations, initiator, dataFlow } = conduit
  const data = {
    name,
    fromZone: from,
    toZone: to,
    services,
    operations: operations ?? undefined,
    initiator,
    direction: dataFlow,
  }
  return (
    <li className="stack" style={{ gap: 4, borderBottom: '1px solid var(--line)', paddingBottom: 8 }}>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <strong>{`${zoneName(from, text)} → ${zoneName(to, text)}: ${services}`}</strong>
        <Actions
          enter={enter}
          disabled={conduit.doubt !== null && !read}
          onAccept={() => enter.add(withoutEmpty(data))}
        />
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
      {conduit.doubt !== null && (
        <Notice tone="warn" title={pick(conduit.doubt)}>
          <CheckField label={t('proposals.readDoubt')} checked={read} onChange={setRead} />
        </Notice>
      )}
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
