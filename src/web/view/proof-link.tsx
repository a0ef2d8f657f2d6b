import { useText } from '#web/i18n/text.tsx'
import { AppLink } from './app-link.tsx'
import { refHref, refWords } from './ref-href.ts'

const KINDS = [
  'record',
  'review',
  'asset',
  'row',
  'packet',
  'conversation',
  'capture',
  'document',
  'import',
  'change',
] as const

/** A reference to a row, a packet, a record: one click from a verdict to what proves it. */
export function RefLink({ reference }: { readonly reference: string }) {
  const { t } = useText()
  const { kind, name } = refWords(reference)
  const known = KINDS.find((one) => one === kind)
  const words = known ? `${t(`ref.${known}`)} ${name}` : reference
  const href = refHref(reference)
  return href ? <AppLink to={href}>{words}</AppLink> : <span>{words}</span>
}

/** A few references in a row, and how many more there are. */
export function RefLinks(props: {
  readonly references: readonly string[]
  readonly count?: number | undefined
  readonly most?: number
  /** Words for a reference, where they are known. */
  words?(reference: string): ProofWords | undefined
}) {
  const { t } = useText()
  const shown = props.references.slice(0, props.most ?? 3)
  const more = (props.count ?? props.references.length) - shown.length
  return (
    <span className="row links" style={{ gap: '0 8px' }}>
      {shown.map((reference) => {
        const proof = props.words?.(reference)
        return proof ? <ProofLink key={reference} proof={proof} /> : <RefLink key={reference} reference={reference} />
      })}
      {more > 0 && <span className="muted">{t('ref.more', { count: more })}</span>}
    </span>
  )
}

export interface ProofWords {
  readonly ref: string
  readonly text: string
  readonly textJa?: string | undefined
  readonly href: string | null
}

/** A piece of proof in the areas' own words, leading to its page. */
export function ProofLink({ proof }: { readonly proof: ProofWords }) {
  const { language } = useText()
  const words = (language === 'ja' && proof.textJa) || proof.text || proof.ref
  const href = proof.href ?? refHref(proof.ref)
  return href ? <AppLink to={href}>{words}</AppLink> : <span>{words}</span>
}
