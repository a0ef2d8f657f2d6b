// The module map of ARCHITECTURE.md, made from the folders themselves: `node tools/map.ts` writes it,
// `node tools/map.ts --check` says whether it has drifted.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const file = join(root, 'ARCHITECTURE.md')
const START = '<!-- module map: made by tools/map.ts -->'
const END = '<!-- end of the module map -->'

function folders(path: string): string[] {
  const full = join(root, path)
  if (!existsSync(full)) return []
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** The first sentence of an area's README, which says what it is for. */
function purpose(area: string): string {
  const readme = join(root, 'src/areas', area, 'README.md')
  if (!existsSync(readme)) throw new Error(`src/areas/${area}/README.md is missing`)
  const text = readFileSync(readme, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .join(' ')
  return (/^.*?[.](?=\s|$)/.exec(text)?.[0] ?? text).trim()
}

export function moduleMap(): string {
  const knows = JSON.parse(readFileSync(join(root, 'src/areas/map.json'), 'utf8')) as Record<string, string[]>
  const areas = Object.keys(knows).filter((area) => folders('src/areas').includes(area))
  return [
    START,
    '',
    '| area | knows | purpose |',
    '|---|---|---|',
    ...areas.map((area) => `| \`${area}\` | ${(knows[area] ?? []).join(', ') || '–'} | ${purpose(area)} |`),
    '',
    `**core** ${folders('src/core').join(' · ')}  `,
    `**formats** ${folders('src/formats').join(' · ')}  `,
    `**platform** ${folders('src/platform').join(' · ')}  `,
    `**web/areas** ${folders('src/web/areas').join(' · ')}`,
    '',
    END,
  ].join('\n')
}

const text = readFileSync(file, 'utf8')
const [before, rest] = text.split(START)
const after = rest?.split(END)[1]
if (before === undefined || after === undefined) {
  process.stderr.write(`ARCHITECTURE.md lacks the lines "${START}" and "${END}"\n`)
  process.exit(1)
}
const wanted = before + moduleMap() + after
if (process.argv.includes('--check')) {
  if (wanted !== text) {
    process.stderr.write('The module map of ARCHITECTURE.md has drifted: run "node tools/map.ts".\n')
    process.exit(1)
  }
} else if (wanted !== text) writeFileSync(file, wanted)
