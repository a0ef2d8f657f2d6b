import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BadInput } from '#platform/errors.ts'
import { syncFolder, writeDurably } from '#platform/files/write-durably.ts'
import type { Source, SourceState } from './source.ts'

export interface DropFolderOptions {
  readonly folder: string
  /** Where this sensor remembers what it took. */
  readonly memory: string
  /** The newest file counts as closed when nobody wrote it for so long, where nothing better tells. */
  readonly settleSeconds: number
  readonly now: () => number
  readonly say: (text: string) => void
}

interface Look {
  readonly name: string
  readonly path: string
  readonly size: number
  readonly changedMs: number
}

/** A file that was taken; its beginning tells whether a longer file of the same name is the same file, grown. */
interface Taken {
  readonly sha256: string
  readonly size: number
  readonly changedMs: number
  readonly name: string
}

/** Names under which programs write what is not finished. */
const unfinished = /^\.|\.(tmp|temp|part|partial|filepart|crdownload|swp|lock)$|~$/i
/** Microseconds and nanoseconds in both byte orders, Kuznetzov's form, pcapng. */
const magics = new Set(['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '34cdb2a1', 'a1b2cd34', '0a0d0d0a'])
const mostRemembered = 200_000
const factsOf = ({ name, size, changedMs }: Look) => ({ name, size, changedMs })

/**
 * A folder into which others write captures. Only complete files are taken, and each content once: nothing in the folder is
 * changed or removed. @throws BadInput when there is no such folder
 */
export async function openDropFolder(options: DropFolderOptions): Promise<Source> {
  const { folder, memory, say, now } = options
  await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new BadInput(
      `${folder}: ${cause.code === 'ENOENT' ? 'there is no such folder' : `cannot be read (${cause.code})`}`,
    )
  })
  await mkdir(memory, { recursive: true, mode: 0o700 })
  const takenFile = join(memory, 'taken.jsonl')
  const taken = await recall(takenFile)
  const bySha = new Map(taken.map((one) => [one.sha256, one]))
  const byName = new Map(taken.map((one) => [one.name, one]))
  /** The last look at each file, to see whether it still grows. */
  let looks = new Map<string, Look>()
  const done = new Map<string, string>()
  const said = new Set<string>()
  /** The folder as a whole; and the last file with which something was wrong. */
  let problem = ''
  let wrong = ''
  const candidate = new Map<string, Taken>()

  const sayOnce = (text: string) => {
    if (!said.has(text)) say(text)
    said.add(text)
  }

  async function look(): Promise<Look[]> {
    const found: Look[] = []
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile() || unfinished.test(entry.name)) continue
      const path = join(folder, entry.name)
      const facts = await stat(path).catch(() => null)
      if (facts && facts.size > 0) found.push({ name: entry.name, path, size: facts.size, changedMs: facts.mtimeMs })
    }
    return found.sort((a, b) => a.changedMs - b.changedMs || (a.name < b.name ? -1 : 1))
  }

  const isSame = (a: Look | undefined, b: Look) => a?.size === b.size && a.changedMs === b.changedMs
  const stamp = ({ size, changedMs }: Look) => `${size}/${changedMs}`

  async function remember(one: Taken): Promise<void> {
    bySha.set(one.sha256, one)
    byName.set(one.name, one)
    const file = await open(takenFile, 'a', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(one)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await syncFolder(memory)
  }

  /** Whether whoever writes a file has ended: it stands still, nobody has it open, and the next one was begun or it rests. */
  function isClosed(file: Look, newest: Look, open: ReadonlySet<string> | null): boolean {
    if (open?.has(file.name)) return false
    if (file.name !== newest.name) return true
    // Nobody here has it open; but another machine may, where the folder is shared.
    return now() - file.changedMs > options.settleSeconds * (open === null ? 1000 : 100)
  }

  /** Names a complete file that was not taken yet; null where there is nothing to take. */
  async function examine(file: Look): Promise<string | null> {
    if (!(await isCapture(file.path))) {
      sayOnce(`${file.name} is no capture and is left alone`)
      return null
    }
    const old = byName.get(file.name)
    const isKnown = old?.size === file.size && old.changedMs === file.changedMs
    const sha256 = isKnown ? old.sha256 : await hashOf(file.path, file.size)
    if (bySha.has(sha256)) return null
    if (old && old.size < file.size && (await hashOf(file.path, old.size)) === old.sha256) {
      wrong = `${file.name} grew after it was taken: what was added is not counted. Let the next file begin before, or raise --settle`
      sayOnce(wrong)
      await remember({ ...old, ...factsOf(file), sha256 })
      return null
    }
    candidate.set(sha256, { ...factsOf(file), sha256 })
    return `file-${sha256}`
  }

  /** Not asked for again before it changes, or the sensor starts anew. */
  function setAside(file: Look, why: string): void {
    wrong = `${file.name} ${why}`
    sayOnce(wrong)
    done.set(file.name, stamp(file))
  }

  return {
    watching: `folder ${folder}`,
    tool: null,
    async complete() {
      let files: Look[]
      try {
        files = await look()
        problem = ''
      } catch (error) {
        problem = `${folder} cannot be read (${(error as NodeJS.ErrnoException).code})`
        return null
      }
      const newest = files.at(-1)
      let open: { readonly files: ReadonlySet<string> | null } | undefined
      for (const file of files) {
        if (done.get(file.name) === stamp(file)) continue
        if (!isSame(looks.get(file.name), file)) continue
        open ??= { files: await openFilesOf(folder) }
        if (!isClosed(file, newest!, open.files)) continue
        try {
          const source = await examine(file)
          if (source !== null) return { source, paths: [file.path], bytes: file.size, isMore: file !== newest }
        } catch (error) {
          setAside(file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`)
          continue
        }
        done.set(file.name, stamp(file))
      }
      looks = new Map(files.map((file) => [file.name, file]))
      for (const name of done.keys()) if (!looks.has(name)) done.delete(name)
      return null
    },
    async taken(source) {
      const sha256 = /^file-([0-9a-f]{64})$/.exec(source)?.[1]
      if (sha256 === undefined || bySha.has(sha256)) return
      await remember(candidate.get(sha256) ?? { sha256, size: 0, changedMs: 0, name: '' })
      candidate.delete(sha256)
    },
    unreadable(source) {
      const { name } = candidate.get(source.slice('file-'.length)) ?? { name: '' }
      const file = looks.get(name)
      if (file) setAside(file, 'cannot be read')
    },
    state: async (): Promise<SourceState> => ({
      listening: problem === '',
      problem: problem || wrong,
      droppedByTool: null,
      droppedByCard: null,
      lostFiles: 0,
    }),
    close: async () => {},
  }
}

/** What was taken before; a line that a dying process left half-written was not remembered. */
async function recall(path: string): Promise<Taken[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const lines = text.split('\n')
  const taken = lines.flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Taken]
    } catch {
      return []
    }
  })
  // Also after a half-written line, so that the next one begins on a line of its own.
  if (taken.length > mostRemembered || !text.endsWith('\n')) {
    await writeDurably(
      path,
      taken
        .slice(-mostRemembered)
        .map((one) => `${JSON.stringify(one)}\n`)
        .join(''),
    )
  }
  return taken.slice(-mostRemembered)
}

async function hashOf(path: string, size: number): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { start: 0, end: size - 1, highWaterMark: 1 << 20 }))
    hash.update(chunk)
  return hash.digest('hex')
}

async function isCapture(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(4)
    await file.read(head, 0, 4, 0)
    // What is inside gzip shows when it is read.
    return magics.has(head.toString('hex')) || (head[0] === 0x1f && head[1] === 0x8b)
  } finally {
    await file.close()
  }
}

/** The files of a folder that some process has open; null where the system does not tell: elsewhere than on Linux, or of others' processes. */
async function openFilesOf(folder: string): Promise<ReadonlySet<string> | null> {
  if (process.platform !== 'linux') return null
  const within = `${await realpath(folder)}/`
  const found = new Set<string>()
  let unsure = false
  for (const pid of (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const handles = await readdir(`/proc/${pid}/fd`).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES' || error.code === 'EPERM') unsure = true
      return []
    })
    for (const handle of handles) {
      const path = await readlink(`/proc/${pid}/fd/${handle}`).catch(() => '')
      if (path.startsWith(within)) found.add(path.slice(within.length))
    }
  }
  return unsure ? null : found
}
