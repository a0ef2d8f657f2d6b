// All benchmarks one after the other, or those named: `npm run bench -- network sheets`. Each prints its own lines and can be
// run alone with its own arguments (`node bench/network.ts --megabytes 1000`).
// Plain JavaScript: on a fresh clone the shell may still run it with the machine's own, older Node.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const all = [
  'network',
  'damage',
  'sheets',
  'registry-import',
  'ladder',
  'assess',
  'boundary',
  'firewall',
  'advisories',
  'changes',
  'handshakes',
]
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !all.some((one) => one === name))
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is called ${unknown.join(', ')}. There are: ${all.join(', ')}\n`)
  process.exit(2)
}
let failed = false
for (const name of asked.length > 0 ? asked : all) {
  process.stdout.write(`\n== ${name}\n`)
  const done = spawnSync('node', ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, `${name}.ts`)], {
    stdio: 'inherit',
  })
  failed ||= done.status !== 0
}
process.exit(failed ? 1 : 0)
