import type { Piece } from '#areas/assets/index.ts'
import { type DayNumber, dayNumber } from '#core/calendar/day.ts'
import type { Zone } from './levels.ts'
import type { ObservedDevice, Picture } from './picture-store.ts'

/** A stretch of days on which a device counts, and whether for the share or against it. */
type Judge = (from: DayNumber, device: ObservedDevice) => boolean

/** How single devices are judged on a day, by the very pieces that the share is made of. */
export function judgedOn(
  picture: Picture,
  pieces: (picture: Picture, lapse: (day: DayNumber) => DayNumber) => readonly Piece[],
  on: DayNumber,
  lapse: (day: DayNumber) => DayNumber,
): { readonly device: ObservedDevice; readonly good: boolean }[] {
  return picture.devices.flatMap((device) => {
    const piece = pieces({ ...picture, devices: [device] }, lapse).find(({ from, to }) => from <= on && on < to)
    return piece ? [{ device, good: piece.good }] : []
  })
}

/** Days as numbers, counted once for each device: every indicator and every window asks for them. */
const numbers = new WeakMap<ObservedDevice, readonly DayNumber[]>()

function numbersOf(device: ObservedDevice): readonly DayNumber[] {
  const known = numbers.get(device) ?? device.days.map(dayNumber)
  numbers.set(device, known)
  return known
}

/**
 * While a device was seen within the window, it counts; it is judged anew wherever `cuts` says so. The last day of the
 * window still counts.
 */
function seenPieces(
  device: ObservedDevice,
  lapse: (day: DayNumber) => DayNumber,
  cuts: readonly DayNumber[],
  good: Judge,
): Piece[] {
  const pieces: Piece[] = []
  const ref = `packet:${device.captureId}/${device.packet ?? 1}`
  const days = numbersOf(device)
  const add = (from: DayNumber, to: DayNumber) => {
    const starts = [from, ...cuts.filter((cut) => cut > from && cut < to).sort((a, b) => a - b)]
    for (const [i, start] of starts.entries()) {
      const end = starts[i + 1] ?? to
      const isGood = good(start, device)
      const last = pieces[pieces.length - 1]
      if (last && last.to === start && last.good === isGood) pieces[pieces.length - 1] = { ...last, to: end }
      else pieces.push({ from: start, to: end, count: 1, good: isGood, byMachine: true, ref })
    }
  }
  // Days that follow each other within the window are one stretch.
  let begun: DayNumber | null = null
  for (const [i, day] of days.entries()) {
    begun ??= day
    const to = lapse(day)
    const next = days[i + 1]
    if (next !== undefined && next <= to) continue
    add(begun, to)
    begun = null
  }
  return pieces
}

/** Of the plant's devices seen within the window, those that the registry does not know. */
export function unmanagedPieces(picture: Picture, lapse: (day: DayNumber) => DayNumber): Piece[] {
  return picture.devices
    .filter((device) => device.counted)
    .flatMap((device) => {
      if (device.status === 'conflict') return seenPieces(device, lapse, [], () => false)
      const managed = managedFrom(device)
      // The share is of the unmanaged ones: "good" for the sum, though not for the plant.
      return seenPieces(device, lapse, [managed], (day) => day < managed)
    })
}

/** A week: how soon after its first sight a device should stand in the registry. */
const WEEK = 7

/**
 * Of the plant's devices seen within the window, those that the registry knew within a week of their first sight. What
 * it came to know late weighs until the window has passed over that day; what its first edition brought was never late.
 */
export function lagPieces(picture: Picture, lapse: (day: DayNumber) => DayNumber): Piece[] {
  return picture.devices
    .filter((device) => device.counted && device.status !== 'conflict' && device.days.length > 0)
    .flatMap((device) => {
      const managed = managedFrom(device)
      const due = dayNumber(device.days[0]!) + WEEK
      const late = managed > due && !device.baseline
      const forgiven = managed === Number.POSITIVE_INFINITY ? managed : lapse(managed)
      return seenPieces(device, lapse, [due + 1, managed, forgiven], (day) => {
        if (!late) return true
        // Not yet due, or late so long ago that the window no longer sees it.
        return day <= due || day >= forgiven
      })
    })
}

/**
 * Of the devices that were found unmanaged within the window, those that are settled: registered since, or gone from the
 * wire for as long as the window. A plant that looked and found none has nothing open.
 */
export function resolvedPieces(picture: Picture, lapse: (day: DayNumber) => DayNumber): Piece[] {
  return picture.devices
    .filter((device) => device.counted && device.status !== 'conflict')
    .flatMap((device) => {
      const managed = managedFrom(device)
      const first = device.days[0] === undefined ? Number.NaN : dayNumber(device.days[0])
      if (!(first < managed) || device.baseline) return []
      const ref = `packet:${device.captureId}/${device.packet ?? 1}`
      const open = seenPieces(device, lapse, [managed], () => false)
        .filter((piece) => piece.from < managed)
        .map((piece) => ({ ...piece, to: Math.min(piece.to, managed) }))
      if (managed === Number.POSITIVE_INFINITY) return open
      return [...open, { from: managed, to: lapse(managed), count: 1, good: true, byMachine: true, ref }]
    })
}

/**
 * Of the safety devices seen within the window, those that the registry holds for critical: what guards the plant is
 * identified first. It counts from the wire alone, whatever the registry calls the device.
 */
export function safetyPieces(picture: Picture, lapse: (day: DayNumber) => DayNumber): Piece[] {
  return picture.devices
    .filter(({ safety, packet }) => safety && packet !== null)
    .flatMap((device) => {
      const known =
        device.status === 'matched' && device.criticalFrom !== null
          ? dayNumber(device.criticalFrom)
          : Number.POSITIVE_INFINITY
      return seenPieces(device, lapse, [known], (day) => day >= known)
    })
}

/** Of the zones in force, those in which a device was seen within the window, from the first look at the plant on. */
export function zonePieces(picture: Picture, zones: readonly Zone[], lapse: (day: DayNumber) => DayNumber): Piece[] {
  const first = picture.looked[0]
  if (first === undefined) return []
  const daysOf = new Map<string, Set<DayNumber>>()
  for (const device of picture.devices) {
    if (device.zone === null) continue
    const days = daysOf.get(device.zone) ?? new Set()
    for (const day of numbersOf(device)) days.add(day)
    daysOf.set(device.zone, days)
  }
  return zones
    .filter(({ level, networks }) => networks.length > 0 && level !== '4' && level !== '5')
    .flatMap(({ name, from, to, recordId }) => {
      const begins = Math.max(dayNumber(from), dayNumber(first.day))
      const ends = to === null ? Number.POSITIVE_INFINITY : dayNumber(to) + 1
      const seen = [...(daysOf.get(name) ?? [])].sort((a, b) => a - b)
      const cuts = new Set([begins, ...seen.flatMap((day) => [day, lapse(day)])])
      const starts = [...cuts].filter((day) => day >= begins && day < ends).sort((a, b) => a - b)
      return starts.map(
        (start, i): Piece => ({
          from: start,
          to: starts[i + 1] ?? ends,
          count: 1,
          good: seen.some((day) => day <= start && start < lapse(day)),
          byMachine: true,
          ref: `record:${recordId}`,
        }),
      )
    })
}

function managedFrom(device: ObservedDevice): DayNumber {
  return device.managedFrom === null ? Number.POSITIVE_INFINITY : dayNumber(device.managedFrom)
}
