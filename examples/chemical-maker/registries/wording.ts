import type { Day } from '#core/calendar/day.ts'
import type { Equipment } from '../equipment.ts'

/** The assets that an edition lists, as it knew them: what was renewed since has its old firmware. */
export function listed(all: readonly Equipment[], edition: number, editions: number): Equipment[] {
  return all
    .filter((one) => one.edition <= edition)
    .map((one) => (edition < editions && one.oldFirmware ? { ...one, firmware: one.oldFirmware } : one))
}

/** `令和8年4月1日`, `平成31年4月1日`, `昭和63年4月1日`. */
export function wareki(day: Day): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const [name, first] = day >= '2019-05-01' ? ['令和', 2019] : day >= '1989-01-08' ? ['平成', 1989] : ['昭和', 1926]
  const count = year - first + 1
  return `${name}${count === 1 ? '元' : count}年${month}月${date}日`
}

/** `R8.4.1` and `H30.4.1`, as a form leaves room for. */
export function shortWareki(day: Day): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const [letter, first] = day >= '2019-05-01' ? ['R', 2019] : day >= '1989-01-08' ? ['H', 1989] : ['S', 1926]
  return `${letter}${year - first + 1}.${month}.${date}`
}

/** As Germans write it: `13.04.2019`. */
export function germanDate(day: Day): string {
  return day.split('-').reverse().join('.')
}

/** `１０．１１．１２．４１`: typed with the input method left on. */
export function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
}
