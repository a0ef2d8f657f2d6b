import { setImmediate as breathe } from 'node:timers/promises'
import type { DayNumber } from '#core/calendar/day.ts'
import type { Finding } from '#core/vulnerability/judge.ts'
import { daysToDecide, type Severity, severityOfScore } from '#core/vulnerability/severity.ts'
import type { AdvisoryBook, AdvisoryVersion } from './keep-book.ts'
import type { PlantSubjects, Subject } from './keep-plants.ts'

/** Assets looked at in one go: others wait for their answers meanwhile. */
export const breathAfter = 400

/** What each visible revision means for an asset. Where registry and wire differ and it matters, nothing is decided. */
export function findingsOf(book: AdvisoryBook, { product, otherwise }: Subject): ReadonlyMap<number, Finding> {
  const said = book.findings(product)
  if (otherwise === null) return said
  const seen = book.findings(otherwise)
  const both = new Map<number, Finding>()
  for (const seq of new Set([...said.keys(), ...seen.keys()])) {
    const [a, b] = [said.get(seq), seen.get(seq)]
    const one = (a ?? b)!
    both.set(seq, a?.verdict === b?.verdict ? one : { ...one, verdict: 'cannotDecide', ground: 'sources-differ' })
  }
  return both
}

/** The asset as it stood on a day. */
export function subjectOn(subjects: readonly Subject[] | undefined, day: DayNumber): Subject | undefined {
  return subjects?.find((one) => one.from <= day && day < one.to)
}

/** From one day to another an asset was affected by an advisory, whatever its revision. */
export interface Episode {
  readonly tag: string
  /** Key of the advisory. */
  readonly advisory: string
  readonly from: DayNumber
  /** Exclusive; `Infinity` while it goes on. */
  readonly to: DayNumber
  /** How it ended: other firmware, the asset gone, or the advisory changed or withdrawn. */
  readonly end: 'open' | 'patched' | 'gone' | 'advisory'
  readonly severity: Severity
  readonly exploitedSince: DayNumber
  readonly seq: number
}

/** The last day on which a decision is in time. */
export function dueOf({
  from,
  severity,
  exploitedSince,
}: Pick<Episode, 'from' | 'severity' | 'exploitedSince'>): DayNumber {
  const due = from + daysToDecide(severity, false)
  if (exploitedSince === Number.POSITIVE_INFINITY) return due
  return Math.min(due, Math.max(from, exploitedSince) + daysToDecide(severity, true))
}

export function severityOfFinding(book: AdvisoryBook, version: AdvisoryVersion, finding: Finding): Severity {
  const { score } = book.meant(version.seq, finding.vulnerabilities)
  return score === null ? version.severity : severityOfScore(score)
}

interface Stretch {
  readonly from: DayNumber
  readonly to: DayNumber
  readonly finding: Finding
  readonly version: AdvisoryVersion
  readonly subject: Subject
}

/** When which asset of a plant was affected by what, the oldest first; by tag. */
export async function episodesOf(
  book: AdvisoryBook,
  subjects: PlantSubjects,
): Promise<ReadonlyMap<string, readonly Episode[]>> {
  const all = new Map<string, readonly Episode[]>()
  let looked = 0
  for (const [tag, spans] of subjects.byTag) {
    if (++looked % breathAfter === 0) await breathe()
    const stretches = new Map<string, Stretch[]>()
    for (const subject of spans) {
      if (!subject.present) continue
      for (const [seq, finding] of findingsOf(book, subject)) {
        const version = book.versions.get(seq)!
        const [from, to] = [Math.max(subject.from, version.from), Math.min(subject.to, version.to)]
        if (from >= to || finding.verdict !== 'affected') continue
        const list = stretches.get(version.key) ?? []
        list.push({ from, to, finding, version, subject })
        stretches.set(version.key, list)
      }
    }
    const episodes = [...stretches].flatMap(([key, list]) => joinedUp(book, spans, tag, key, list))
    if (episodes.length > 0)
      all.set(
        tag,
        episodes.sort((a, b) => a.from - b.from || (a.advisory < b.advisory ? -1 : 1)),
      )
  }
  return all
}

function joinedUp(book: AdvisoryBook, spans: readonly Subject[], tag: string, key: string, list: Stretch[]): Episode[] {
  list.sort((a, b) => a.from - b.from)
  const episodes: Episode[] = []
  let from = list[0]!.from
  for (const [i, stretch] of list.entries()) {
    const next = list[i + 1]
    if (next !== undefined && next.from === stretch.to) continue
    episodes.push({
      tag,
      advisory: key,
      from,
      to: stretch.to,
      end: endOf(spans, stretch),
      severity: severityOfFinding(book, stretch.version, stretch.finding),
      exploitedSince: book.exploitedSince(book.meant(stretch.version.seq, stretch.finding.vulnerabilities).cves),
      seq: stretch.version.seq,
    })
    if (next !== undefined) from = next.from
  }
  return episodes
}

function endOf(spans: readonly Subject[], { to, subject }: Stretch): Episode['end'] {
  if (to === Number.POSITIVE_INFINITY) return 'open'
  if (to < subject.to) return 'advisory'
  return subjectOn(spans, to)?.present === true ? 'patched' : 'gone'
}
