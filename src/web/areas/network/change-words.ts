import type { Change, ChangeEnd } from '#contract/changes.ts'
import type { Format } from '#web/i18n/format.ts'
import type { Text } from '#web/i18n/text.tsx'

/** How an end is called: by its tag, its name, else its address; offices and the internet by what they are. */
export function changeEndName({ asset, name, address, zone }: ChangeEnd, t: Text['t']): string {
  if (asset !== null) return asset
  if (address === 'internet') return t('changes.end.internet')
  if (address.startsWith('zone:')) return t('changes.end.zone', { zone: zone ?? address.slice(5) })
  return name ?? address
}

/** What stands behind its name. */
export function changeEndMore(end: ChangeEnd, t: Text['t']): string {
  const shown = changeEndName(end, t)
  const isPlace = end.address === 'internet' || end.address.startsWith('zone:')
  return [end.assetName, end.name, isPlace ? null : end.address, end.level === null ? null : `L${end.level}`]
    .filter((one) => one !== null && one !== shown)
    .join(' · ')
}

/** One sentence that says what changed. */
export function changeSentence(change: Change, t: Text['t']): string {
  const { kind, target, peer, before, after, folded } = change
  const values = {
    target: changeEndName(target, t),
    peer: peer === null ? '–' : changeEndName(peer, t),
    before: before ?? '–',
    after: after ?? '–',
  }
  if (kind === 'new-conversation' && peer === null) {
    return t('changes.sentence.new-conversation.sweep', { ...values, count: folded })
  }
  if (kind === 'new-operation-class') {
    return t('changes.sentence.new-operation-class', { ...values, operation: after ?? 'other' })
  }
  return t(`changes.sentence.${kind}`, values)
}

/** `download, stop, start`. */
export function deedWords({ deeds }: Pick<Change, 'deeds'>, t: Text['t']): string {
  return deeds.map((deed) => t(`changes.deed.${deed}`)).join(', ')
}

/** The time from the wire to the notice, in the unit that fits. */
export function delayWords(minutes: number | null, t: Text['t']): string {
  if (minutes === null) return t('changes.delay.unknown')
  if (minutes < 1) return t('changes.delay.seconds', { count: Math.max(1, Math.round(minutes * 60)) })
  if (minutes < 120) return t('changes.delay.minutes', { count: Math.round(minutes) })
  if (minutes < 2880) return t('changes.delay.hours', { count: Math.round(minutes / 60) })
  return t('changes.delay.days', { count: Math.round(minutes / 1440) })
}

/** When it was seen; a change that lies between two looks says both. */
export function whenWords({ since, at, exact }: Change, t: Text['t'], format: Format): string {
  if (at === null) return t('changes.delay.unknown')
  if (exact || since === null || since === at) return format.instant(at)
  return t('changes.between', { from: format.instant(since), to: format.instant(at) })
}

/** Why nobody approved it, or who did. */
export function authorisationWords({ authorisation }: Change, t: Text['t'], format: Format): string | null {
  const { verdict, undecided, workOrder, window } = authorisation
  const order = workOrder ?? '–'
  if (verdict === 'outsideWindow' && window !== null) {
    return t('changes.outside', { order, from: format.instant(window.from), to: format.instant(window.to) })
  }
  if (verdict === 'cannotDecide' && undecided !== null) return t(`changes.undecided.${undecided}`, { order })
  return null
}

const open: readonly Change['standing'][] = ['unauthorised', 'outsideWindow', 'cannotDecide']

/** What needs somebody: nobody approved it, or nobody can tell. */
export function standingTone(standing: Change['standing']): 'wrong' | 'warn' | undefined {
  if (standing === 'cannotDecide' || standing === 'raised') return 'warn'
  return open.includes(standing) ? 'wrong' : undefined
}

export const changePath = (id: string): string => `/network/changes/${encodeURIComponent(id)}`
