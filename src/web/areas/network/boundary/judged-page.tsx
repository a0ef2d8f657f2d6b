import { useParams } from 'react-router'
import type { ConduitLine, JudgedDetail, RuleDecision } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Facts, Notice, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { BoundaryTabs } from './boundary-tabs.tsx'
import {
  isWrong,
  judgedPath,
  openedPath,
  packetPath,
  recordForm,
  serviceName,
  zoneKey,
  zoneName,
} from './boundary-words.ts'

const MOST_DAYS = 31

const devicePath = (plant: string, address: string): string =>
  `/network/devices/${encodeURIComponent(plant)}/${encodeURIComponent(address)}`

/** One conversation held against policy and rules: why it is as it is, what let it pass, and what the policy lacks. */
export function JudgedPage() {
  const { plant = '', capture = '', n = '' } = useParams()
  const { t } = useText()
  const plantName = usePlantName()
  const judged = useRead(doors.judged, { params: { plant, capture, n } })
  return (
    <>
      <BoundaryTabs />
      <Answer query={judged}>
        {(one) => (
          <>
            <PageHead
              title={t(`judged.sentence.${one.verdict}`, {
                client: one.clientAsset ?? one.client,
                server: one.serverAsset ?? one.server,
                service: serviceName(one),
              })}
              crumbs={[
                <AppLink key="plant" to="/network/boundary" view={{ plant }}>
                  {plantName(plant)}
                </AppLink>,
                <AppLink key="list" to="/network/boundary/conversations" view={{ plant }}>
                  {t('boundary.conversations')}
                </AppLink>,
              ]}
            >
              {one.answered === false ? t('judged.wasAttempt') : null}
            </PageHead>
            {one.safety && (
              <Notice tone="wrong" title={t('judged.safety')}>
                {t('judged.safetyHint')}
              </Notice>
            )}
            <What one={one} />
            <Rules rules={one.rules} isAllowed={one.verdict === 'allowed'} />
            {one.missing !== null && <Missing one={one} line={one.missing} />}
          </>
        )}
      </Answer>
    </>
  )
}

function What({ one }: { readonly one: JudgedDetail }) {
  const text = useText()
  const { t, pick } = text
  const format = useFormat()
  const days = one.days.slice(-MOST_DAYS).map((day) => format.day(day))
  return (
    <Panel
      title={t('judged.what')}
      side={
        <AppLink to={packetPath(one.witness)} className="btn">
          {t('boundary.firstPacket', { place: one.witness.place ?? `#${one.witness.packet ?? ''}` })}
        </AppLink>
      }
    >
      <Facts
        items={[
          [
            t('judged.verdict'),
            <Tag
              key="verdict"
              {...(isWrong(one.verdict)
                ? { tone: one.answered === false ? ('warn' as const) : ('wrong' as const) }
                : one.verdict === 'allowed'
                  ? {}
                  : { tone: 'warn' as const })}
            >
              {t(`judged.verdict.${one.verdict}`)}
            </Tag>,
          ],
          [t('judged.because'), pick(one.because)],
          [
            t('relations.who'),
            <span key="client" className="row">
              <AppLink to={devicePath(one.plant, one.client)}>{one.clientAsset ?? one.client}</AppLink>
              {one.clientAsset === null ? null : one.client}
              <span className="muted">·</span>
              <AppLink to={openedPath(zoneKey(one.clientZone))}>{zoneName(one.clientZone, text)}</AppLink>
            </span>,
          ],
          [
            t('relations.whom'),
            <span key="server" className="row">
              <AppLink to={devicePath(one.plant, one.server)}>{one.serverAsset ?? one.server}</AppLink>
              {one.serverAsset === null ? null : one.server}
              <span className="muted">·</span>
              <AppLink to={openedPath(zoneKey(one.serverZone))}>{zoneName(one.serverZone, text)}</AppLink>
            </span>,
          ],
          [t('boundary.services'), serviceName(one)],
          ...(one.operations.length === 0
            ? []
            : ([[t('judged.operations'), one.operations.map((name) => t(`operation.${name}`)).join(', ')]] as const)),
          [
            t('boundary.conduits'),
            one.conduits.length === 0 ? (
              t('boundary.none')
            ) : (
              <span key="conduits" className="row">
                {one.conduits.map(({ name, record }) => (
                  <AppLink key={record} to={`/evidence/records/${record}`}>
                    {name}
                  </AppLink>
                ))}
              </span>
            ),
          ],
          [
            t('judged.days', { count: one.days.length }),
            one.days.length === 0 ? t('judged.noDays') : `${one.days.length > MOST_DAYS ? '… ' : ''}${days.join(', ')}`,
          ],
          [
            t('judged.source'),
            <AppLink key="source" to={`/evidence/captures/${encodeURIComponent(one.witness.capture)}`}>
              {one.witness.captureName}
            </AppLink>,
          ],
        ]}
      />
    </Panel>
  )
}

/** What each filter does with it, and the line that says so. */
function Rules({ rules, isAllowed }: { readonly rules: readonly RuleDecision[]; readonly isAllowed: boolean }) {
  const { t, pick } = useText()
  return (
    <Panel title={t('judged.rules')}>
      {rules.length === 0 ? (
        <p className="muted">{t('judged.noRules')}</p>
      ) : (
        <ul className="stack" style={{ margin: 0, paddingInlineStart: 18 }}>
          {rules.map((rule) => (
            <li key={rule.ruleset}>
              <Tag {...(rule.decision === (isAllowed ? 'accepted' : 'refused') ? {} : { tone: 'warn' as const })}>
                {t(`judged.decision.${rule.decision}`)}
              </Tag>{' '}
              <AppLink
                to={`/network/firewalls/${encodeURIComponent(rule.ruleset)}${rule.line === null ? '' : `?line=${rule.line}`}`}
              >
                {rule.filter}
              </AppLink>
              {': '}
              {pick(rule.why)}
              {rule.text !== null && (
                <pre className="mono small" style={{ whiteSpace: 'pre-wrap', margin: '4px 0 0' }}>
                  {rule.text}
                </pre>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** The smallest line that would allow it; entered by a person, for good or until a day. */
function Missing({ one, line }: { readonly one: JudgedDetail; readonly line: ConduitLine }) {
  const text = useText()
  const { t } = text
  const values = {
    name: line.name,
    fromZone: line.from,
    toZone: line.to,
    services: line.services,
    operations: line.operations?.join(';'),
    initiator: line.initiator,
    direction: line.dataFlow,
  }
  const back = judgedPath(one)
  return (
    <Panel title={t('judged.missing')}>
      <div className="stack">
        <p>
          <code>
            {`${zoneName(line.from, text)} → ${zoneName(line.to, text)}: ${line.services}`}
            {line.operations === null ? '' : ` (${line.operations.map((name) => t(`operation.${name}`)).join(', ')})`}
          </code>
        </p>
        <p className="muted">{t(one.crosses ? 'judged.missingCrossing' : 'judged.missingHint')}</p>
        <p className="row">
          {!one.crosses && (
            <AppLink to={recordForm('conduit', one.plant, values, back)} className="btn">
              {t('judged.enterLine')}
            </AppLink>
          )}
          <AppLink to={recordForm('conduit', one.plant, { ...values, exception: 'true' }, back)} className="btn">
            {t('judged.acceptUntil')}
          </AppLink>
        </p>
      </div>
    </Panel>
  )
}
