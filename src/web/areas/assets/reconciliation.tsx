import { useMemo, useState } from 'react'
import type { ReconciliationRow } from '#contract/assets.ts'
import { deviceRoles } from '#core/capture/inspection.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { type Text, useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Empty, Notice, PageHead, Tag } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { ProofLink } from '#web/view/proof-link.tsx'
import { useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { nextStep, zonePath } from './take-over.ts'
import { TakeOverDialog } from './take-over-dialog.tsx'

const STATES = ['unmanaged', 'conflict', 'notSeen', 'matched'] as const

/** Columns that can say nothing for a state. */
const HIDDEN: Readonly<Record<(typeof STATES)[number], readonly string[]>> = {
  unmanaged: ['tag', 'because'],
  conflict: ['what'],
  notSeen: ['device', 'lastSeen', 'because', 'what'],
  matched: ['step'],
}

const REASONS = ['serial', 'mac', 'ip', 'name', 'orderNumber', 'vendor', 'model', 'lifecycle'] as const

const HERE = '/assets/reconciliation'

function assetPath({ plant, tag }: Pick<ReconciliationRow, 'plant' | 'tag'>): string {
  return `/assets/${encodeURIComponent(plant)}/${encodeURIComponent(tag ?? '')}`
}

/** `Model: CPU 315 in the registry, CPU 1511 on the wire`; what agrees is named after what does not. */
function becauseWords({ because }: ReconciliationRow, t: Text['t']): string {
  const inOrder = [...because].sort((a, b) => Number(a.agrees) - Number(b.agrees))
  return inOrder
    .map(({ key, registry, seen, agrees }) => {
      const known = REASONS.find((one) => one === key)
      const field = known ? t(`reconciliation.by.${known}`) : key
      return agrees
        ? t('reconciliation.agrees', { field, value: seen ?? registry ?? '–' })
        : t('reconciliation.differs', { field, registry: saidWords(registry, t), seen: seen ?? '–' })
    })
    .join('; ')
}

/** As the registry has it, where that is a word of ours: `disposed`, `also PLC-8`. */
function saidWords(registry: string | null, t: Text['t']): string {
  if (registry === 'disposed') return t('reconciliation.disposed')
  const also = /^also (.+)$/.exec(registry ?? '')
  return also ? t('reconciliation.also', { tag: also[1] ?? '' }) : (registry ?? '–')
}

/** What the device is, as far as it says or does so. */
function whatWords({ seen, vendor, model }: ReconciliationRow, t: Text['t']): string {
  const roles = (seen?.roles ?? []).map((role) => {
    const known = deviceRoles.find((one) => one === role)
    return known ? t(`role.${known}`) : role
  })
  return [...roles, [vendor, model].filter(Boolean).join(' ')].filter(Boolean).join(' · ')
}

/** The registry beside what was observed. Observation never overwrites the registry: a person decides. */
export function Reconciliation() {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { plant } = useView()
  const [word, setState] = useQueryWord('state')
  const [q, setQ] = useQueryWord('q')
  const [taking, setTaking] = useState<{ row: ReconciliationRow; how: 'register' | 'accept' } | null>(null)
  const state = STATES.find((one) => one === word) ?? 'unmanaged'
  const pages = useReadPages(doors.reconciliation, { query: { plant, state, q, limit: 200 } })
  const columns = useMemo<VirtualColumn<ReconciliationRow>[]>(() => {
    const all: VirtualColumn<ReconciliationRow>[] = [
      {
        key: 'device',
        title: t('reconciliation.device'),
        width: 140,
        value: (one) => one.device,
        cell: (one) =>
          one.device ? (
            <AppLink to={`/network/devices/${encodeURIComponent(one.plant)}/${encodeURIComponent(one.device)}`}>
              {one.device}
            </AppLink>
          ) : (
            '–'
          ),
      },
      {
        key: 'tag',
        title: t('asset.tag'),
        width: 120,
        value: (one) => one.tag,
        cell: (one) => (one.tag ? <AppLink to={assetPath(one)}>{one.tag}</AppLink> : '–'),
      },
      {
        key: 'step',
        title: t('reconciliation.next'),
        width: state === 'unmanaged' ? 208 : 168,
        value: (one) => t(`reconciliation.step.${nextStep(one)}`),
        cell: (one) => <Step row={one} onTake={(how) => setTaking({ row: one, how })} />,
      },
      ...(plant
        ? []
        : [{ key: 'plant', title: t('matrix.plant'), width: 110, value: (one: ReconciliationRow) => name(one.plant) }]),
      {
        key: 'what',
        title: t('reconciliation.what'),
        width: 240,
        value: (one) => whatWords(one, t) || null,
        cell: (one) => (
          <>
            {one.seen?.safety && <Tag tone="warn">{t('reconciliation.safety')}</Tag>}{' '}
            {whatWords(one, t) || t('reconciliation.unknown')}
          </>
        ),
      },
      { key: 'because', title: t('reconciliation.because'), width: 360, value: (one) => becauseWords(one, t) || null },
      {
        key: 'level',
        title: t('device.level'),
        width: 70,
        value: (one) => one.seen?.level ?? null,
      },
      {
        key: 'lastSeen',
        title: t('asset.seenOn'),
        width: 110,
        value: (one) => one.lastSeen,
        cell: (one) => (one.lastSeen ? format.day(one.lastSeen) : '–'),
      },
      {
        key: 'proof',
        title: t('proof.what'),
        width: 240,
        value: (one) => one.proof[0]?.text ?? null,
        cell: (one) => (one.proof[0] ? <ProofLink proof={one.proof[0]} /> : '–'),
      },
      { key: 'macs', title: t('asset.macs'), width: 140, value: (one) => one.macs.join(', ') },
    ]
    return all.filter((one) => !HIDDEN[state].includes(one.key))
  }, [t, format, name, plant, state])
  return (
    <Answer query={pages}>
      {(known) => {
        const first = known.pages[0]
        const counts = first?.counts ?? { matched: 0, unmanaged: 0, notSeen: 0, conflict: 0 }
        const looked = first?.observedTo
        if (!looked) {
          return (
            <>
              <PageHead title={t('reconciliation.neverLooked')}>{t('reconciliation.neverLookedHint')}</PageHead>
              <Empty
                title={t('reconciliation.bring')}
                action={
                  <AppLink to="/evidence" className="btn">
                    {t('evidence.bring')}
                  </AppLink>
                }
              >
                {t('reconciliation.bringHint')}
              </Empty>
            </>
          )
        }
        return (
          <>
            <PageHead title={t('reconciliation.headline', { unmanaged: counts.unmanaged, conflict: counts.conflict })}>
              {t('reconciliation.told', {
                from: format.day(first?.observedFrom ?? looked),
                to: format.day(looked),
                matched: counts.matched,
                notSeen: counts.notSeen,
              })}
            </PageHead>
            <fieldset
              className="tabs"
              aria-label={t('assets.reconciliation')}
              style={{ borderWidth: '0 0 1px', margin: 0, padding: 0 }}
            >
              {STATES.map((one) => (
                <button key={one} type="button" aria-pressed={one === state} onClick={() => setState(one)}>
                  {t(`reconciliation.${one}`)} {format.number(counts[one])}
                </button>
              ))}
            </fieldset>
            <Notice>{t(`reconciliation.hint.${state}`)}</Notice>
            <div style={{ maxWidth: 320 }}>
              <SearchField label={t('devices.searchHint')} value={q} onSearch={setQ} />
            </div>
            <ListPanel
              title={t(`reconciliation.${state}`)}
              fileName={`reconciliation-${state}`}
              pages={pages}
              columns={columns}
              rowKey={(one) => one.id}
              empty={<Empty title={t(q ? 'devices.noneFound' : `reconciliation.none.${state}`)} />}
            />
            {taking && <TakeOverDialog row={taking.row} how={taking.how} onClose={() => setTaking(null)} />}
          </>
        )
      }}
    </Answer>
  )
}

/** The one thing to do next with a row. */
function Step(props: { readonly row: ReconciliationRow; onTake(how: 'register' | 'accept'): void }) {
  const { t } = useText()
  const { row, onTake } = props
  const step = nextStep(row)
  const words = t(`reconciliation.step.${step}`)
  switch (step) {
    case 'zone':
      return (
        <span className="row" style={{ gap: 0, flexWrap: 'nowrap' }}>
          <AppLink className="btn" to={zonePath(row, HERE)}>
            {words}
          </AppLink>
          <Button
            kind="quiet"
            aria-label={t('reconciliation.registerDevice', { device: row.device ?? '' })}
            onClick={() => onTake('register')}
          >
            {t('reconciliation.step.register')}
          </Button>
        </span>
      )
    case 'look':
      return <AppLink to={assetPath(row)}>{words}</AppLink>
    case 'none':
      return <span className="muted">{words}</span>
    default:
      return (
        <Button
          aria-label={t(step === 'accept' ? 'reconciliation.acceptDevice' : 'reconciliation.registerDevice', {
            device: row.device ?? '',
            tag: row.tag ?? '',
          })}
          onClick={() => onTake(step)}
        >
          {words}
        </Button>
      )
  }
}
