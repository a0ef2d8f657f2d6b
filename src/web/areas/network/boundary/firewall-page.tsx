import { useParams } from 'react-router'
import { type FindingKind, findingKinds, type RulesetDetail } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Notice, PageHead } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { useQueryWord } from '#web/view/use-view.ts'
import { BoundaryTabs } from './boundary-tabs.tsx'
import { ruleLanguages } from './boundary-words.ts'
import { DmzPaths } from './firewall-dmz.tsx'
import { Findings } from './firewall-findings.tsx'
import { Interfaces } from './firewall-interfaces.tsx'
import { RuleLines } from './firewall-lines.tsx'

/** One filter's rules held against policy and traffic: what differs, with a packet that shows it. */
export function FirewallPage() {
  const { id = '' } = useParams()
  const { t } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  const ruleset = useRead(doors.ruleset, { params: { id } }, { keep: true })
  const [kind, setKind] = useQueryWord('kind')
  return (
    <>
      <BoundaryTabs />
      <Answer query={ruleset}>
        {(known) => (
          <>
            <PageHead
              title={headline(known, t)}
              crumbs={[
                <AppLink key="plant" to="/network/boundary" view={{ plant: known.plant }}>
                  {plantName(known.plant)}
                </AppLink>,
                <AppLink key="list" to="/network/firewalls">
                  {t('boundary.firewalls')}
                </AppLink>,
              ]}
            >
              {t('firewall.told', {
                language: ruleLanguages[known.language],
                file: known.fileName,
                day: format.day(known.takenOn),
                rules: known.lines.rule,
                not: known.lines.notUnderstood,
              })}
            </PageHead>
            {!known.current && <Notice tone="warn">{t('firewall.notCurrent')}</Notice>}
            <Limits ruleset={known} />
            <fieldset
              className="tabs no-print"
              aria-label={t('firewall.kinds')}
              style={{ margin: 0, padding: 0, borderWidth: '0 0 1px', flexWrap: 'wrap' }}
            >
              {kindsOf(known, kind).map((one) => (
                <button key={one} type="button" aria-pressed={one === kind} onClick={() => setKind(one)}>
                  {one === '' ? t('ui.all') : t(`firewall.kind.${one}`)}{' '}
                  {format.number(one === '' ? sumOf(known) : (known.counts[one] ?? 0))}
                </button>
              ))}
            </fieldset>
            <Findings ruleset={known} kind={kind} />
            <DmzPaths paths={known.dmz} ruleset={known.id} filter={known.name} />
            <Interfaces ruleset={known} />
            <RuleLines ruleset={known} />
          </>
        )}
      </Answer>
    </>
  )
}

/** Those that there are, and the one that is asked for. */
const kindsOf = ({ counts }: RulesetDetail, asked: string): ('' | FindingKind)[] => [
  '',
  ...findingKinds.filter((one) => (counts[one] ?? 0) > 0 || one === asked),
]

const sumOf = ({ counts }: RulesetDetail): number => Object.values(counts).reduce((sum, one) => sum + (one ?? 0), 0)

/** What is wrong first, then what cannot be decided; only then that nothing differs. */
function headline({ name, counts, dmz }: RulesetDetail, t: ReturnType<typeof useText>['t']): string {
  const of = (kind: keyof RulesetDetail['counts']) => counts[kind] ?? 0
  if (dmz.some(({ decided }) => decided)) return t('firewall.headDmz', { name })
  if (of('excess') > 0) return t('firewall.headExcess', { name, count: of('excess') })
  if (of('seenInSpite') > 0) return t('firewall.headSeen', { name, count: of('seenInSpite') })
  if (of('missing') > 0) return t('firewall.headMissing', { name, count: of('missing') })
  if (of('undecided') > 0) return t('firewall.headUndecided', { name, count: of('undecided') })
  return t('firewall.headFits', { name })
}

function Limits({ ruleset }: { readonly ruleset: RulesetDetail }) {
  const { t, pick } = useText()
  if (ruleset.limits.length === 0) return null
  return (
    <Notice title={t('firewall.limits')}>
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {ruleset.limits.map((one) => (
          <li key={one.en}>{pick(one)}</li>
        ))}
      </ul>
    </Notice>
  )
}
