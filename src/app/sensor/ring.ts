import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refused } from '#platform/errors.ts'
import { removeHalfWritten, writeDurably } from '#platform/files/write-durably.ts'
import { type CaptureTool, droppedIn, isDue, type RingPlan, ringArguments, whyNot } from './capture-tool.ts'
import { commandOf, isRunning } from './process-of.ts'
import type { CompleteFiles, Source, SourceState } from './source.ts'

/** Who fills the ring: written down, so that a sensor that was killed finds the tool that goes on without it. */
interface Run {
  readonly run: string
  readonly pid: number
  readonly args: readonly string[]
}

export interface RingOptions {
  readonly folder: string
  readonly tool: CaptureTool
  readonly interface: string
  readonly seconds: number
  readonly limitBytes: number
  readonly filter?: string | undefined
  readonly say: (text: string) => void
}

const fileKilobytes = 8 * 1024
/** Of one slice. */
const mostBytes = 256 << 20
const mostPauseMs = 60_000
/** The kernel hands packets over in bundles: those on their way when the end comes still belong to the last slice. */
const drainMs = 1000

/**
 * An interface, read by dumpcap or tcpdump into a ring of files. The tool runs on its own: a sensor that is killed loses
 * nothing, for the next one finds the tool at work, and every file. The ring is bounded, whoever reads it.
 * @throws Refused where the tool may not capture, or there is no such interface
 */
