/**
 * The page that shows what a record reference names; null where there is none. References are those of
 * `core/maturity/indicator.ts`: `packet:<capture>/<n>`, `row:<import>/<sheet>/<row>`, `asset:<plant>/<tag>`, …
 */
export function refHref(ref: string): string | null {
  const colon = ref.indexOf(':')
  const kind = ref.slice(0, colon)
  const rest = ref.slice(colon + 1)
  if (colon < 0 || rest === '') return null
  const parts = rest.split('/')
  const first = encodeURIComponent(parts[0] ?? '')
  switch (kind) {
    case 'record':
    case 'review':
      return `/evidence/records/${encodeURIComponent(rest)}`
    case 'asset':
      return `/assets/${first}/${encodeURIComponent(parts.slice(1).join('/'))}`
    case 'row': {
      const row = parts.at(-1) ?? ''
      // Row 0 is the file as a whole.
      if (row === '0') return `/evidence/imports/${first}`
      const sheet = parts.slice(1, -1).join('/')
      return `/evidence/imports/${first}?row=${encodeURIComponent(row)}${sheet ? `&sheet=${encodeURIComponent(sheet)}` : ''}`
    }
    case 'packet':
      return `/evidence/captures/${first}/packets/${encodeURIComponent(parts[1] ?? '')}`
    case 'conversation':
      return `/assets/conversations?capture=${first}&id=${encodeURIComponent(rest)}`
    case 'change':
      return `/network/changes/${encodeURIComponent(rest)}`
    case 'import':
      return `/evidence/imports/${encodeURIComponent(rest)}`
    case 'capture':
      return `/evidence/captures/${encodeURIComponent(rest)}`
    case 'document':
      return `/evidence/documents?sha256=${encodeURIComponent(rest)}`
    default:
      return null
  }
}

/** Splits a reference for showing: its kind and the rest, shortened in the middle where it is long. */
export function refWords(ref: string): { readonly kind: string; readonly name: string } {
  const colon = ref.indexOf(':')
  const parts = ref.slice(colon + 1).split('/')
  const kind = colon < 0 ? '' : ref.slice(0, colon)
  if (kind === 'row' && parts.at(-1) === '0') return refWords(`import:${parts[0]}`)
  const shown =
    kind === 'packet'
      ? `#${parts[1] ?? ''}`
      : kind === 'row'
        ? parts.slice(1).filter(Boolean).join(' · ')
        : parts.slice(-1).join('')
  // Of an id only its end tells it from its neighbours.
  if (/^[0-9a-f-]{32,}$/i.test(shown)) return { kind, name: `…${shown.slice(-6)}` }
  return { kind, name: shown.length > 32 ? `${shown.slice(0, 20)}…${shown.slice(-8)}` : shown }
}
