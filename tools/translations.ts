// Is everything said in both languages? The screen's catalogues, the definition's texts, record kinds and registry fields:
// same keys, same placeholders, nothing empty, Japanese in Japanese. Names each miss; exits 1 where there is one.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { registryFields } from '#areas/assets/fields.ts'
import { loadAxis } from '#areas/maturity/load-axis.ts'
import type { Bilingual, Field, RecordKind } from '#core/record/record.ts'

const root = join(import.meta.dirname, '..')
const misses: string[] = []
let texts = 0

/** What is written the same way in every language: codes (2.1, SL-T, OT), file kinds, units, names of products. */
const SAME_EVERYWHERE =
  /\b(?:[A-Z0-9][A-Z0-9.+/&-]*s?|v?\d[\w.]*|kB|MB|GB|Excel|Windows|Linux|PostgreSQL|Rung|English|Ctrl|Purdue|ms|min)\b|\.\w+\b/g
const JAPANESE = /[\u3040-\u30ff\u3400-\u9fff]/

/** Letters that a reader of another language would have to understand. */
function isSaid(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replace(/\{[^{}]*\}/g, ' ').replace(SAME_EVERYWHERE, ' '))
}

function check(where: string, { en, ja }: Partial<Bilingual>): void {
  texts++
  if (!en?.trim()) misses.push(`${where}: no English`)
  if (!ja?.trim()) misses.push(`${where}: no Japanese`)
  if (en && JAPANESE.test(en.replaceAll('日本語', ''))) misses.push(`${where}: the English is Japanese: ${en}`)
  if (ja && !JAPANESE.test(ja) && isSaid(ja)) misses.push(`${where}: the Japanese is not: ${ja}`)
}

/** The values that a message asks for, at any depth: `{count, plural, one {{name} has one}}` asks for count and name. */
function placeholders(where: string, message: string): string[] {
  const names = new Set<string>()
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return
    const [name, , choices] = part as [string, string?, unknown?]
    names.add(name)
    if (typeof choices === 'object' && choices !== null && !Array.isArray(choices)) {
      for (const choice of Object.values(choices)) if (Array.isArray(choice)) choice.forEach(walk)
    }
  }
  try {
    const parts = compileMessage(message)
    if (Array.isArray(parts)) parts.forEach(walk)
  } catch (error) {
    misses.push(`${where}: cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return [...names].sort()
}

function catalogues(): void {
  const folder = join(root, 'src/web/i18n')
  const read = (language: string) => {
    const all: Record<string, string> = {}
    const files = readdirSync(join(folder, language)).sort()
    for (const file of files) {
      const path = join(folder, language, file)
      for (const [id, text] of Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>)) {
        if (Object.hasOwn(all, id)) misses.push(`${relative(root, path)}: "${id}" stands in two files`)
        all[id] = text
      }
    }
    if (files.length === 0) misses.push(`${relative(root, folder)}/${language}: no catalogue`)
    return all
  }
  const [en, ja] = [read('en'), read('ja')]
  for (const id of new Set([...Object.keys(en), ...Object.keys(ja)])) {
    const where = `screen "${id}"`
    check(where, { en: en[id] ?? '', ja: ja[id] ?? '' })
    const [asked, given] = [placeholders(where, en[id] ?? ''), placeholders(where, ja[id] ?? '')]
    if (asked.join() !== given.join()) misses.push(`${where}: English asks for [${asked}], Japanese for [${given}]`)
  }
}

async function definition(): Promise<void> {
  const { texts: said, missing } = await loadAxis(join(root, 'model/ot-it'))
  for (const [language, keys] of Object.entries(missing)) {
    for (const key of keys) misses.push(`definition, ${language}: "${key}" is missing`)
  }
  for (const key of new Set([...Object.keys(said.en ?? {}), ...Object.keys(said.ja ?? {})])) {
    check(`definition "${key}"`, { en: said.en?.[key] ?? '', ja: said.ja?.[key] ?? '' })
  }
}

function field(where: string, one: Field): void {
  check(`${where}.${one.key}`, one.label)
  if (one.hint) check(`${where}.${one.key} hint`, one.hint)
  for (const option of one.options ?? []) check(`${where}.${one.key} "${option.key}"`, option.label)
}

async function recordKinds(): Promise<void> {
  const areas = join(root, 'src/areas')
  const seen = new Set<string>()
  for (const area of readdirSync(areas, { withFileTypes: true })) {
    if (!area.isDirectory() || !readdirSync(join(areas, area.name)).includes('kinds.ts')) continue
    const module: unknown = await import(pathToFileURL(join(areas, area.name, 'kinds.ts')).href)
    for (const kind of (module as { recordKinds: readonly RecordKind[] }).recordKinds) {
      const where = `record kind ${kind.key}`
      if (seen.has(kind.key)) misses.push(`${where}: stands in two areas`)
      seen.add(kind.key)
      check(`${where} label`, kind.label)
      check(`${where} purpose`, kind.purpose)
      check(`${where} dateLabel`, kind.dateLabel)
      for (const one of kind.fields) field(where, one)
    }
  }
  if (seen.size === 0) misses.push('no record kind was found')
}

catalogues()
await definition()
await recordKinds()
for (const one of registryFields) field('registry', one)

for (const miss of misses) process.stderr.write(`${miss}\n`)
process.stdout.write(`${texts} texts in English and Japanese, ${misses.length} misses\n`)
process.exit(misses.length > 0 ? 1 : 0)
