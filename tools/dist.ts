// What goes into the npm package: the sources with their types stripped, and the built web app. Node refuses to strip
// types inside node_modules, so it is done here. `#core/…` imports resolve by the package.json that dist/ gets.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = join(folder, entry.name)
    return entry.isDirectory() ? walk(full) : [full]
  })
}

const source = join(root, 'src')
for (const file of walk(source)) {
  const path = relative(source, file)
  if (path.startsWith('web/') || /\.test\.tsx?$|(^|\/)testing\.ts$|\.d\.ts$/.test(path)) continue
  const target = join(dist, path)
  mkdirSync(dirname(target), { recursive: true })
  if (!path.endsWith('.ts')) cpSync(file, target)
  else {
    const stripped = stripTypeScriptTypes(readFileSync(file, 'utf8'), { mode: 'strip' })
    const renamed = stripped
      .replace(/((?:from|import)\s*\(?\s*['"][^'"]+)\.ts(['"])/g, '$1.js$2')
      .replace(/(new URL\(\s*['"][^'"]+)\.ts(['"])/g, '$1.js$2')
    writeFileSync(target.replace(/\.ts$/, '.js'), renamed)
  }
}
const folders = readdirSync(source).filter((name) => name !== 'web' && statSync(join(source, name)).isDirectory())
const imports = Object.fromEntries(folders.map((name) => [`#${name}/*`, `./${name}/*`]))
writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ type: 'module', imports }, null, 2)}\n`)
const built = spawnSync(process.execPath, [join(root, 'tools/ensure.mjs'), 'web'], { stdio: ['ignore', 2, 2] })
if (built.status !== 0) process.exit(1)
cpSync(join(root, 'dist-web'), join(dist, 'web-app'), { recursive: true })
