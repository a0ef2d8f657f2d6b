import { assets } from './en/assets.ts'
import { evidence } from './en/evidence.ts'
import { maturity } from './en/maturity.ts'
import { shell } from './en/shell.ts'

/** Every text of the screen in English, by explicit id (ICU). The ids are the catalogue's type. */
export const en = { ...shell, ...maturity, ...evidence, ...assets }

export type MessageId = keyof typeof en
