import {
  type AddressSet,
  addressesOf,
  addressOf,
  anyAddress,
  anyV4,
  anyV6,
  maskedV4,
} from '#core/filtering/addresses.ts'
import { type PartlyAddresses, perhaps, surely } from '../partly-known.ts'
import type { Objects } from './objects.ts'
import { fail, isAtEnd, peek, take, takeIf, type Words } from './words.ts'

/** In what ASA and IOS (and IOS's lists for IPv6) write the same thing differently. */
export interface Dialect {
  /** What `any` means. */
  readonly any: AddressSet
  /** Masks whose set bits do not count (IOS in access lists), or whose set bits do. */
  readonly isWildcard: boolean
  /** `eq` takes several ports. */
  readonly hasPortLists: boolean
  /** An address alone is a host. */
  readonly hasBareHosts: boolean
}

/** "Any", since version 9.0, is both families ("Cisco ASA Series Firewall CLI Configuration Guide, Access Control Lists"). */
export const asaDialect: Dialect = { any: anyAddress, isWildcard: false, hasPortLists: false, hasBareHosts: false }
export const iosDialect: Dialect = { any: anyV4, isWildcard: true, hasPortLists: true, hasBareHosts: false }
export const iosStandard: Dialect = { any: anyV4, isWildcard: true, hasPortLists: false, hasBareHosts: true }
export const ios6Dialect: Dialect = { any: anyV6, isWildcard: true, hasPortLists: true, hasBareHosts: true }
/** Object groups of IOS write netmasks where its access lists write wildcards. */
export const iosGroupDialect: Dialect = { any: anyAddress, isWildcard: false, hasPortLists: true, hasBareHosts: true }

/** More pieces than any mask that a person means; beyond, the mask is not laid out. */
const mostPieces = 4096

/** An address as written, or the name that `name` gave it. */
export const addressWord = (word: string, objects: Objects): string =>
  word === '0' ? '0.0.0.0' : (objects.names.get(word) ?? word)

export function hostOf(word: string, objects: Objects): AddressSet | null {
  const text = addressWord(word, objects)
  return addressOf(text) === null ? null : addressesOf(text)
}

/** An address with a mask as the dialect writes it; null for what is none. */
export function maskedOf(address: string, mask: string, isWildcard: boolean, objects: Objects): PartlyAddresses | null {
  const [base, bits] = [addressOf(addressWord(address, objects)), addressOf(mask === '0' ? '0.0.0.0' : mask)]
  if (base === null || bits === null || !('v4' in base) || !('v4' in bits)) return null
  const set = maskedV4(base.v4, isWildcard ? ~bits.v4 : bits.v4, mostPieces)
  if (set === null || !objects.gathering.afford(set.v4.length)) {
    return perhaps('a mask with more gaps than are laid out', anyV4)
  }
  return surely(set)
}

/** The addresses that come next; what cannot be read may be any. */
export function takeAddresses(words: Words, dialect: Dialect, objects: Objects): PartlyAddresses {
  const word = take(words)
  switch (word.toLowerCase()) {
    case 'any':
      return surely(dialect.any)
    case 'any4':
      return surely(anyV4)
    case 'any6':
      return surely(anyV6)
    case 'host': {
      const host = hostOf(take(words), objects)
      return host === null ? unread(words, 'an address of a host that is none') : surely(host)
    }
    case 'object':
    case 'object-group':
    case 'addrgroup':
      return objects.network(take(words))
    case 'interface':
      return objects.ownAddress(take(words))
    case 'object-group-network-service':
      take(words)
      return perhaps('a group of network services')
    case '':
      return unread(words, 'a rule that ends before its addresses')
  }
  if (word.includes('/')) {
    const network = addressesOf(word)
    return network === null ? unread(words, 'a network that is none') : surely(network)
  }
  return takeMasked(words, word, dialect, objects)
}

function takeMasked(words: Words, written: string, dialect: Dialect, objects: Objects): PartlyAddresses {
  // `10.0.0.0, wildcard bits 0.0.0.255`, as "show ip access-lists" prints standard lists.
  const isShown = written.endsWith(',') && peek(words) === 'wildcard' && peek(words, 1) === 'bits'
  const word = isShown ? written.slice(0, -1) : written
  if (isShown) words.at += 2
  const host = hostOf(word, objects)
  if (host === null) return unread(words, 'an address that is none')
  if (host.v6.length > 0) return surely(host)
  const mask = peek(words)
  if (isAtEnd(words) || addressOf(mask === '0' ? '0.0.0.0' : mask) === null) {
    if (mask.startsWith('/') && addressesOf(addressWord(word, objects) + mask) !== null) {
      words.at++
      return surely(addressesOf(addressWord(word, objects) + mask)!)
    }
    return dialect.hasBareHosts ? surely(host) : unread(words, 'an address without its mask')
  }
  words.at++
  return maskedOf(word, mask, dialect.isWildcard, objects) ?? unread(words, 'a mask that is none')
}

function unread(words: Words, reason: string): PartlyAddresses {
  fail(words, reason)
  return perhaps(reason)
}

/** Users and security groups stand before addresses; no configuration tells whom they concern. */
export function takeIdentities(words: Words): string[] {
  const conditions: string[] = []
  for (;;) {
    if (takeIf(words, 'user', 'user-group', 'object-group-user')) conditions.push('who is signed in')
    else if (takeIf(words, 'security-group')) {
      takeIf(words, 'name', 'tag')
      conditions.push('a security group (TrustSec)')
    } else if (takeIf(words, 'object-group-security')) conditions.push('a security group (TrustSec)')
    else return conditions
    take(words)
  }
}
