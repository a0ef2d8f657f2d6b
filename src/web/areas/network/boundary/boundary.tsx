import type { Boundary } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty, Notice, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead } from '#web/view/read.ts'
import { useQueryWord } from '#web/view/use-view.ts'
import { BoundaryMap } from './boundary-map.tsx'
import { Opened } from './boundary-opened.tsx'
import { ConduitTable, PairTable, ZoneTable } from './boundary-tables.tsx'
import { boundaryHeadline, openOf, packetPath, recordForm } from './boundary-words.ts'
import { OnePlant } from './one-plant.tsx'

/** The map of a plant's boundary: zones by level, what may pass between them, what was seen, and what should not be. */
export function BoundaryPage() {
  return <OnePlant title="boundary.title">{(plant) => <OfPlant plant={plant} />}</OnePlant>
}

function OfPlant({ plant }: { readonly plant: string }) {
  const text = useText()
  const { t } = text
  const boundary = useRead(doors.boundary, { params: { plant } }, { keep: true })
  const [opened, setOpened] = useQueryWord('open')
  return (
    <Answer query={boundary}>
      {(known) => (
        <>
          <PageHead title={boundaryHeadline(known, text)}>
            {known.zones.length > 0 &&
              t('boundary.told', {
                allowed: known.counts.allowed,
                attempts: known.attempts,
                zones: known.zones.length,
                conduits: known.conduits.length,
              })}
            {known.zones.length > 0 && known.counts.unknownMember > 0 && known.unknownMembers === 0 && (
              <div>{t('boundary.beforeZones')}</div>
            )}
          </PageHead>
          <FirstViolation boundary={known} />
          {known.zones.length === 0 ? (
            <NoZones plant={plant} isSilent={known.pairs.length === 0} />
          ) : (
            <>
              <BoundaryMap boundary={known} opened={opened} onOpen={(key) => setOpened(key === opened ? '' : key)} />
              {opened !== '' && <Opened boundary={known} plant={plant} opened={opened} onClose={() => setOpened('')} />}
              <PairTable boundary={known} />
              <ConduitTable conduits={known.conduits} />
              <ZoneTable boundary={known} />
            </>
          )}
          {known.problems.length > 0 && (
            <p>
              <AppLink to="/network/boundary/policy">
                {t('boundary.problems', { count: known.problems.length })}
              </AppLink>
            </p>
          )}
        </>
      )}
    </Answer>
  )
}

/** The worst that was seen, one click from its first packet. */
function FirstViolation({ boundary }: { readonly boundary: Boundary }) {
  const { t } = useText()
  const worst = boundary.pairs.find((pair) => openOf(pair) > 0 && pair.witness !== null)
  if (worst === undefined || worst.witness === null) return null
  const { witness } = worst
  const place = witness.place ?? `#${witness.packet ?? ''}`
  return (
    <Notice
      tone="wrong"
      title={t(worst.crosses ? 'boundary.firstCrossing' : 'boundary.firstWrong', {
        a: worst.a ?? t('boundary.outside'),
        b: worst.b ?? t('boundary.outside'),
      })}
      action={
        <AppLink to={packetPath(witness)} className="btn">
          {t('boundary.firstPacket', { place })}
        </AppLink>
      }
    >
      {witness.captureName}
    </Notice>
  )
}

function NoZones({ plant, isSilent }: { readonly plant: string; readonly isSilent: boolean }) {
  const { t } = useText()
  return (
    <Panel>
      <Empty
        title={t(isSilent ? 'boundary.silentTitle' : 'boundary.emptyTitle')}
        action={
          <span className="row" style={{ justifyContent: 'center' }}>
            {isSilent ? (
              <AppLink to="/evidence" className="btn primary">
                {t('evidence.bring')}
              </AppLink>
            ) : (
              <AppLink to="/network/boundary/proposals" className="btn primary">
                {t('boundary.lookAtProposals')}
              </AppLink>
            )}
            <AppLink to={recordForm('zone', plant, {}, '/network/boundary')} className="btn">
              {t('boundary.writeZone')}
            </AppLink>
          </span>
        }
      >
        {t(isSilent ? 'boundary.silentHint' : 'boundary.emptyHint')}
      </Empty>
    </Panel>
  )
}
