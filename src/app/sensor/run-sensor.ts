import { readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SensorAnswer, SensorHealth } from '#contract/sensors.ts'
import { createServerMemory } from '#core/capture/server-memory.ts'
import { Refused } from '#platform/errors.ts'
import { writeDurably } from '#platform/files/write-durably.ts'
import { findTool } from './capture-tool.ts'
import { openDropFolder } from './drop-folder.ts'
import { type Asked, linkTo } from './link.ts'
import { openRing } from './ring.ts'
import type { SensorSettings } from './settings.ts'
import type { Source } from './source.ts'
import { openSpool } from './spool.ts'
import { takeSlice } from './take-slice.ts'
import { openWitnesses } from './witnesses.ts'

export interface Running {
  readonly folder: string
  readonly settings: SensorSettings
  readonly version: string
  /** Takes what is there, sends it, and ends. */
  readonly once: boolean
  readonly stop: AbortSignal
  /** For a person, on stderr. */
  readonly say: (text: string) => void
  /** Called with every health, about once a minute. */
  readonly onHealth: (health: SensorHealth) => void
}

/** How long the end of the process may wait for the server. */
const partingMs = 10_000
/** A slice over which the server breaks so often in a row is put aside: others wait behind it. */
const mostBroken = 30

/**
 * The sensor: files that are complete become slices on disk, slices on disk go to the server; either goes on without the
 * other. Ends when it is told to, with all that it saw taken and, as far as the link allows, sent.
 * @returns whether the server has everything
 */
