import { type AddressSet, addressesOf, addressOf } from '#core/filtering/addresses.ts'

/** Longer than any two addresses; such a text is none, and would take long to try. */
const longest = 100

/** `addressesOf` and `addressOf` for texts that may be of any length. */
export const addressSetOf = (text: string): AddressSet | null => (text.length > longest ? null : addressesOf(text))
export const oneAddressOf = (text: string): ReturnType<typeof addressOf> =>
  text.length > longest ? null : addressOf(text)
