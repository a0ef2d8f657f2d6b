import type { StatedBy } from '#contract/network.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { AppLink } from '#web/view/app-link.tsx'

/** Where something is said, as text: for exports and for those that lead nowhere. */
export function statedByWords(one: StatedBy, pick: (text: { en: string; ja: string }) => string): string {
  const title = pick(one.title)
  if (one.captureName === null) return title
  // Of logs the place within is part of the name.
  const packet = one.packet !== null && /\.(pcap|pcapng|cap|gz)$/i.test(one.captureName) ? ` #${one.packet}` : ''
  return `${title}: ${one.captureName}${packet}`
}

/** One click from a value to the packet, or the line of a file, that says it. */
export function StatedByLinks(props: { readonly sources: readonly StatedBy[]; readonly most?: number }) {
  const { t, pick } = useText()
  const format = useFormat()
  const shown = props.sources.slice(0, props.most ?? 3)
  const more = props.sources.length - shown.length
  return (
    <ul className="said-by">
      {shown.map((one) => {
        const words = statedByWords(one, pick)
        const at = one.at ? format.day(one.at.slice(0, 10)) : null
        return (
          <li key={`${one.protocol} ${one.capture} ${one.packet} ${one.at}`}>
            {one.href ? <AppLink to={one.href}>{words}</AppLink> : words}
            {at && <span className="muted small nowrap"> {at}</span>}
          </li>
        )
      })}
      {more > 0 && <li className="muted">{t('ref.more', { count: more })}</li>}
    </ul>
  )
}
