import type { Bilingual } from '../record/record.ts'

/** Said of what was read off the wire: brought twice it would count its packets twice. */
export const SAME_FILE: Bilingual = {
  en: 'the same file is imported at this plant already',
  ja: '同じファイルがこの工場に取込済みです',
}
