import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBackup, restoreBackup, verifyBackup } from '#platform/database/backup.ts'
import { openDatabase } from '#platform/database/database.ts'
import { lockHolder } from '#platform/database/lock.ts'
import { migrate } from '#platform/database/migrate.ts'
import { Broken } from '#platform/errors.ts'
import { openFileStore } from '#platform/files/store.ts'
import { schemas } from '../compose.ts'
import { databaseFolder, openProduct } from '../open-product.ts'
import { version } from './data-folder.ts'
import { print, printJson } from './out.ts'
import { placeOf, type ServeOptions } from './serve-command.ts'

type BackupOptions = Pick<ServeOptions, 'data' | 'databaseUrl'> & { readonly json?: boolean }

/** Writes everything into one file. A running server gives its own backup; otherwise the data are opened here. */
export async function backupCreate(file: string, options: BackupOptions): Promise<number> {
  const place = placeOf(options)
  const server = place.url ? undefined : lockHolder(databaseFolder(place.folder))?.url
  if (server) {
    await download(`${server}/api/v1/backup`, file)
    report(await verifyBackup(file), options)
    return 0
  }
  const product = await openProduct(place)
  try {
    report(await createBackup({ ...product, product: `Rung ${version}`, now: product.clock.now() }, file), options)
  } finally {
    await product.close()
  }
  return 0
}

/** Restores into an empty database and data folder. */
export async function backupRestore(file: string, options: BackupOptions): Promise<number> {
  const place = placeOf(options)
  await mkdir(place.folder, { recursive: true, mode: 0o700 })
  const database = await openDatabase(place.url ? { url: place.url } : { dataDir: databaseFolder(place.folder) })
  try {
    const files = await openFileStore(join(place.folder, 'files'))
    const restored = await restoreBackup({ database, files, areas: schemas }, file)
    await migrate(database, schemas)
    report(restored, options)
  } finally {
    await database.close()
  }
  return 0
}

/** Checks every hash and count; needs no database. */
export async function backupVerify(file: string, options: BackupOptions): Promise<number> {
  report(await verifyBackup(file), options)
  return 0
}

async function download(url: string, file: string): Promise<void> {
  const answer = await fetch(url)
  if (!answer.ok || !answer.body) throw new Broken(`the server at ${url} answered ${answer.status}`)
  const beside = `${file}.part`
  try {
    await pipeline(
      Readable.fromWeb(answer.body as never),
      createWriteStream(beside, { mode: 0o600, flags: 'wx', flush: true }),
    )
    await rename(beside, file)
  } finally {
    await rm(beside, { force: true })
  }
}

function report(summary: Awaited<ReturnType<typeof verifyBackup>>, { json }: BackupOptions): void {
  if (json) printJson(summary)
  else
    print(
      `${summary.path}: whole, ${summary.tables} tables, ${summary.rows} rows, ${summary.files} files, ${summary.bytes} bytes`,
    )
}
