import { fsyncSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** The parts of Emscripten's node file system that are touched here; PGlite does not type them. */
interface NodeFileSystem {
  readonly NODEFS: { readonly stream_ops: { fsync?: (stream: { nfd: number }) => number } }
}

/** EIO in the numbering of WASI, which Emscripten's system calls answer with. */
const EIO = 29

/**
 * PGlite's node file system, with an fsync that reaches the disk.
 *
 * As published, PGlite starts PostgreSQL with `-F`, its node file system has no `fsync`, and its `fdatasync` does nothing:
 * a commit survives a killed process but not a power cut. With this class and {@link durableStartParams} each commit is
 * one fsync of the write-ahead log, and a failing disk stops PostgreSQL, as it should, instead of being ignored.
 */
export class DurableNodeFS extends NodeFS {
  readonly #onSync: () => void

  /** @param onSync called after each fsync that succeeded; tests count with it */
  constructor(folder: string, onSync: () => void = () => {}) {
    super(folder)
    this.#onSync = onSync
  }

  override async init(...[pg, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options)
    const addFsync = (module: unknown) => {
      const { NODEFS } = module as NodeFileSystem
      NODEFS.stream_ops.fsync = (stream) => {
        try {
          // A directory has a descriptor here as well, so a renamed or new log segment is synced like its contents.
          fsyncSync(stream.nfd)
          this.#onSync()
          return 0
        } catch {
          return EIO
        }
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFsync] } }
  }
}

/** PGlite's own start parameters with fsync left on, by the one method that {@link DurableNodeFS} implements. */
export const durableStartParams: string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
]
