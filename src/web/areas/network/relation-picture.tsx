import { useCallback, useMemo } from 'react'
import type { Relation, RelationFlow, RelationSummary } from '#contract/relations.ts'
import { type FlowEdge, type FlowNode, levelFlows } from '#core/picture/level-flows.ts'
import { useFormat } from '#web/i18n/format.ts'
import { type Text, useText } from '#web/i18n/text.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { roleName } from './device-words.ts'
import { type Deed, endName, isGrave, relationSentence, rolesOf } from './relation-words.ts'

/** So many devices are drawn one by one; more are put together by level and role. */
const SINGLY = 18
/** Lines that a person can still follow. */
const MOST_LINES = 30

type Drawn = { readonly nodes: readonly FlowNode[]; readonly edges: readonly FlowEdge[] }

/** Who acts on whom, by levels: the devices themselves where they are few, else what they have in common. */
export function RelationPicture(props: {
  readonly summary: RelationSummary
  readonly rows: readonly Relation[]
  readonly hasMore: boolean
  readonly deed: Deed
}) {
  const text = useText()
  const { t } = text
  const format = useFormat()
  const { summary, rows, deed, hasMore } = props
  const ends = new Set(
    rows.flatMap((one) => [`${one.plant} ${one.client.device}`, `${one.plant} ${one.server.device}`]),
  )
  const isSingly = !hasMore && ends.size <= SINGLY
  const drawn = useMemo<Drawn>(
    () =>
      isSingly
        ? singly(rows, deed, text, format.number, (one) => relationSentence(one, deed, text.t, format))
        : together(summary.flows, text, format.number),
    [isSingly, rows, summary, deed, text, format],
  )
  const draw = useCallback(
    (width: number) =>
      levelFlows(
        {
          ...drawn,
          words: {
            levelOf: (level) => (level === null ? t('relations.noLevel') : t('relations.level', { level })),
            columns: [t('relations.who'), t('relations.whom'), t('relations.messages')],
          },
        },
        width,
      ),
    [drawn, t],
  )
  if (drawn.edges.length === 0) return null
  const left = isSingly ? 0 : Math.max(0, summary.flows.length - MOST_LINES)
  return (
    <Figure
      title={t(`relations.picture.${deed}`)}
      finding={`${t(isSingly ? 'relations.pictureSingly' : 'relations.pictureTogether')}${left > 0 ? ` ${t('relations.pictureLeft', { count: left })}` : ''}`}
      draw={draw}
      name={`who-${deed}`}
    />
  )
}

/** Between nothing and the most, by orders of magnitude: one download must not vanish beside a million reads. */
function shareOf(count: number, most: number): number {
  return most <= 1 ? 1 : Math.log1p(count) / Math.log1p(most)
}

function singly(
  rows: readonly Relation[],
  deed: Deed,
  { t }: Text,
  number: (value: number) => string,
  sentence: (one: Relation) => string,
): Drawn {
  const nodes = new Map<string, FlowNode>()
  const most = Math.max(...rows.map((one) => one.operations?.[deed] ?? 0), 1)
  const edges = rows.map((one): FlowEdge => {
    for (const end of [one.client, one.server]) {
      const key = `${one.plant} ${end.device}`
      if (nodes.has(key)) continue
      nodes.set(key, { key, label: endName(end), told: rolesOf(end, t), level: end.level, isSafety: end.safety })
    }
    const count = one.operations?.[deed] ?? 0
    return {
      from: `${one.plant} ${one.client.device}`,
      to: `${one.plant} ${one.server.device}`,
      count: number(count),
      share: shareOf(count, most),
      isConcern: one.concerns.some(isGrave) || one.concerns.includes('crosses'),
      title: sentence(one),
    }
  })
  return { nodes: [...nodes.values()], edges }
}

function together(flows: readonly RelationFlow[], { t }: Text, number: (value: number) => string): Drawn {
  const nodes = new Map<string, FlowNode & { readonly most: number }>()
  const shown = flows.slice(0, MOST_LINES)
  const most = Math.max(...shown.map(({ messages }) => messages), 1)
  const add = (level: string | null, role: string | null, devices: number): string => {
    const key = `${level} ${role}`
    const before = nodes.get(key)?.most ?? 0
    const count = Math.max(before, devices)
    nodes.set(key, {
      key,
      label: role === null ? t('device.unknownRole') : roleName(role, t),
      told: t('relations.devices', { count, number: number(count) }),
      level,
      isSafety: role === 'safety-controller',
      most: count,
    })
    return key
  }
  const edges = shown.map((flow): FlowEdge => {
    const from = add(flow.clientLevel, flow.clientRole, flow.clients)
    const to = add(flow.serverLevel, flow.serverRole, flow.servers)
    return {
      from,
      to,
      count: number(flow.pairs),
      share: shareOf(flow.messages, most),
      isConcern: flow.concerned > 0,
      title: t('relations.flow', {
        pairs: number(flow.pairs),
        messages: number(flow.messages),
        concerned: number(flow.concerned),
      }),
    }
  })
  return { nodes: [...nodes.values()], edges }
}
