import type { Inspection } from '#core/capture/inspection.ts'
import { inspectFile } from '../inspect-file.ts'
import { print, printJson, progressLine, table } from './out.ts'

/** Reads captures and prints what is in them. Needs no database. Exit 1 where a file could not be opened. */
export async function inspectCaptures(
  files: readonly string[],
  options: { readonly json?: boolean | undefined },
): Promise<number> {
  const found: Inspection[] = []
  for (const file of files) {
    const line = progressLine()
    const inspection = await inspectFile(file, {
      onProgress: ({ bytes, total }) => line.show(`${file}: ${Math.floor((100 * bytes) / Math.max(1, total))} %`),
    })
    line.end()
    found.push(inspection)
    if (!options.json) print(inspectionText(inspection))
  }
  if (options.json) printJson(found.length === 1 ? found[0] : found)
  return 0
}

function inspectionText({ capture, devices, conversations, identities }: Inspection): string {
  const described = devices.filter((one) => one.roles.length > 0 || one.model || one.vendor)
  return [
    `${capture.file}: ${capture.packets} packets, ${capture.bytes} bytes, ${capture.firstSeen ?? '–'} to ${capture.lastSeen ?? '–'}`,
    `${devices.length} devices, ${conversations.length} conversations, ${identities.length} identity facts`,
    ...capture.faults.map(
      (fault) => `fault: packet ${fault.packet ?? '–'}, offset ${fault.offset ?? '–'}: ${fault.reason}`,
    ),
    '',
    table(
      ['device', 'vendor', 'model', 'firmware', 'role', 'Purdue'],
      described.map((one) => [
        one.id,
        one.vendor ?? '',
        one.model ?? one.orderNumber ?? '',
        one.firmware ?? '',
        one.roles.map((role) => role.role).join(', '),
        one.purdueLevel?.level ?? '–',
      ]),
    ),
    '',
    table(
      ['client', 'server', 'port', 'protocol', 'packets', 'read', 'write', 'program'],
      conversations
        .slice(0, 100)
        .map((one) => [
          one.client,
          one.server,
          `${one.transport}${one.serverPort === null ? '' : `/${one.serverPort}`}`,
          one.protocol ?? '',
          String(one.packets.toServer + one.packets.toClient),
          String(one.operations.read),
          String(one.operations.write),
          String(one.operations.program),
        ]),
    ),
    ...(conversations.length > 100
      ? [`… and ${conversations.length - 100} more conversations (--json lists them)`]
      : []),
    '',
  ].join('\n')
}
