import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Refused } from '#platform/errors.ts'

/** Who holds a data folder: written beside the lock for people and for the command line to read. */
export interface Holder {
  readonly pid: number
  /** When the holding process took the folder, ISO 8601. */
  readonly since: string
  /** Where the holding process listens, when it is a server that has announced it. */
  readonly url?: string
}

/** Keeps what is held from the garbage collector, which would close it and let the folder go. */
const held = new Set<DatabaseSync>()

/** A held data folder. */
export interface FolderLock {
  /** Tells other processes where this one listens. */
  announce(url: string): void
  release(): void
}

/**
 * Takes a data folder for this process.
 *
 * The lock is an operating-system lock (fcntl, or LockFileEx on Windows) on the file `lock`, taken through SQLite because
 * Node has no call for it: the kernel drops it when the process dies, however it dies, so there is nothing stale to take
 * over and no race in doing so. `holder.json` only says who holds it; it is never used to decide.
 *
 * @throws Refused when another process, or this one, already holds the folder.
 */
export function lockFolder(dataDir: string): FolderLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const folder = realpathSync(dataDir)
  const lock = tryLock(folder)
  if (!lock) {
    const holder = readHolder(folder)
    const who = holder ? `the process ${holder.pid} (since ${holder.since})` : 'another process'
    throw new Refused(
      `The data folder ${folder} is in use by ${who}. Only one process can open it at a time: stop that process, or choose another folder with --data.`,
    )
  }
  held.add(lock)
  let holder: Holder = { pid: process.pid, since: new Date().toISOString() }
  const tell = () => writeFileSync(holderPath(folder), `${JSON.stringify(holder)}\n`)
  tell()
  return {
    announce(url) {
      holder = { ...holder, url }
      tell()
    },
    release() {
      if (held.delete(lock)) lock.close()
    },
  }
}

/** Who holds this folder now; undefined when nobody does, also after its last holder was killed. */
export function lockHolder(dataDir: string): Holder | undefined {
  let lock: DatabaseSync | undefined
  try {
    const folder = realpathSync(dataDir)
    readFileSync(holderPath(folder))
    lock = tryLock(folder)
    return lock ? undefined : readHolder(folder)
  } catch {
    return undefined
  } finally {
    lock?.close()
  }
}

const holderPath = (folder: string) => join(folder, 'holder.json')

function tryLock(folder: string): DatabaseSync | undefined {
  const lock = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined
    throw error
  }
}

const SQLITE_BUSY = 5

function readHolder(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(holderPath(folder), 'utf8')) as Holder
  } catch {
    return undefined
  }
}
