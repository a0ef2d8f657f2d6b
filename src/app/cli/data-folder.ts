import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder that the code runs from: a checkout, or the installed package. */
export const packageRoot = join(
  import.meta.dirname,
  existsSync(join(import.meta.dirname, '../../../package.json')) ? '../../..' : '../..',
)

export const version = (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string })
  .version

/**
 * Where the data live: `--data`, else `RUNG_DATA`, else a folder of the checkout, else one in the user's home. A checkout
 * keeps its own, so that trying a newer version never touches an older one's data.
 */
export function dataFolder(option: string | undefined): string {
  const asked = option ?? process.env.RUNG_DATA
  if (asked) return asked
  const isCheckout = existsSync(join(packageRoot, 'src/app')) && existsSync(join(packageRoot, 'package-lock.json'))
  return isCheckout ? join(packageRoot, '.rung', 'data') : join(homedir(), '.rung', 'data')
}
