import { useMemo } from 'react'
import type { Boundary, BoundaryConduit, BoundaryPair, BoundaryZone, PolicyProblem } from '#contract/boundary.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel, Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import './boundary.css'
import {
  conduitUse,
  isUnseen,
  openedPath,
  openOf,
  packetPath,
  pairKey,
  pairName,
  pairPath,
  problemsInOrder,
  wrongOf,
  zoneKey,
  zoneName,
} from './boundary-words.ts'

/** The table twin of the map's lines: every pair of zones, the worst first. */
export function PairTable(props: { readonly boundary: Boundary }) {
  const text = useText()
  const { t } = text
  const format = useFormat()
  const rows = props.boundary.pairs
  const isUnknownThere = rows.some(({ counts }) => counts.unknownMember > 0)
  const columns = useMemo<Column<BoundaryPair>[]>(() => {
    const unknownEnds: Column<BoundaryPair> = {
      key: 'unknown',
      title: t('boundary.unknown'),
      value: (one) => one.counts.unknownMember,
      cell: (one) =>
        one.counts.unknownMember === 0 ? (
          0
        ) : (
          <AppLink to={pairPath(one, { verdict: 'unknownMember' })}>{format.number(one.counts.unknownMember)}</AppLink>
        ),
      numeric: true,
    }
    return [
      {
        key: 'pair',
        title: t('boundary.pair'),
        value: (one) => pairName(one, text),
        cell: (one) => (
          <span className="pair-name">
            <AppLink to={openedPath(pairKey(one))}>{pairName(one, text)}</AppLink>
          </span>
        ),
      },
      { key: 'conduits', title: t('boundary.conduits'), value: (one) => one.conduits, numeric: true },
      {
        key: 'allowed',
        title: t('boundary.allowed'),
        value: (one) => one.counts.allowed,
        cell: (one) =>
          one.counts.allowed === 0 ? (
            0
          ) : (
            <AppLink to={pairPath(one, { verdict: 'allowed' })}>{format.number(one.counts.allowed)}</AppLink>
          ),
        numeric: true,
      },
      {
        key: 'wrong',
        title: t('boundary.notAllowed'),
        value: (one) => wrongOf(one.counts),
        cell: (one) =>
          wrongOf(one.counts) === 0 ? (
            0
          ) : (
            <AppLink to={pairPath(one, { open: 'true' })}>{format.number(wrongOf(one.counts))}</AppLink>
          ),
        numeric: true,
      },
      { key: 'attempts', title: t('boundary.attempts'), value: (one) => one.attempts, numeric: true },
      ...(isUnknownThere ? [unknownEnds] : []),
      {
        key: 'seen',
        title: t('boundary.observed'),
        value: (one) => one.observed.until,
        cell: (one) =>
          one.observed.until !== null ? (
            format.day(one.observed.until)
          ) : isUnseen(one) ? (
            <Tag tone="warn">{t('boundary.use.notObservable')}</Tag>
          ) : (
            '–'
          ),
        nowrap: true,
      },
      {
        key: 'proof',
        title: t('relations.proof'),
        value: (one) => (one.witness === null ? null : `${one.witness.captureName} #${one.witness.packet ?? ''}`),
        cell: (one) =>
          one.witness === null ? (
            '–'
          ) : (
            <AppLink to={packetPath(one.witness)}>{one.witness.place ?? `#${one.witness.packet ?? ''}`}</AppLink>
          ),
        nowrap: true,
      },
    ]
  }, [t, text, format, isUnknownThere])
  return (
    <Panel title={t('boundary.pairs')} flush>
      <DataTable
        name="zone-pairs"
        caption={t('boundary.pairs')}
        columns={columns}
        rows={rows}
        rowKey={(one) => pairKey(one)}
        isMarked={(one) => openOf(one) > 0}
        maxHeight={420}
      />
    </Panel>
  )
}

export function ConduitTable(props: {
  readonly conduits: readonly BoundaryConduit[]
  /** Where one is changed. */
  edit?(one: BoundaryConduit): string
}) {
  const { conduits, edit } = props
  const text = useText()
  const { t } = text
  const format = useFormat()
  const columns = useMemo<Column<BoundaryConduit>[]>(
    () => [
      {
        key: 'name',
        title: t('boundary.conduit'),
        value: (one) => one.name,
        cell: (one) => (
          <>
            <AppLink to={`/evidence/records/${one.record}`}>{one.name}</AppLink>{' '}
            {one.exception && <Tag tone="warn">{t('boundary.exception')}</Tag>}
          </>
        ),
      },
      ...(edit === undefined
        ? []
        : [
            {
              key: 'edit',
              title: t('boundary.change'),
              value: () => null,
              cell: (one: BoundaryConduit) => <AppLink to={edit(one)}>{t('boundary.change')}</AppLink>,
            },
          ]),
      {
        key: 'between',
        title: t('boundary.fromTo'),
        value: (one) => `${zoneName(one.from, text)} → ${zoneName(one.to, text)}`,
      },
      { key: 'services', title: t('boundary.services'), value: (one) => one.services },
      {
        key: 'operations',
        title: t('boundary.operations'),
        value: (one) =>
          one.operations === null
            ? t('ui.all')
            : one.operations.map((operation) => t(`operation.${operation}`)).join(', '),
        cell: (one) =>
          one.operations === null ? (
            <span style={{ whiteSpace: 'nowrap' }}>{t('ui.all')}</span>
          ) : (
            one.operations.map((operation) => t(`operation.${operation}`)).join(', ')
          ),
      },
      ...(edit === undefined ? [] : [{ key: 'owner', title: t('boundary.owner'), value: ownerOf }]),
      {
        key: 'until',
        title: t('boundary.until'),
        value: (one) => one.validTo,
        cell: (one) => (one.validTo === null ? '–' : format.day(one.validTo)),
        nowrap: true,
      },
      {
        key: 'use',
        title: t('boundary.useTitle'),
        value: (one) => [conduitUse(one, text), one.lastUsed].filter(Boolean).join(', '),
        cell: (one) =>
          one.use === 'used' && one.state === 'inForce' ? (
            [conduitUse(one, text), one.lastUsed && format.day(one.lastUsed)].filter(Boolean).join(', ')
          ) : (
            <Tag {...(one.state === 'inForce' ? { tone: 'warn' } : {})}>{conduitUse(one, text)}</Tag>
          ),
      },
      {
        key: 'unused',
        title: t('boundary.unused'),
        value: (one) => unusedText(one, (operation) => t(`operation.${operation}`)),
      },
    ],
    [t, text, format, edit],
  )
  if (conduits.length === 0) return null
  return (
    <Panel title={t('boundary.conduits')} flush>
      <DataTable
        name="conduits"
        caption={t('boundary.conduits')}
        columns={columns}
        rows={conduits}
        rowKey={(one) => one.record}
        maxHeight={420}
      />
    </Panel>
  )
}

