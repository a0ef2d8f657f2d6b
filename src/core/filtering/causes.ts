import type { Chain, Hook, Ruleset, Step, Translation } from './ruleset.ts'

/** What may decide a packet, or leave it undecided. */
export type Cause =
  | { readonly kind: 'step'; readonly chain: string; readonly step: Step }
  /** What a chain does at its end; without a line where the language does so by itself. */
  | { readonly kind: 'end'; readonly chain: string; readonly line: number | null }
  | { readonly kind: 'translation'; readonly translation: Translation }
  /** A hook whose chain the text does not have. */
  | { readonly kind: 'missingChain'; readonly chain: string }
  /** Nobody knows on which interface the packet arrives or leaves, and the rules ask. */
  | { readonly kind: 'interface' }
  /** A rule asks for the client's port, which nobody knows. */
  | { readonly kind: 'sourcePort' }
  /** The work would have been too much. */
  | { readonly kind: 'tooLarge' }

export const interfaceCause = 0
export const tooLargeCause = 1

/** Every cause of a ruleset under one number: earlier lines first within a chain. */
export interface Causes {
  readonly list: readonly Cause[]
  /** The number of a chain's first step; the others follow. */
  readonly firstOf: ReadonlyMap<Chain, number>
  readonly endOf: ReadonlyMap<Chain, number>
  readonly hookOf: ReadonlyMap<Hook, number>
  readonly translationOf: ReadonlyMap<Translation, number>
  readonly chains: ReadonlyMap<string, Chain>
}

export function causesOf(ruleset: Ruleset): Causes {
  const list: Cause[] = [{ kind: 'interface' }, { kind: 'tooLarge' }]
  const [firstOf, endOf] = [new Map<Chain, number>(), new Map<Chain, number>()]
  const [hookOf, translationOf] = [new Map<Hook, number>(), new Map<Translation, number>()]
  const chains = new Map<string, Chain>()
  for (const chain of ruleset.chains) {
    if (chains.has(chain.name)) continue
    chains.set(chain.name, chain)
    firstOf.set(chain, list.length)
    for (const step of chain.steps) list.push({ kind: 'step', chain: chain.name, step })
    endOf.set(chain, list.length)
    list.push({ kind: 'end', chain: chain.name, line: chain.otherwiseLine })
  }
  for (const hook of ruleset.hooks) {
    hookOf.set(hook, list.length)
    list.push({ kind: 'missingChain', chain: hook.chain })
  }
  for (const translation of ruleset.translations) {
    translationOf.set(translation, list.length)
    list.push({ kind: 'translation', translation })
  }
  return { list, firstOf, endOf, hookOf, translationOf, chains }
}
