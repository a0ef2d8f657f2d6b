import type { BoundaryConduit, BoundaryZone } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead } from '#web/view/read.ts'
import { ConduitTable, ProblemTable, ZoneTable } from './boundary-tables.tsx'
import { recordForm } from './boundary-words.ts'
import { OnePlant } from './one-plant.tsx'
import { PolicyExports } from './policy-exports.tsx'

const HERE = '/network/boundary/policy'

/** Zones and conduits as they are written: add, correct, end, bring and take along. */
export function PolicyPage() {
  return <OnePlant title="boundary.policy">{(plant) => <OfPlant plant={plant} />}</OnePlant>
}

function OfPlant({ plant }: { readonly plant: string }) {
  const { t } = useText()
  const boundary = useRead(doors.boundary, { params: { plant } }, { keep: true })
  return (
    <Answer query={boundary}>
      {(known) => (
        <>
          <PageHead title={t('policy.head', { zones: known.zones.length, conduits: known.conduits.length })}>
            {t('policy.told')}
          </PageHead>
          <div className="row no-print" style={{ flexWrap: 'wrap' }}>
            <AppLink to={recordForm('zone', plant, {}, HERE)} className="btn">
              {t('boundary.writeZone')}
            </AppLink>
            <AppLink to={recordForm('conduit', plant, {}, HERE)} className="btn">
              {t('boundary.writeConduit')}
            </AppLink>
            <AppLink to="/network/boundary/proposals" className="btn quiet">
              {t('boundary.lookAtProposals')}
            </AppLink>
            <AppLink to="/evidence" className="btn quiet">
              {t('policy.bring')}
            </AppLink>
          </div>
          <ProblemTable problems={known.problems} />
          {known.zones.length + known.conduits.length === 0 ? (
            <Panel>
              <Empty title={t('boundary.emptyTitle')}>{t('boundary.emptyHint')}</Empty>
            </Panel>
          ) : (
            <>
              <ConduitTable conduits={known.conduits} edit={changeConduit} />
              <ZoneTable boundary={known} edit={changeZone} />
              <PolicyExports plant={plant} />
            </>
          )}
        </>
      )}
    </Answer>
  )
}

/** A correction is a new record that takes the place of the old one. */
const change = (kind: 'zone' | 'conduit', record: string): string =>
  `/evidence/records/new/${kind}?${new URLSearchParams({ replaces: record, back: HERE })}`
const changeConduit = ({ record }: BoundaryConduit): string => change('conduit', record)
const changeZone = ({ records }: BoundaryZone): string => change('zone', records[0] ?? '')
