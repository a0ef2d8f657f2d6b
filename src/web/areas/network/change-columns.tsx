import { useMemo } from 'react'
import type { Change } from '#contract/changes.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Tag } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { changePath, changeSentence, deedWords, delayWords, standingTone, whenWords } from './change-words.ts'

/** What a list of changes shows: what happened first, then where it stands and how soon it was noticed. */
export function useChangeColumns(plant: string | null): readonly VirtualColumn<Change>[] {
  const { t } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  return useMemo(() => {
    const words = (one: Change) => {
      const deeds = deedWords(one, t)
      return deeds ? `${changeSentence(one, t)} (${deeds})` : changeSentence(one, t)
    }
    const columns: VirtualColumn<Change>[] = [
      {
        key: 'what',
        title: t('changes.target'),
        width: 330,
        value: words,
        cell: (one) => (
          <AppLink to={changePath(one.id)}>
            <span title={words(one)}>{words(one)}</span>
          </AppLink>
        ),
      },
      {
        key: 'standing',
        title: t('changes.stand'),
        width: 150,
        value: (one) => t(`changes.standing.${one.standing}`),
        cell: (one) => {
          const tone = standingTone(one.standing)
          return <Tag {...(tone ? { tone } : {})}>{t(`changes.standing.${one.standing}`)}</Tag>
        },
      },
      {
        key: 'sis',
        title: t('changes.sis'),
        width: 120,
        value: (one) => (isSis(one) ? t('changes.sis') : ''),
        cell: (one) => (isSis(one) ? <Tag tone="wrong">{t('changes.sis')}</Tag> : ''),
      },
      {
        key: 'at',
        title: t('changes.at'),
        width: 172,
        value: (one) => whenWords(one, t, format),
        cell: (one) => (
          <span title={whenWords(one, t, format)}>
            {one.at === null ? t('changes.delay.unknown') : format.instant(one.at)}
          </span>
        ),
      },
      {
        key: 'delay',
        title: t('changes.delay'),
        width: 172,
        value: (one) => `${delayWords(one.delayMinutes, t)}${one.live ? '' : ` · ${t('changes.late')}`}`,
      },
      { key: 'plant', title: t('matrix.plant'), width: 118, value: (one) => plantName(one.plant) },
      { key: 'kind', title: t('changes.kind'), width: 140, value: (one) => t(`changes.kind.${one.kind}`) },
      {
        key: 'protocol',
        title: t('conversation.protocol'),
        width: 110,
        value: (one) => (one.protocol === null ? null : titleOf(one.protocol)),
      },
      {
        key: 'witness',
        title: t('changes.witness'),
        width: 200,
        value: (one) => `${one.witness.captureName}${one.witness.packet === null ? '' : ` #${one.witness.packet}`}`,
        cell: (one) => <WitnessLink change={one} />,
      },
    ]
    return plant === null ? columns : columns.filter(({ key }) => key !== 'plant')
  }, [t, format, plantName, plant])
}

const isSis = ({ target, peer, kind }: Change) =>
  target.sis || (peer?.sis === true && kind !== 'program-change' && kind !== 'mode-change')

/** One click to the first packet that shows it. */
export function WitnessLink({ change }: { readonly change: Pick<Change, 'witness'> }) {
  const { t } = useText()
  const format = useFormat()
  const { capture, captureName, packet, place } = change.witness
  const path = `/evidence/captures/${encodeURIComponent(capture)}`
  if (packet === null) return <AppLink to={path}>{captureName}</AppLink>
  return (
    <>
      <AppLink to={`${path}/packets/${packet}`}>
        {place ?? t('changes.packet', { number: format.number(packet) })}
      </AppLink>{' '}
      <span className="muted">{captureName}</span>
    </>
  )
}
