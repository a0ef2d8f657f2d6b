import type { MessageId } from './en.ts'
import { assets } from './ja/assets.ts'
import { evidence } from './ja/evidence.ts'
import { maturity } from './ja/maturity.ts'
import { shell } from './ja/shell.ts'

/** The same in Japanese; a missing id is a type error. */
export const ja: Readonly<Record<MessageId, string>> = { ...shell, ...maturity, ...evidence, ...assets }
