import type { Inspection, InspectionInPieces } from '#core/capture/inspection.ts'
import { type InspectFileOptions, inspectFile, inspectInPieces } from '../inspect-file.ts'
import { print, printPieces, progressLine, table } from './out.ts'

/** Reads captures and prints what is in them. Needs no database. Exit 1 where a file could not be opened. */
export async function inspectCaptures(
  files: readonly string[],
  options: { readonly json?: boolean | undefined },
): Promise<number> {
  const isList = files.length > 1
  if (options.json && isList) await printPieces(['[\n'])
  for (const [i, file] of files.entries()) {
    const line = progressLine()
    const reading: InspectFileOptions = {
      readsAlong: true,
      onProgress: ({ bytes, total }) => line.show(`${file}: ${Math.floor((100 * bytes) / Math.max(1, total))} %`),
    }
    if (options.json) {
      const found = await inspectInPieces(file, reading)
      line.end()
      await printPieces(inspectionJson(found, i > 0))
    } else {
      const found = await inspectFile(file, reading)
      line.end()
      print(inspectionText(found))
    }
  }
  if (options.json) await printPieces([isList ? ']\n' : ''])
  return 0
}

/** One line a device, a conversation, a fact: a large capture's JSON is larger than a text may be. */
function* inspectionJson(inspection: InspectionInPieces, isFurther: boolean): Generator<string> {
  yield `${isFurther ? ',' : ''}{"capture":${JSON.stringify(inspection.capture, null, 2)}`
  for (const list of ['devices', 'conversations', 'identities'] as const) {
    yield `,\n"${list}":[`
    let before = '\n'
    for (const one of inspection[list]) {
      yield before + JSON.stringify(one)
      before = ',\n'
    }
    yield ']'
  }
  yield '}\n'
}

function inspectionText({ capture, devices, conversations, identities }: Inspection): string {
  const described = devices.filter((one) => one.roles.length > 0 || one.model || one.vendor)
  return [
    `${capture.file}: ${many(capture.packets, 'packet')}, ${many(capture.bytes, 'byte')}, ${capture.firstSeen ?? '–'} to ${capture.lastSeen ?? '–'}`,
    `${many(devices.length, 'device')}, ${many(conversations.length, 'conversation')}, ${many(identities.length, 'identity fact')}`,
    ...programmedSafety(devices, conversations),
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
    ...(described.length < devices.length
      ? [
          `… and ${devices.length - described.length} more, of which nothing but the address is known (--json lists them)`,
        ]
      : []),
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

/** The one finding that nobody may have to look for in a table. */
function programmedSafety(devices: Inspection['devices'], conversations: Inspection['conversations']): string[] {
  const safe = devices.filter((one) => one.roles.some(({ role }) => role === 'safety-controller'))
  return safe.flatMap(({ id, ips, macs }) => {
    const own = new Set([id, ...ips, ...macs])
    return conversations
      .filter(({ server, answered, operations }) => own.has(server) && answered && operations.program > 0)
      .map(
        ({ client, operations }) =>
          `the safety controller ${id} was programmed by ${client}: ${many(operations.program, 'request')}`,
      )
  })
}

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
