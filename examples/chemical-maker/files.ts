import type { Day } from '#core/calendar/day.ts'
import { accessFiles } from './access-files.ts'
import { advisoryFiles } from './advisories.ts'
import { captureFiles } from './captures.ts'
import { storyDays } from './days.ts'
import type { ExampleFile } from './example-file.ts'
import { firewallFiles } from './firewall-files.ts'
import { recordFiles } from './record-files.ts'
import { registryFiles } from './registry-files.ts'

export type { ExampleFile } from './example-file.ts'

/** Every file that the example company brought in, oldest import first; the same octets for the same day. */
export async function exampleFiles(today: Day): Promise<ExampleFile[]> {
  const days = storyDays(today)
  const captures = captureFiles(days)
  const files = [
    ...(await registryFiles(days)),
    ...captures,
    ...accessFiles(days, captures),
    ...firewallFiles(days),
    ...advisoryFiles(days),
    ...(await recordFiles(days)),
  ]
  return files.sort((a, b) => (a.importedOn === b.importedOn ? 0 : a.importedOn < b.importedOn ? -1 : 1))
}
