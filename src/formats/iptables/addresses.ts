import { type AddressSet, maskedV4, unionOf } from '#core/filtering/addresses.ts'
import { addressSetOf, oneAddressOf } from '../netfilter/addresses.ts'

/** One address of `-s` or `-d`: with a prefix, a netmask of any bits, or shortened (`10/8`); null for a host name. */
export function addressArgument(text: string): AddressSet | null {
  const [base, mask, more] = text.split('/')
  if (base === undefined || more !== undefined || base.includes('-')) return null
  const padded = /^\d{1,3}(\.\d{1,3}){0,2}$/.test(base)
    ? [...base.split('.'), '0', '0', '0'].slice(0, 4).join('.')
    : base
  if (mask === undefined) return addressSetOf(padded)
  if (/^\d{1,3}$/.test(mask)) return addressSetOf(`${padded}/${mask}`)
  const [address, bits] = [oneAddressOf(padded), oneAddressOf(mask)]
  if (address === null || bits === null) return null
  if ('v4' in address && 'v4' in bits) return maskedV4(address.v4, bits.v4)
  if (!('v6' in address && 'v6' in bits)) return null
  const zeros = 128 - bits.v6.toString(2).replace(/0+$/, '').length
  const isPrefix = bits.v6.toString(2).padStart(128, '0') === '1'.repeat(128 - zeros).padEnd(128, '0')
  return isPrefix ? addressSetOf(`${padded}/${128 - zeros}`) : null
}

/** `a,b,c`; null where one of them is none. */
export function addressArguments(text: string): AddressSet | null {
  const sets = text.split(',').map(addressArgument)
  return sets.some((set) => set === null) ? null : unionOf(sets as AddressSet[])
}