const ownerOf = ({ owner }: BoundaryConduit): string | null => owner

type Operation = NonNullable<BoundaryConduit['operations']>[number]

/** Null where nobody can see it: not the same as nothing unused. */
function unusedText(
  { unusedServices, unusedOperations }: BoundaryConduit,
  name: (one: Operation) => string,
): string | null {
  if (unusedServices === null || unusedOperations === null) return null
  return [...unusedServices, ...unusedOperations.map(name)].join(', ') || '–'
}

export function ZoneTable(props: {
  readonly boundary: Boundary
  /** Where one is changed. */
  edit?(one: BoundaryZone): string
}) {
  const { t } = useText()
  const { edit } = props
  const columns = useMemo<Column<BoundaryZone>[]>(
    () => [
      {
        key: 'name',
        title: t('boundary.zone'),
        value: (one) => one.name,
        cell: (one) =>
          edit === undefined ? (
            <AppLink to={openedPath(zoneKey(one.name))}>{one.name}</AppLink>
          ) : (
            <AppLink to={`/evidence/records/${one.records[0] ?? ''}`}>{one.name}</AppLink>
          ),
      },
      { key: 'level', title: t('boundary.level'), value: (one) => one.level, nowrap: true },
      { key: 'sl', title: 'SL-T', value: (one) => one.targetLevel, numeric: true },
      { key: 'sis', title: 'SIS', value: (one) => (one.safety ? 'SIS' : '') },
      {
        key: 'members',
        title: t('boundary.members'),
        value: (one) =>
          [...one.addresses, ...one.vlans.map((vlan) => `VLAN ${vlan}`), ...one.macs, ...one.assets].join(', '),
      },
      { key: 'devices', title: t('boundary.devices'), value: (one) => one.devices, numeric: true },
      { key: 'strangers', title: t('boundary.strangersTitle'), value: (one) => one.unregistered, numeric: true },
      { key: 'wrong', title: t('boundary.notAllowed'), value: (one) => wrongOf(one.counts), numeric: true },
      ...(edit === undefined
        ? []
        : [
            {
              key: 'edit',
              title: t('boundary.change'),
              value: () => null,
              cell: (one: BoundaryZone) => <AppLink to={edit(one)}>{t('boundary.change')}</AppLink>,
            },
          ]),
    ],
    [t, edit],
  )
  return (
    <Panel title={t('boundary.zones')} flush>
      <DataTable
        name="zones"
        caption={t('boundary.zones')}
        columns={columns}
        rows={props.boundary.zones}
        rowKey={(one) => one.records[0] ?? one.name}
        maxHeight={420}
      />
    </Panel>
  )
}

/** What is wrong with the policy itself, each with the record it stands in. */
export function ProblemTable({ problems }: { readonly problems: readonly PolicyProblem[] }) {
  const { t, pick } = useText()
  const rows = useMemo(() => problemsInOrder(problems), [problems])
  const columns = useMemo<Column<PolicyProblem>[]>(
    () => [
      {
        key: 'severity',
        title: t('boundary.severity'),
        value: (one) => t(`boundary.severity.${one.severity}`),
        cell: (one) => (
          <Tag tone={one.severity === 'error' ? 'wrong' : 'warn'}>{t(`boundary.severity.${one.severity}`)}</Tag>
        ),
        nowrap: true,
      },
      {
        key: 'name',
        title: t('boundary.where'),
        value: (one) => one.name,
        cell: (one) => <AppLink to={`/evidence/records/${one.record}`}>{one.name || t('boundary.record')}</AppLink>,
      },
      { key: 'text', title: t('boundary.problem'), value: (one) => pick(one.text) },
      { key: 'place', title: t('boundary.place'), value: (one) => (one.place === null ? null : pick(one.place)) },
    ],
    [t, pick],
  )
  if (rows.length === 0) return null
  return (
    <Panel title={t('boundary.problems', { count: rows.length })} flush>
      <DataTable
        name="policy-problems"
        caption={t('boundary.problems', { count: rows.length })}
        columns={columns}
        rows={rows}
        rowKey={(one) => `${one.record} ${one.text.en}`}
        maxHeight={360}
      />
    </Panel>
  )
}