export async function openRing(options: RingOptions): Promise<Source> {
  const { folder, tool, say } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeHalfWritten(folder)
  const runPath = join(folder, 'run.json')
  const logPath = join(folder, 'tool.log')
  let current: Run | null = null
  let dropped: number | null = null
  let problem = ''
  let pauseMs = 1000
  let nextStart = 0
  let lostFiles = 0
  let closing = false
  /** Up to which file each run was taken: those of a run that goes on are remembered. */
  const seenPath = join(folder, 'seen.json')
  const seen = new Map(Object.entries(JSON.parse(await readFile(seenPath, 'utf8').catch(() => '{}')) as object)) as Map<
    string,
    number
  >

  const planOf = (run: string): RingPlan => ({
    interface: options.interface,
    path: join(folder, run),
    seconds: options.seconds,
    files: Math.max(4, Math.floor(options.limitBytes / (fileKilobytes * 1024))),
    fileKilobytes,
    filter: options.filter,
  })

  async function start(): Promise<void> {
    const run = new Date().toISOString().replace(/[-:]|\.\d+Z/g, '')
    const unique = (await filesOf(folder)).some((file) => file.run === run) ? `${run}b` : run
    const plan = planOf(unique)
    const args = ringArguments(tool, plan)
    const log = openSync(logPath, 'w', 0o600)
    try {
      // A group of its own, and files instead of pipes: it goes on when this process is killed.
      const child = spawn(tool.path, args, { detached: true, stdio: ['ignore', log, log], windowsHide: true })
      child.unref()
      const pid = await new Promise<number>((resolve, reject) => {
        child.once('error', reject)
        child.once('spawn', () => resolve(child.pid!))
      })
      current = { run: unique, pid, args }
    } finally {
      closeSync(log)
    }
    await writeDurably(runPath, JSON.stringify(current))
    // It has begun when its log says on what, or its first file is there.
    for (let turn = 0; turn < 100; turn++) {
      await sleep(50)
      if (!isRunning(current.pid)) throw new Refused(await whyNot(tool, plan, await readLog()))
      if ((await filesOf(folder)).some((file) => file.run === unique)) return
      if (tool.name === 'tcpdump' && /listening on/.test(await readLog())) return
    }
  }

  /** The tool of a sensor that was killed: taken over where it does what is wanted, ended where not. */
  async function takeOver(): Promise<boolean> {
    const left = JSON.parse(await readFile(runPath, 'utf8').catch(() => 'null')) as Run | null
    if (left === null || !(await commandOf(left.pid))?.includes(join(folder, left.run))) return false
    current = left
    if (ringArguments(tool, planOf(left.run)).join('\n') === left.args.join('\n')) {
      say(`${tool.name} is still listening on ${options.interface}: nothing was missed`)
      return true
    }
    await stop()
    return false
  }

  const isSeen = ({ run, number }: RingFile) => number <= (seen.get(run) ?? 0)
  const readLog = () => readFile(logPath, 'utf8').catch(() => '')

  async function stop(): Promise<void> {
    const run = current
    if (run === null) return
    if (isRunning(run.pid)) {
      process.kill(run.pid, 'SIGINT')
      for (let turn = 0; turn < 100 && isRunning(run.pid); turn++) await sleep(50)
      if (isRunning(run.pid)) process.kill(run.pid, 'SIGKILL')
    }
    await ended()
  }

  async function ended(): Promise<void> {
    const counted = droppedIn(await readLog())
    if (counted !== null) dropped = (dropped ?? 0) + counted
    current = null
    await rm(runPath, { force: true })
  }

  async function keepListening(): Promise<void> {
    if (closing) return
    if (current !== null && isRunning(current.pid)) {
      if (await stillThere()) {
        problem = ''
        pauseMs = 1000
      }
      return
    }
    if (current !== null) {
      const said = await readLog()
      const run = current.run
      await ended()
      if (!isDue(said)) {
        problem = await whyNot(tool, planOf(run), said)
        say(problem)
        nextStart = Date.now() + pauseMs
      }
    }
    if (Date.now() < nextStart) return
    try {
      await start()
      if (problem !== '') say(`${tool.name} listens on ${options.interface} again`)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      await ended()
      problem = error.message
      pauseMs = Math.min(2 * pauseMs, mostPauseMs)
      nextStart = Date.now() + pauseMs
    }
  }

  /** It listened for a while: what ended it before is over. */
  async function stillThere(): Promise<boolean> {
    return (await filesOf(folder)).filter((file) => file.run === current?.run).length > 1
  }

  if (!(await takeOver())) {
    try {
      await start()
    } catch (error) {
      await rm(runPath, { force: true })
      throw error
    }
  }

  return {
    watching: `interface ${options.interface}`,
    tool: tool.version,
    async complete() {
      await keepListening()
      const runs = Map.groupBy(await filesOf(folder), ({ run }) => run)
      for (const run of [...runs.keys()].sort()) {
        const files = runs
          .get(run)!
          .filter((file) => !isSeen(file))
          .sort((a, b) => a.number - b.number)
        // The newest file of the tool at work is being written.
        if (run === current?.run && isRunning(current.pid)) files.pop()
        if (files.length === 0) continue
        const last = seen.get(run)
        if (tool.name === 'dumpcap' && last !== undefined) lostFiles += Math.max(0, files[0]!.number - last - 1)
        return batchOf(run, files)
      }
      return null
    },
    async taken(source) {
      const parts = /^ring-(\w+)-(\d+)$/.exec(source)
      if (!parts) return
      const [, run, upTo] = parts
      seen.set(run!, Math.max(seen.get(run!) ?? 0, Number(upTo)))
      const files = await filesOf(folder)
      for (const old of seen.keys()) if (old !== run && !files.some((file) => file.run === old)) seen.delete(old)
      await writeDurably(seenPath, JSON.stringify(Object.fromEntries(seen)))
      for (const file of files) if (isSeen(file)) await rm(file.path, { force: true })
    },
    // The next look finds what there is then; a file that was overwritten shows as a number that is missing.
    unreadable: () => {},
    state: async (): Promise<SourceState> => ({
      listening: current !== null && isRunning(current.pid) && problem === '',
      problem,
      droppedByTool: dropped,
      droppedByCard: await droppedByCard(options.interface),
      lostFiles,
    }),
    async close() {
      closing = true
      await sleep(drainMs)
      await stop()
    },
  }

  /** Several files of one run are one capture: pcapng sections follow each other. Classic files stand alone. */
  async function batchOf(run: string, files: readonly RingFile[]): Promise<CompleteFiles> {
    const batch: RingFile[] = []
    let bytes = 0
    for (const file of files) {
      const size = (await stat(file.path).catch(() => null))?.size ?? 0
      if (batch.length > 0 && (bytes + size > mostBytes || !file.path.endsWith('.pcapng'))) break
      batch.push(file)
      bytes += size
    }
    const isMore = batch.length < files.length
    return { source: `ring-${run}-${batch.at(-1)!.number}`, paths: batch.map(({ path }) => path), bytes, isMore }
  }
}

interface RingFile {
  readonly run: string
  /** Dumpcap's count, or tcpdump's time: ascending within a run. */
  readonly number: number
  readonly path: string
}

async function filesOf(folder: string): Promise<RingFile[]> {
  return (await readdir(folder)).flatMap((name) => {
    const parts = /^(\w+?)_(\d+)(?:_\d+)?\.pcap(?:ng)?$/.exec(name)
    return parts ? [{ run: parts[1]!, number: Number(parts[2]), path: join(folder, name) }] : []
  })
}

/** What the network card itself lost, where the system tells: Linux. */
async function droppedByCard(name: string): Promise<number | null> {
  const folder = `/sys/class/net/${name}/statistics`
  if (process.platform !== 'linux' || !existsSync(folder)) return null
  const counts = await Promise.all(
    ['rx_dropped', 'rx_missed_errors', 'rx_fifo_errors'].map(async (counter) =>
      Number(await readFile(join(folder, counter), 'utf8').catch(() => '0')),
    ),
  )
  return counts.reduce((sum, count) => sum + (Number.isFinite(count) ? count : 0), 0)
}
