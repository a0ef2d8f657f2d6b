import { useCallback, useMemo } from 'react'
import type { Boundary, BoundaryPair, BoundaryZone } from '#contract/boundary.ts'
import { type FlowEdge, type FlowNode, levelFlows } from '#core/picture/level-flows.ts'
import { type Format, useFormat } from '#web/i18n/format.ts'
import { type Text, useText } from '#web/i18n/text.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { isUnseen, openOf, pairCount, pairKey, pairName, wrongOf, zoneKey } from './boundary-words.ts'

/** More zones than a person can follow are put together by level. */
const MOST_ZONES = 40
const MOST_LINES = 60

/** Zones on their bands of the Purdue model, and what passes between them: allowed, seen, not allowed, not observable. */
export function BoundaryMap(props: {
  readonly boundary: Boundary
  readonly opened: string
  onOpen(key: string): void
}) {
  const text = useText()
  const { t } = text
  const format = useFormat()
  const { boundary } = props
  const drawn = useMemo(() => drawnOf(boundary, text, format), [boundary, text, format])
  const draw = useCallback(
    (width: number) =>
      levelFlows(
        {
          ...drawn,
          words: {
            levelOf: (level) => (level === null ? t('boundary.noLevel') : t('relations.level', { level })),
            columns: [t('boundary.zone'), t('boundary.zone'), t('boundary.mapCount')],
          },
        },
        width,
      ),
    [drawn, t],
  )
  const unseen = boundary.pairs.filter(isUnseen).length
  const wrong = boundary.pairs.filter((pair) => openOf(pair) > 0).length
  const finding = [
    wrong > 0 ? t('boundary.mapWrong', { count: wrong }) : t('boundary.mapNoneWrong'),
    unseen > 0 ? t('boundary.mapUnseen', { count: unseen }) : '',
    drawn.left > 0 ? t('boundary.mapLeft', { count: drawn.left }) : '',
  ].filter(Boolean)
  return (
    <Figure
      title={t('boundary.map')}
      finding={finding.join(' ')}
      draw={draw}
      name="zones-and-conduits"
      legend={t('boundary.mapLegend')}
      onOpen={props.onOpen}
      opened={props.opened}
    />
  )
}

interface Drawn {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
  /** Lines that are in the table only. */
  readonly left: number
}

function drawnOf(boundary: Boundary, text: Text, format: Format): Drawn {
  const between = boundary.pairs.filter(({ a, b }) => a !== b)
  const shown = between.slice(0, MOST_LINES)
  const named = new Set(shown.flatMap(({ a, b }) => [a, b]))
  const zones = boundary.zones
    .toSorted((x, y) => Number(named.has(y.name)) - Number(named.has(x.name)))
    .slice(0, MOST_ZONES)
  const wrong = new Set(between.filter((pair) => openOf(pair) > 0).flatMap(({ a, b }) => [a, b]))
  const nodes = zones.map((zone) => nodeOf(zone, wrong.has(zone.name), text, format))
  const known = new Set(zones.map(({ name }) => name))
  if (named.has(null)) nodes.push(outsideNode(boundary, text, format))
  const most = Math.max(1, ...shown.map((pair) => pair.counts.allowed + wrongOf(pair.counts)))
  const edges = shown
    .filter(({ a, b }) => [a, b].every((end) => end === null || known.has(end)))
    // What is wrong is drawn last, and so above the others.
    .toSorted((x, y) => openOf(x) - openOf(y))
    .map((pair) => edgeOf(pair, most, text, format))
  return { nodes, edges, left: between.length - edges.length }
}

function nodeOf(zone: BoundaryZone, isConcern: boolean, { t }: Text, format: Format): FlowNode {
  const told = [
    zone.targetLevel === null ? null : t('boundary.slt', { level: zone.targetLevel }),
    t('relations.devices', { count: zone.devices, number: format.number(zone.devices) }),
    zone.unregistered > 0 ? t('boundary.strangers', { count: zone.unregistered }) : null,
  ].filter((one) => one !== null)
  return {
    key: zoneKey(zone.name),
    label: zone.safety ? `${zone.name} · SIS` : zone.name,
    told: told.join(' · '),
    level: zone.level,
    isSafety: zone.safety,
    isConcern,
    opens: true,
  }
}

function outsideNode(boundary: Boundary, { t }: Text, format: Format): FlowNode {
  const count = boundary.unknownMembers
  return {
    key: zoneKey(null),
    label: t('boundary.outside'),
    told: t('relations.devices', { count, number: format.number(count) }),
    level: null,
    isSafety: false,
    isConcern: count > 0,
    opens: true,
  }
}

function edgeOf(pair: BoundaryPair, most: number, text: Text, format: Format): FlowEdge {
  const { t } = text
  const wrong = wrongOf(pair.counts)
  const unseen = isUnseen(pair)
  const all = pair.counts.allowed + wrong + pair.counts.unknownMember
  const count = unseen ? t('boundary.mapUnseenMark') : pairCount(pair, format.number)
  const title = t('boundary.mapLine', {
    pair: pairName(pair, text),
    allowed: format.number(pair.counts.allowed),
    wrong: format.number(wrong),
    attempts: format.number(pair.attempts),
    conduits: format.number(pair.conduits),
  })
  return {
    key: pairKey(pair),
    from: zoneKey(pair.a),
    to: zoneKey(pair.b),
    count,
    share: all === 0 ? 0 : Math.log1p(all) / Math.log1p(most),
    isConcern: openOf(pair) > 0,
    isUnseen: unseen,
    isMutual: true,
    title: unseen ? `${title} ${t('boundary.use.notObservable')}` : title,
  }
}
