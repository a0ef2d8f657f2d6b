import { readFileSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openDatabase } from '#platform/database/database.ts'
import { stage } from './testing.ts'

/**
 * The program that the kill test runs and kills: `node importing-child.ts FOLDER FILE...`.
 * It recovers what an earlier run left and says so (`recovered N`), then imports each file and commits it, saying
 * `began NAME`, `staged NAME`, and `committed NAME` only when the commit has returned.
 */
const [folder, ...files] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)

const database = await openDatabase({ dataDir: join(folder!, 'data') })
const { evidence, plants } = await stage(database, join(folder!, 'files'))
say(`recovered ${await evidence.recover()}`)
if ((await plants.list()).length === 0) await plants.add({ key: 'north', name: 'North' })
for (const path of files) {
  const file = await evidence.takeFile(basename(path), readFileSync(path))
  const one = await evidence.startImport({ file, by: null })
  say(`began ${basename(path)}`)
  const staged = await evidence.settled(one.id)
  if (staged.state !== 'staged') throw new Error(`${staged.state}: ${staged.failure?.en}`)
  say(`staged ${basename(path)}`)
  await evidence.commitImport({ id: one.id, by: null })
  say(`committed ${basename(path)}`)
}
say('done')
await database.close()
