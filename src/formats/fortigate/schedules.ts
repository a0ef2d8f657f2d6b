import { type Domain, entriesOf } from './firewall.ts'
import { type Entry, valueIn, valuesIn } from './tree.ts'

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Recurring schedules of all days and hours; "always" of the factory, unless the file says otherwise of it. */
export function permanentSchedules(domain: Domain): ReadonlySet<string> {
  const entries = entriesOf(domain, 'firewall schedule recurring')
  const permanent = new Set(entries.filter(isPermanent).map(({ key }) => key))
  if (!entries.some(({ key }) => key === 'always')) permanent.add('always')
  return permanent
}

function isPermanent(entry: Entry): boolean {
  const isWholeDay = ['start', 'end'].every((time) => (valueIn(entry, time) ?? '00:00') === '00:00')
  const named = new Set(valuesIn(entry, 'day').flatMap((value) => value.split(/\s+/)))
  return isWholeDay && days.every((day) => named.has(day))
}
