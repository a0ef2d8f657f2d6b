import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { RulesetDetail } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Panel, Tag } from '#web/ui/kit.tsx'
import { ScrollRegion } from '#web/ui/scroll-region.tsx'
import { Answer } from '#web/view/answer.tsx'
import { useRead } from '#web/view/read.ts'
import './boundary.css'

const STEP = 400

function lastLineOf({ findings }: RulesetDetail, line: number): number {
  const rules = findings.flatMap((one) => one.rules)
  return rules.find((one) => one.line === line)?.lastLine ?? line
}

/** The rules as they were brought, line by line; `?line=` goes there and marks it. */
export function RuleLines({ ruleset }: { readonly ruleset: RulesetDetail }) {
  const { id } = ruleset
  const { t, pick } = useText()
  const [search] = useSearchParams()
  const wanted = Number(search.get('line') ?? 0)
  // A rule of several lines is marked as a whole.
  const last = lastLineOf(ruleset, wanted)
  const start = Math.max(1, wanted - Math.floor(STEP / 4))
  const [from, setFrom] = useState(start)
  useEffect(() => setFrom(start), [start])
  const lines = useRead(doors.rulesetLines, { params: { id }, query: { from, limit: STEP } }, { keep: true })
  // A line beyond the end: the last ones are shown.
  const total = lines.data?.total ?? 0
  useEffect(() => {
    if (total > 0 && from > total) setFrom(Math.max(1, total - STEP + 1))
  }, [from, total])
  const marked = useRef<HTMLTableRowElement>(null)
  const isThere = lines.data?.lines.some(({ line }) => line === wanted) === true
  // Scrolls once the line is on the page.
  useEffect(() => {
    if (isThere && wanted > 0) marked.current?.scrollIntoView({ block: 'center' })
  }, [isThere, wanted])
  return (
    <Panel title={t('firewall.text')} flush>
      <Answer query={lines}>
        {({ lines: rows }) => (
          <>
            <ScrollRegion label={t('firewall.text')} style={{ maxHeight: 480 }}>
              <table className="table rule-lines">
                <tbody>
                  {rows.map((row) => (
                    <tr
                      key={row.line}
                      {...(row.line >= wanted && row.line <= last ? { 'aria-current': true, className: 'marked' } : {})}
                      {...(row.line === wanted ? { ref: marked } : {})}
                    >
                      <td className="num muted">{row.line}</td>
                      <td>
                        <code style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{row.text}</code>
                        {row.reasons.map((one) => (
                          <div key={one.en} className="small">
                            <Tag tone="warn">{pick(one)}</Tag>
                          </div>
                        ))}
                      </td>
                      <td className="small muted">{t(`firewall.as.${row.as}`)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
            {total > STEP && (
              <p className="row" style={{ padding: 8 }}>
                <Button kind="quiet" disabled={from <= 1} onClick={() => setFrom(Math.max(1, from - STEP))}>
                  {t('firewall.before')}
                </Button>
                <span className="muted">
                  {t('firewall.linesShown', { from, to: Math.min(total, from + rows.length - 1), total })}
                </span>
                <Button kind="quiet" disabled={from + STEP > total} onClick={() => setFrom(from + STEP)}>
                  {t('firewall.after')}
                </Button>
              </p>
            )}
          </>
        )}
      </Answer>
    </Panel>
  )
}
