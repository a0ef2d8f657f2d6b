import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { openSpool, type Spool } from './spool.ts'

const folders: string[] = []
async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rung-spool-'))
  folders.push(folder)
  return folder
}
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

const bytes = (n: number, size = 10) => Buffer.alloc(size, n)
const append = (spool: Spool, n: number, size?: number) =>
  spool.append(bytes(n, size), { packets: n, source: `ring-run-${n}` })
const numbers = (spool: Spool) => spool.waiting.map(({ seq }) => seq)

describe('a spool', () => {
  it('gives back what was put in, in order, after it was opened again', async () => {
    const folder = await emptyFolder()
    const spool = await openSpool(folder, 1000)
    for (const n of [1, 2, 3]) await append(spool, n)
    const again = await openSpool(folder, 1000)
    expect(again.series).toBe(spool.series)
    expect(again.waiting).toEqual([1, 2, 3].map((n) => ({ seq: n, packets: n, bytes: 10, source: `ring-run-${n}` })))
    expect(Buffer.from(await again.read(again.waiting[1]!))).toEqual(bytes(2))
  })

  it('forgets what the server has, and never gives its number again', async () => {
    const folder = await emptyFolder()
    const spool = await openSpool(folder, 1000)
    for (const n of [1, 2, 3]) await append(spool, n)
    await spool.have(2)
    expect(numbers(spool)).toEqual([3])
    await spool.have(3)
    expect([spool.lastSource, numbers(spool)]).toEqual(['ring-run-3', []])
    const again = await openSpool(folder, 1000)
    expect((await append(again, 4)).seq).toBe(4)
    // A server that has more than this folder remembers: it was put back from a copy.
    await again.have(9)
    expect((await append(again, 5)).seq).toBe(10)
  })

  it('that is full drops the oldest, and says how many slices and packets those were', async () => {
    const spool = await openSpool(await emptyFolder(), 30)
    for (const n of [1, 2, 3]) await append(spool, n)
    expect(spool.state()).toMatchObject({ slices: 3, droppedSlices: 0 })
    await append(spool, 4, 20)
    expect(numbers(spool)).toEqual([3, 4])
    expect(spool.state()).toMatchObject({ slices: 2, bytes: 30, droppedSlices: 2, droppedPackets: 3 })
    // One that is larger than the spool is all that is left of it.
    await append(spool, 5, 100)
    expect(numbers(spool)).toEqual([5])
  })

  it('puts a slice aside that the server will not take, and goes on', async () => {
    const folder = await emptyFolder()
    const spool = await openSpool(folder, 1000)
    for (const n of [1, 2]) await append(spool, n)
    await spool.refuse(spool.waiting[0]!)
    expect([numbers(spool), spool.state().refused]).toEqual([[2], 1])
    expect(await readdir(join(folder, 'refused'))).toHaveLength(1)
  })

  it('takes away what was left half-written', async () => {
    const folder = await emptyFolder()
    await openSpool(folder, 1000)
    await writeFile(join(folder, '000000000001_4_ring-run-1.json.gz.a1b2c3d4e5f6.half-written'), 'half')
    expect(numbers(await openSpool(folder, 1000))).toEqual([])
    expect((await readdir(folder)).filter((name) => name.includes('half'))).toEqual([])
  })

  it('in any order of putting in, sending, dropping and dying loses nothing that it does not count', async () => {
    type Act = { readonly does: 'append' | 'have' | 'reopen' | 'refuse'; readonly size: number }
    const act = fc.record({
      does: fc.constantFrom<Act['does']>('append', 'append', 'append', 'have', 'reopen', 'refuse'),
      size: fc.integer({ min: 1, max: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const folder = await emptyFolder()
        let spool = await openSpool(folder, 50)
        const given = new Set<number>()
        let sent = 0
        for (const { does, size } of acts) {
          if (does === 'append') {
            const { seq } = await append(spool, 1, size)
            expect(given.has(seq)).toBe(false)
            given.add(seq)
          } else if (does === 'reopen') spool = await openSpool(folder, 50)
          else if (spool.waiting[0] && does === 'refuse') await spool.refuse(spool.waiting[0])
          else if (spool.waiting[0]) {
            sent++
            await spool.have(spool.waiting[0].seq)
          }
          const { slices, bytes: size_, droppedSlices, refused } = spool.state()
          expect(slices + droppedSlices + refused + sent).toBe(given.size)
          expect(size_).toBeLessThanOrEqual(50)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('holds every slice in full that it said it holds, when its process is killed', async () => {
    const folder = await emptyFolder()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'spool-child.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        said += chunk
        if (said.split('\n').length > 40) resolve()
      })
    })
    child.kill('SIGKILL')
    await once(child, 'close')
    const lines = said.slice(0, said.lastIndexOf('\n')).split('\n')
    const kept = lines.filter((line) => line.startsWith('kept ')).map((line) => Number(line.slice(5)))
    const gone = Math.max(0, ...lines.filter((line) => line.startsWith('gone ')).map((line) => Number(line.slice(5))))
    const spool = await openSpool(folder, 1 << 30)
    const waiting = numbers(spool)
    expect(waiting).toEqual(expect.arrayContaining(kept.filter((seq) => seq > gone + 1)))
    expect(waiting.filter((seq) => seq <= gone)).toEqual([])
    for (const slice of spool.waiting) {
      expect(JSON.parse(gunzipSync(await spool.read(slice)).toString())).toHaveLength(20_000)
    }
  })
})
