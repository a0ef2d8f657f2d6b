import { plain } from './addresses.ts'
import type { AssetFacts } from './asset.ts'

/** What the indicators ask of an asset, as bits of one number, so that alike assets can be counted together. */
export const spanFlags = {
  /** Criticality high, or part of a SIS. */
  critical: 1,
  /** In a lifecycle state, with the date on which that began. */
  lifecycle: 2,
  /** Something that could be protected: it has a computer's category, or a measure is recorded. */
  protectable: 4,
  protected: 8,
  /** Disposed of. */
  gone: 16,
  /** Ordered, not yet there. */
  awaited: 32,
  /** Somebody said something about its protection. */
  protectionSaid: 64,
  /** Somebody rated its criticality. */
  rated: 128,
  /** Has an address or a host name: something that a capture could show. A 4–20 mA transmitter has none. */
  networked: 256,
} as const

const CAPABLE =
  /hmi|work ?station|server|\bpc\b|computer|engineering|\bews\b|historian|laptop|client|scada|gateway|端末|サーバ|パソコン|コンピュータ|操作卓|監視/i
const NONE = /^(none|no|nothing|なし|無|無し|未|未対策|未実施|未導入|-|×)$/i
const INCAPABLE = /^(n\/?a|not applicable|not capable|incapable|対象外|非対象|不可|対応不可)$/i

export function flagsOf(facts: AssetFacts): number {
  const protection = facts.protection === null ? null : plain(facts.protection)
  const incapable = protection !== null && INCAPABLE.test(protection)
  const said = protection !== null
  const flag = (is: boolean, bit: number) => (is ? bit : 0)
  return (
    flag(facts.criticality === 'high' || facts.sis === true, spanFlags.critical) |
    flag(hasLifecycle(facts), spanFlags.lifecycle) |
    flag(!incapable && (said || CAPABLE.test(facts.type ?? '')), spanFlags.protectable) |
    flag(said && !incapable && !NONE.test(protection), spanFlags.protected) |
    flag(facts.lifecycle === 'disposed', spanFlags.gone) |
    flag(facts.lifecycle === 'procurement', spanFlags.awaited) |
    flag(said, spanFlags.protectionSaid) |
    flag(facts.criticality !== null || facts.sis !== null, spanFlags.rated) |
    flag(facts.ips.length > 0 || facts.macs.length > 0 || facts.hostname !== null, spanFlags.networked)
  )
}

/** Each state with the date on which it began, or with one that implies it. */
function hasLifecycle(facts: AssetFacts): boolean {
  switch (facts.lifecycle) {
    case 'procurement':
      return facts.procuredOn !== null
    case 'deployment':
      return (facts.deployedOn ?? facts.procuredOn) !== null
    case 'operation':
      return (facts.operatedOn ?? facts.deployedOn) !== null
    case 'renewal':
      return facts.renewalOn !== null
    case 'disposed':
      return facts.disposedOn !== null
    default:
      return false
  }
}
