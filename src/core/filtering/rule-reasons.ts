import { ciscoReasons } from './reasons-cisco.ts'
import { fortigateReasons } from './reasons-fortigate.ts'
import { netfilterReasons } from './reasons-netfilter.ts'
import { nftablesReasons } from './reasons-nftables.ts'

const inJapanese: ReadonlyMap<string, string> = new Map(
  [netfilterReasons, nftablesReasons, ciscoReasons, fortigateReasons].flatMap((table) => Object.entries(table)),
)

/** Reasons that name what they are about; `$1` is that. */
const built: readonly (readonly [en: RegExp, ja: string])[] = [
  [/^a value of (--?\S+) that is not understood$/, '解釈できない値（$1）'],
  [/^"\S+" without an? "(\S+)" before it$/, '対応する「$1」がない'],
  [/^the file has no filter table of (\S+)$/, '$1のfilterテーブルがファイルにない'],
]

/**
 * Why a line of rules was not understood, or what its rule depends on, in Japanese: by the English that decoders give, which
 * stands where there is no Japanese of it.
 */
export function ruleReasonJa(reason: string): string {
  const known = inJapanese.get(reason)
  if (known !== undefined) return known
  for (const [en, ja] of built) {
    const found = en.exec(reason)
    if (found !== null) return ja.replace('$1', () => found[1]!)
  }
  return reason
}
