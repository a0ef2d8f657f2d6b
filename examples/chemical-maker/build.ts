import { compose, type Product } from '#app/compose.ts'
import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import { Broken } from '#platform/errors.ts'
import { company, people, plantFacts, shutdowns } from './company.ts'
import { middayOf, STORY_DAYS, type StoryDays, storyDays } from './days.ts'
import { decideRound, decisionRounds } from './decisions.ts'
import { type ExampleFile, exampleFiles } from './files.ts'
import { type StoryRecord, storyRecords } from './records/all.ts'

/** One thing that somebody at the example company did, and the day on which they did it. */
interface Deed {
  readonly on: Day
  does(): Promise<unknown>
}

/**
 * Builds the example enterprise into an empty product: people, plants, files by the usual import, records by the usual
 * form. Everything is entered on its own day of the last year and a half, so that "what did we know then" has an answer;
 * only the clock is the story's. The company gets its name last: as long as it has none, the example is not complete, and
 * building starts again on an empty stage.
 */
export async function buildExample(product: Product, { say }: { say(text: string): void }): Promise<void> {
  const today = product.clock.today(company.timeZone)
  const days = storyDays(today)
  if (await product.plants.isExample()) await product.plants.clearExample()
  let now = middayOf(days.ago(STORY_DAYS))
  const clock = { now: () => now, today: () => now.toISOString().slice(0, 10) }
  const past = await compose({ ...product, clock })
  try {
    const files = await exampleFiles(today)
    const deeds = [
      ...foundation(past, days),
      ...files.map((file): Deed => ({ on: file.importedOn, does: () => bring(past, file) })),
      ...entries(past, days),
      ...decisionRounds(days).map((round): Deed => ({ on: round.on, does: () => decideRound(past, round) })),
    ]
    say(`Building ${company.name}: ${files.length} files and a year and a half of records, up to ${today} …`)
    for (const deed of deeds.sort((a, b) => dayNumber(a.on) - dayNumber(b.on))) {
      now = middayOf(deed.on)
      await deed.does()
    }
    now = middayOf(days.ago(STORY_DAYS))
    await past.plants.nameCompany({ ...company, from: days.ago(STORY_DAYS), by: 'h-mori', example: true })
  } finally {
    await past.evidence.close()
  }
}

/** People, plants and the days on which they stand still. */
function foundation({ people: area, plants }: Product, days: StoryDays): Deed[] {
  const first = days.ago(STORY_DAYS)
  return [
    ...people.map((person): Deed => ({ on: first, does: () => area.add({ ...person, example: true }) })),
    ...plantFacts(days).map(({ added, ...facts }): Deed => {
      const on = days.ago(added)
      return { on, does: () => plants.add({ ...facts, from: on, by: 'h-mori', example: true }) }
    }),
    ...shutdowns(days).map((window): Deed => {
      // Told half a year ahead; what lies further back was told at the beginning, what is near a month ago.
      const told = Math.min(dayNumber(window.from) - 180, dayNumber(days.ago(30)))
      return {
        on: dayOf(Math.max(told, dayNumber(first))),
        does: () => plants.declareShutdown({ ...window, by: 'h-mori' }),
      }
    }),
  ]
}

/** A file the way every file goes: kept, recognised, dry run, commit. */
async function bring({ evidence }: Product, file: ExampleFile): Promise<void> {
  const { as, plant, effectiveOn, by, mapping } = file
  const kept = await evidence.takeFile(file.name, file.bytes)
  const { id } = await evidence.startImport({ file: kept, as, plant, effectiveOn, mapping, by })
  const staged = await evidence.settled(id)
  if (staged.state !== 'staged') {
    throw new Broken(`${file.name} of the example cannot be imported: ${staged.failure?.en ?? staged.state}`)
  }
  await evidence.commitImport({ id, by })
}

/** Records the way every form goes: entered, accepted by others three days later, entered again when more is known. */
function entries({ evidence }: Product, days: StoryDays): Deed[] {
  const yesterday = dayNumber(days.ago(1))
  const later = (on: Day, after: number): Day => dayOf(Math.min(dayNumber(on) + after, yesterday))
  const byEntry = Map.groupBy(storyRecords(days), ({ on, enteredAfter = 2 }) => later(on, enteredAfter))
  return [...byEntry].flatMap(([on, records]): Deed[] => {
    const ids: string[] = []
    const input = ({ kind, scope, on: effectiveFrom, until, data, by }: StoryRecord) => {
      return { kind, scope, effectiveFrom, effectiveTo: until, data, by }
    }
    const enter: Deed = {
      on,
      async does() {
        ids.push(...(await evidence.addMany(records.map(input))).map(({ id }) => id))
      },
    }
    const followUps = records.flatMap((record, n): Deed[] => [
      ...(record.acceptedBy ?? []).map(
        (by): Deed => ({
          on: later(on, 3),
          does: () => evidence.accept({ id: ids[n]!, by }),
        }),
      ),
      ...(record.afterwards === undefined ? [] : [again(record, record.afterwards, () => ids[n]!)]),
    ])
    return [enter, ...followUps]
  })

  function again(
    record: StoryRecord,
    { enteredOn, data }: NonNullable<StoryRecord['afterwards']>,
    id: () => string,
  ): Deed {
    const { kind, scope, on: effectiveFrom, until, by } = record
    return {
      on: enteredOn,
      does: () =>
        evidence.add({
          kind,
          scope,
          effectiveFrom,
          effectiveTo: until,
          by,
          data: { ...record.data, ...data },
          replaces: id(),
        }),
    }
  }
}
