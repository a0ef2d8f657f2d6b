import type { Explanation } from '#contract/maturity.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Facts, Panel } from '#web/ui/kit.tsx'
import type { AxisText } from '#web/view/axis.ts'

/** Every number that the definition does not give itself, with its reason. */
export function Defaults({ known, axis }: { readonly known: Explanation; readonly axis: AxisText }) {
  const { t } = useText()
  const format = useFormat()
  const { criterion } = known
  const { defaults } = axis.axis
  return (
    <Panel title={t('defaults.title')}>
      <p className="muted">{t('defaults.hint', { version: known.axisVersion })}</p>
      <Facts
        items={[
          [t('defaults.over'), t(`over.${criterion.over}`)],
          [t('defaults.atPlant'), t(criterion.atPlant === 'own' ? 'defaults.own' : 'defaults.enterprise')],
          [
            t('defaults.attestation'),
            t('defaults.attestationWhy', { period: format.period(criterion.window ?? defaults.attestation) }),
          ],
          [
            t('defaults.grace'),
            t('defaults.graceWhy', {
              share: format.percent(defaults.grace.share),
              min: format.period(defaults.grace.min),
              max: format.period(defaults.grace.max),
            }),
          ],
          [t('defaults.coverage'), t('defaults.coverageWhy', { share: format.percent(defaults.coverage) })],
          [t('defaults.effort'), t('defaults.effortWhy', { weeks: criterion.effortWeeks })],
          [t('defaults.notApplicable'), t(criterion.mayNotApply ? 'defaults.allowed' : 'defaults.notAllowed')],
          [t('defaults.compensable'), t(criterion.compensable ? 'defaults.compensableWhy' : 'defaults.notAllowed')],
          [t('defaults.late'), t('defaults.lateWhy', { period: format.period(defaults.lateEntry) })],
        ]}
      />
    </Panel>
  )
}
