// Fills a spool and empties it again until it is killed, and says what it was told is done.
import { gzipSync } from 'node:zlib'
import { openSpool } from './spool.ts'

const spool = await openSpool(process.argv[2]!, 1 << 30)
const slice = gzipSync(JSON.stringify(Array.from({ length: 20_000 }, (_, i) => i)))
for (;;) {
  const { seq } = await spool.append(slice, { packets: 1, source: `ring-run-${spool.waiting.length}` })
  process.stdout.write(`kept ${seq}\n`)
  if (seq % 5 === 0) {
    await spool.have(seq - 3)
    process.stdout.write(`gone ${seq - 3}\n`)
  }
}
