import type { CalledFunction, Change } from './change.ts'
import { isLearning, type Learning } from './learning.ts'
import { isProgramChange, type ProgramDeed, programDeed, programDeeds } from './program-deed.ts'
import { bySight, type Sighting, utcDayOf } from './sighting.ts'

/** Calls with no longer pause between them are one piece of work. */
const pause = 30 * 60_000
const mostFunctions = 50

/**
 * Programming by pieces of work: calls from one end to another on one UTC day, without a longer pause. A download with the stop
 * before and the start after it is one change. What was seen while its source learned is told as such.
 */
export function episodesOf(sightings: readonly Sighting[], learning: ReadonlyMap<string, Learning>): Change[] {
  const deeds = sightings.filter(({ kind }) => kind === 'deed')
  const groups = Map.groupBy(deeds, ({ subject, from, captureId }) =>
    // Without a time each capture stands for itself.
    from === null ? `${subject}\tin ${captureId}` : `${subject}\t${utcDayOf(from)}`,
  )
  return [...groups.values()]
    .flatMap((calls) => piecesOf(calls.toSorted(bySight)))
    .flatMap((piece) => episodeOf(piece, learning))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

function piecesOf(calls: readonly Sighting[]): Sighting[][] {
  const pieces: Sighting[][] = []
  let end = Number.NEGATIVE_INFINITY
  for (const call of calls) {
    const from = call.from ?? 0
    if (pieces.length > 0 && from - end <= pause) pieces.at(-1)!.push(call)
    else pieces.push([call])
    end = Math.max(end, call.to ?? from)
  }
  return pieces
}

function episodeOf(calls: readonly Sighting[], learning: ReadonlyMap<string, Learning>): Change[] {
  const functions = new Map<string, CalledFunction>()
  for (const { value, protocol, captureId, packet, count } of calls) {
    const name = value ?? ''
    const deed = programDeed(name)
    if (deed === null) continue
    const key = `${protocol}\t${name}`
    const known = functions.get(key)
    if (known !== undefined) functions.set(key, { ...known, count: known.count + count })
    else if (functions.size < mostFunctions) functions.set(key, { protocol, name, deed, count, captureId, packet })
  }
  const first = calls.find(({ value }) => programDeed(value ?? '') !== null)
  if (first === undefined) return []
  const acting = calls.filter(({ value }) => programDeed(value ?? '') !== null)
  const done = new Set([...functions.values()].map(({ deed }) => deed))
  const deeds = programDeeds.filter((deed): deed is ProgramDeed => done.has(deed))
  const telling = tellingCall(acting)
  const when = first.from === null ? `in ${first.captureId}` : new Date(first.from).toISOString()
  const day = first.from === null ? null : utcDayOf(first.from)
  return [
    {
      kind: isProgramChange(deeds) ? 'program-change' : 'mode-change',
      subject: first.subject,
      key: `deed ${first.subject} ${when}`,
      since: first.from,
      at: first.from,
      until: first.from === null ? null : Math.max(...acting.map(({ to, from }) => to ?? from ?? 0)),
      isExact: acting.every(({ isExact }) => isExact),
      device: first.server ?? first.device,
      peer: first.device,
      protocol: first.protocol,
      port: first.port,
      before: null,
      after: null,
      deeds,
      functions: [...functions.values()],
      folded: 0,
      source: telling.source,
      captureId: telling.captureId,
      packet: telling.packet,
      isLive: first.isLive,
      isLearned: day !== null && isLearning(learning, first.source, day),
    },
  ]
}

/** The call that says most: the first download, else the first stop, and so on. */
function tellingCall(calls: readonly Sighting[]): Sighting {
  const rank = ({ value }: Sighting) => programDeeds.indexOf(programDeed(value ?? '') ?? 'mode')
  return calls.toSorted((a, b) => rank(a) - rank(b) || bySight(a, b))[0]!
}
