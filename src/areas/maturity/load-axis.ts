import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, YAMLError } from 'yaml'
import type { Axis } from '#core/maturity/axis.ts'
import { type Crosswalk, readCrosswalk } from '#core/maturity/crosswalk.ts'
import { readAxis } from '#core/maturity/read-axis.ts'
import { textKeys } from '#core/maturity/text-keys.ts'
import { BadInput, type InputProblem } from '#platform/errors.ts'

/** A maturity definition with its words, as the files of one model folder give it. */
export interface LoadedAxis {
  readonly axis: Axis
  /** Texts by language, then by key; see `textKeys`. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Ids of other catalogues by criterion; empty where the folder has no `crosswalk.yaml`. */
  readonly crosswalk: Crosswalk
  /** Text keys that a language lacks; a page falls back to the first language and says so. */
  readonly missing: Readonly<Record<string, readonly string[]>>
}

/**
 * Loads `axis.yaml`, `text.<language>.yaml` and `crosswalk.yaml` of a folder. Throws `BadInput` naming file, path and
 * reason for everything that is wrong with the axis or unreadable; missing texts are reported, not thrown.
 */
export async function loadAxis(folder: string): Promise<LoadedAxis> {
  const { value: axis, faults } = readAxis(await readYaml(folder, 'axis.yaml'))
  if (!axis) throw badFile('axis.yaml', faults)
  const texts: Record<string, Readonly<Record<string, string>>> = {}
  const missing: Record<string, readonly string[]> = {}
  for (const language of axis.languages) {
    const file = `text.${language}.yaml`
    const found = readTexts(file, (await readYaml(folder, file, true)) ?? {})
    texts[language] = found
    missing[language] = textKeys(axis).filter((key) => !Object.hasOwn(found, key))
  }
  const document = await readYaml(folder, 'crosswalk.yaml', true)
  const crosswalk = document === undefined ? { catalogues: [], mappings: [] } : crosswalkOf(document, axis)
  return { axis, texts, crosswalk, missing }
}

function crosswalkOf(document: unknown, axis: Axis): Crosswalk {
  const { value, faults } = readCrosswalk(
    document,
    axis.criteria.map((criterion) => criterion.id),
  )
  if (!value) throw badFile('crosswalk.yaml', faults)
  return value
}

async function readYaml(folder: string, file: string, optional = false): Promise<unknown> {
  let source: string
  try {
    source = await readFile(join(folder, file), 'utf8')
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (absent && optional) return undefined
    throw new BadInput(`${file}: ${absent ? 'is not there' : 'cannot be read'}`, [
      { path: file, reason: String(error) },
    ])
  }
  try {
    return parse(source)
  } catch (error) {
    if (!(error instanceof YAMLError || error instanceof ReferenceError)) throw error
    throw new BadInput(`${file}: ${error.message}`, [{ path: file, reason: error.message }])
  }
}

/** One flat mapping of key to text. */
function readTexts(file: string, document: unknown): Readonly<Record<string, string>> {
  const problems: InputProblem[] = []
  const texts: Record<string, string> = {}
  const raw = typeof document === 'object' && document !== null && !Array.isArray(document) ? document : null
  if (!raw) problems.push({ path: file, reason: 'a mapping of text keys to texts is wanted' })
  for (const [key, text] of Object.entries(raw ?? {})) {
    if (typeof text === 'string' && text.trim() !== '') texts[key] = text
    else problems.push({ path: key, reason: 'a text is wanted' })
  }
  if (problems.length > 0) throw badFile(file, problems)
  return texts
}

function badFile(file: string, problems: readonly InputProblem[]): BadInput {
  const first = problems.slice(0, 5).map((one) => `${one.path}: ${one.reason}`)
  const more = problems.length > 5 ? ` … and ${problems.length - 5} more` : ''
  return new BadInput(`${file}: ${first.join('; ')}${more}`, problems)
}
