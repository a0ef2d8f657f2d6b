import { useMemo } from 'react'
import type { RuleFinding, RulesetDetail } from '#contract/boundary.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Empty, Panel, Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { packetPath, zoneName } from './boundary-words.ts'
import { firewallPath } from './firewalls.tsx'

const GRAVE: readonly RuleFinding['kind'][] = ['excess', 'seenInSpite', 'seenBeyondPolicy']

/** Differences between rules, policy and traffic, each with the packet that shows it. */
export function Findings({ ruleset, kind }: { readonly ruleset: RulesetDetail; readonly kind: string }) {
  const text = useText()
  const { t, pick } = text
  const rows = useMemo(
    () => ruleset.findings.filter((one) => kind === '' || one.kind === kind),
    [ruleset.findings, kind],
  )
  const columns = useMemo<Column<RuleFinding>[]>(
    () => [
      {
        key: 'kind',
        title: t('firewall.finding'),
        value: (one) => t(`firewall.kind.${one.kind}`),
        cell: (one) => (
          <span className="row" style={{ gap: 4 }}>
            <Tag
              {...(GRAVE.includes(one.kind) && !one.possible
                ? { tone: 'wrong' as const }
                : one.kind === 'shadowed' || one.kind === 'redundant' || one.kind === 'unused'
                  ? {}
                  : { tone: 'warn' as const })}
            >
              {t(`firewall.kind.${one.kind}`)}
            </Tag>
            {one.possible && <Tag>{t('firewall.possible')}</Tag>}
          </span>
        ),
      },
      { key: 'text', title: t('firewall.what'), value: (one) => pick(one.text) },
      {
        key: 'zones',
        title: t('boundary.pair'),
        value: (one) =>
          one.clientZone === null && one.serverZone === null && one.packet === null
            ? '–'
            : `${zoneName(one.clientZone, text)} → ${zoneName(one.serverZone, text)}`,
      },
      {
        key: 'rules',
        title: t('firewall.rules'),
        value: (one) => one.rules.map(({ line, text: words }) => `${line}: ${words}`).join('\n'),
        cell: (one) =>
          one.rules.length === 0 ? (
            t('firewall.byDefault')
          ) : (
            <span className="stack" style={{ gap: 2 }}>
              {one.rules.map((rule) => (
                <AppLink key={rule.line} to={firewallPath(ruleset.id, rule.line)} title={rule.text}>
                  {rule.label === null
                    ? t('firewall.line', { line: rule.line })
                    : `${t('firewall.line', { line: rule.line })} (${rule.label})`}
                </AppLink>
              ))}
            </span>
          ),
      },
      {
        key: 'conduits',
        title: t('boundary.conduit'),
        value: (one) => one.conduits.map(({ name }) => name).join(', '),
        cell: (one) => (
          <span className="stack" style={{ gap: 2 }}>
            {one.conduits.map(({ name, record }) => (
              <AppLink key={record} to={`/evidence/records/${record}`}>
                {name}
              </AppLink>
            ))}
          </span>
        ),
      },
      {
        key: 'witness',
        title: t('firewall.witness'),
        value: (one) => (one.packet === null ? null : `${one.packet.from} → ${one.packet.to} ${one.packet.service}`),
        cell: (one) => (
          <span className="stack" style={{ gap: 2 }}>
            {one.packet && <code>{`${one.packet.from} → ${one.packet.to} ${one.packet.service}`}</code>}
            {one.witness && (
              <AppLink to={packetPath(one.witness)}>
                {t('firewall.seenIn', { place: one.witness.place ?? `#${one.witness.packet ?? ''}` })}
              </AppLink>
            )}
          </span>
        ),
      },
    ],
    [t, pick, text, ruleset.id],
  )
  return (
    <Panel title={t('firewall.findings')} flush>
      {rows.length === 0 ? (
        <Empty title={t('firewall.noFindings')}>{t('firewall.noFindingsHint')}</Empty>
      ) : (
        <DataTable
          name="firewall-findings"
          caption={t('firewall.findings')}
          columns={columns}
          rows={rows}
          rowKey={(one) =>
            `${one.kind} ${one.text.en} ${one.rules.map(({ line }) => line).join()} ${one.packet?.from} ${one.packet?.to} ${one.packet?.service}`
          }
          maxHeight={520}
        />
      )}
      {ruleset.more && (
        <p className="muted" style={{ padding: 8 }}>
          {t('firewall.more')}
        </p>
      )}
    </Panel>
  )
}
