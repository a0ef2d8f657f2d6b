// `rung capture` built into few files: its three hundred are found, read and bound one by one otherwise, in every thread anew, and
// what V8 compiles from one file is better. Where it is missing or the sources have changed since, the sources are run.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where it lies in a checkout and in the package: `main.js`, what that loads, and `sources.json`. */
export const readerFolder = 'dist-reader'

/**
 * What a source file was when it was read: any other size or time is another file.
 * @param {string} file
 * @returns {[size: number, mtimeMs: number]}
 */
export function stateOf(file) {
  const { size, mtimeMs } = statSync(file)
  return [size, mtimeMs]
}

/**
 * Whether it was built from the sources as they lie there now.
 * @param {string} root of the checkout
 */
export function isUpToDate(root) {
  try {
    statSync(join(root, readerFolder, 'main.js'))
    /** @type {Record<string, [size: number, mtimeMs: number]>} */
    const sources = JSON.parse(readFileSync(join(root, readerFolder, 'sources.json'), 'utf8'))
    return Object.entries(sources).every(([path, [size, mtimeMs]]) => {
      const [sizeNow, mtimeNow] = stateOf(join(root, path))
      return sizeNow === size && mtimeNow === mtimeMs
    })
  } catch {
    return false
  }
}