export async function runSensor(running: Running): Promise<boolean> {
  const { folder, settings, say, stop } = running
  const spool = await openSpool(join(folder, 'spool'), settings.spoolMegabytes * 1_000_000)
  const witnesses = await openWitnesses(join(folder, 'witnesses'), settings.witnessMegabytes * 1_000_000)
  // A connection may last for months: who answers in it was seen when it began.
  const serversPath = join(folder, 'servers.json')
  const servers = createServerMemory(50_000, JSON.parse(await readFile(serversPath, 'utf8').catch(() => '[]')))
  let serversKept = 0
  const link = linkTo(settings.server, settings.key)
  const startedAt = new Date().toISOString()
  let packets = 0
  let trouble = ''
  let linkTrouble = ''
  let stopping = false
  let broken = 0
  const sending = new AbortController()

  const first = await link.hello(spool.series)
  if (first.is === 'unknown') throw new Refused(`${first.reason} Add the sensor in the app, and give it the new key.`)
  if (first.is === 'answered') {
    say(`${first.answer.plant}: sensor ${first.answer.name}, server ${settings.server}`)
    await spool.have(first.answer.have)
  } else noteLink(first)

  const source = await openSource(running)
  // What a process that died had counted, but not put away: waiting still, or sent in its last moment.
  await source.taken(spool.lastSource)
  for (const slice of spool.waiting) await source.taken(slice.source)
  say(`listening: ${source.watching}${source.tool ? ` by ${source.tool}` : ''}; slices of ${settings.slice} s`)

  function noteLink(asked: Asked<unknown>): void {
    const now = asked.is === 'answered' ? '' : asked.reason
    if (now !== linkTrouble) say(now === '' ? 'the server answers again' : `${now}; slices wait on disk`)
    linkTrouble = now
  }

  /** One slice from what is complete. @returns whether there is more */
  async function takeNext(): Promise<boolean> {
    try {
      const files = await source.complete()
      if (files === null) return false
      const slice = await takeSlice(files.paths, servers).catch((error: unknown) => {
        source.unreadable(files.source)
        throw error
      })
      for (const fault of slice.faults) say(`${files.paths.at(-1)}: ${fault}`)
      if (slice.packets > 0) {
        const { seq } = await spool.append(slice.bytes, { packets: slice.packets, source: files.source })
        packets += slice.packets
        await witnesses.keep(seq, slice.witnesses)
        if (servers.changes() !== serversKept) await writeDurably(serversPath, JSON.stringify(servers.list()))
        serversKept = servers.changes()
      }
      await source.taken(files.source)
      trouble = ''
      return true
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== trouble) say(`a slice cannot be kept: ${reason}`)
      trouble = `a slice cannot be kept: ${reason}`
      return false
    }
  }

  async function taking(): Promise<void> {
    while (!stopping) {
      const isMore = await takeNext()
      if (running.once && !isMore) return
      if (!isMore) await pause(Math.min(1000, settings.slice * 250))
    }
  }

  /** Sends what waits, the oldest first. @returns whether nothing waits any more */
  async function sendWaiting(): Promise<boolean> {
    for (let slice = spool.waiting[0]; slice; slice = spool.waiting[0]) {
      const bytes = await spool.read(slice).catch(() => null)
      // Dropped in this moment, to make room.
      if (bytes === null) continue
      const asked = await link.slice(spool.series, slice.seq, bytes)
      noteLink(asked)
      broken = asked.is === 'away' && asked.isBroken ? broken + 1 : 0
      if (asked.is === 'refused' || broken >= mostBroken) {
        if (asked.is !== 'answered') say(`slice ${slice.seq} was not taken: ${asked.reason}`)
        broken = 0
        await spool.refuse(slice)
      } else if (asked.is === 'answered') {
        await spool.have(Math.max(asked.answer.have, slice.seq))
        await answerWanted(asked.answer)
      } else return false
    }
    return true
  }

  async function answerWanted({ wanted }: SensorAnswer): Promise<void> {
    for (const packet of wanted) {
      if (packet.series === spool.series) await link.proof(packet, await witnesses.show(packet.seq, packet.number))
      else await link.proof(packet, null)
    }
  }

  async function tellHealth(): Promise<void> {
    const health = await healthNow()
    running.onHealth(health)
    const asked = await link.health(spool.series, health)
    noteLink(asked)
    if (asked.is === 'answered') await answerWanted(asked.answer)
  }

  async function healthNow(): Promise<SensorHealth> {
    const state = await source.state()
    const disk = await statfs(folder).catch(() => null)
    return {
      version: running.version,
      watching: source.watching,
      tool: source.tool,
      state: stopping ? 'stopping' : state.listening ? 'listening' : 'not-listening',
      problem: [state.problem, trouble]
        .filter((text) => text !== '')
        .join('; ')
        .slice(0, 2000),
      startedAt,
      packets,
      droppedByTool: state.droppedByTool,
      droppedByCard: state.droppedByCard,
      lostFiles: state.lostFiles,
      spool: spool.state(),
      diskFreeBytes: disk ? disk.bavail * disk.bsize : null,
      witnessBytes: witnesses.bytes(),
      clockOffsetMs: link.clockOffsetMs(),
    }
  }

  async function sendingAll(): Promise<void> {
    // After a failure no sooner than there can be another slice, and at least once a minute.
    const longest = Math.min(60, settings.slice) * 1000
    const healthEvery = Math.min(60, Math.max(2, settings.slice)) * 1000
    let wait = 1000
    let toldAt = 0
    while (!sending.signal.aborted) {
      const sent = await sendWaiting()
      if (Date.now() - toldAt >= healthEvery) {
        await tellHealth()
        toldAt = Date.now()
      }
      wait = sent ? 1000 : Math.min(2 * wait, longest)
      await pause(sent ? Math.min(1000, settings.slice * 250) : wait, sending.signal)
    }
  }

  const pause = (ms: number, signal: AbortSignal = stop) => sleep(ms, undefined, { signal }).catch(() => undefined)

  if (running.once) await pause(1000)
  const sender = running.once ? Promise.resolve() : sendingAll()
  stop.addEventListener('abort', () => {
    stopping = true
  })
  if (stop.aborted) stopping = true
  await takeUntilEnd()
  stopping = true
  await source.close()
  while (await takeNext()) say('the last slice is finished')
  sending.abort()
  const parting = sleep(partingMs, false, { ref: false })
  const done = await Promise.race([parting, sender.then(sendWaiting)])
  await Promise.race([parting, tellHealth()])
  if (!done) say(`${spool.waiting.length} slices wait on disk for the next start`)
  return done

  async function takeUntilEnd(): Promise<void> {
    if (!running.once) return taking()
    // A file must stand still between two looks.
    for (let look = 0; look < 3; look++) {
      await taking()
      await pause(1000)
    }
  }
}

async function openSource({ folder, settings, say }: Running): Promise<Source> {
  const { watch, slice, filter } = settings
  if (watch !== undefined) {
    const memory = join(folder, 'folder')
    return openDropFolder({ folder: watch, memory, settleSeconds: settings.settle, now: Date.now, say })
  }
  return openRing({
    folder: join(folder, 'ring'),
    tool: await findTool(settings.tool),
    interface: settings.interface!,
    seconds: slice,
    limitBytes: settings.ringMegabytes * 1_000_000,
    filter,
    say,
  })
}
