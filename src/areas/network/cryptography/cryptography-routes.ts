import { z } from 'zod'
import * as contract from '#contract/cryptography.ts'
import type { Certificate } from '#core/cryptography/certificates.ts'
import type { CryptoEndpoint } from '#core/cryptography/endpoint.ts'
import type { Witness } from '#core/cryptography/fact.ts'
import { decodeCursor, pageOf } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { StoredCapture } from '../capture-store.ts'
import type { NetworkContext } from '../context.ts'
import { placeWords } from '../proof-place.ts'
import { exportCbom } from './export-cbom.ts'
import {
  type ListedCryptoSystem,
  listCryptoSystems,
  type PlantCryptography,
  readCryptography,
} from './read-cryptography.ts'

const skipped = z.number().int().min(0)

export function cryptographyRoutes(context: NetworkContext): Implemented[] {
  return [
    implement(contract.getCryptography, async ({ query }) => summaryShown(await readCryptography(context, query))),
    implement(
      contract.listCryptoSystems,
      async ({ query: { cursor, limit = 50, weak, plant, asOf, knownAt, ...rest } }) => {
        const skip = cursor ? decodeCursor(cursor, skipped) : 0
        const plants = await readCryptography(context, { plant, asOf, knownAt })
        const found = listCryptoSystems(plants, { ...rest, weak: weak === undefined ? undefined : weak === 'true' })
        const captures = new Map(plants.map((one) => [one.plant, one.captures]))
        const { items, next } = pageOf(found.slice(skip, skip + limit + 1), limit, () => skip + limit)
        return {
          items: items.map((one) => systemShown(one, captures.get(one.plant) ?? new Map())),
          next,
          total: found.length,
        }
      },
    ),
    implement(contract.exportCbom, async ({ query }) => {
      const { name, bytes } = await exportCbom(context, query)
      return { content: bytes, type: 'application/vnd.cyclonedx+json; version=1.6', fileName: name }
    }),
  ]
}

function summaryShown(plants: readonly PlantCryptography[]) {
  const sum = (of: keyof PlantCryptography['counts']) => plants.reduce((total, { counts }) => total + counts[of], 0)
  const endpoints = plants.flatMap(({ systems }) => systems.flatMap((system) => system.endpoints))
  const days = plants.flatMap(({ measuredOn }) => measuredOn ?? [])
  const lapses = { lapsed: 0, within30: 0, within90: 0, within365: 0, later: 0, unknown: 0 }
  for (const { certificates } of endpoints) {
    for (const certificate of certificates) if (!certificate.isSuperseded) lapses[lapseOf(certificate)]++
  }
  return {
    systems: sum('systems'),
    usingCryptography: sum('usingCryptography'),
    quantumSafe: sum('quantumSafe'),
    weak: sum('weak'),
    inClear: sum('inClear'),
    certificates: sum('certificates'),
    lapsed: sum('lapsed'),
    lapsing: sum('lapsing'),
    measuredOn: days.length === 0 ? null : days.reduce((a, b) => (a > b ? a : b)),
    protocols: protocolsShown(endpoints.filter(({ side }) => side === 'server')),
    lapses,
  }
}

function lapseOf({ lapsesInDays: days }: Certificate) {
  if (days === null) return 'unknown' as const
  if (days < 0) return 'lapsed' as const
  if (days <= 30) return 'within30' as const
  if (days <= 90) return 'within90' as const
  return days <= 365 ? ('within365' as const) : ('later' as const)
}

function protocolsShown(endpoints: readonly CryptoEndpoint[]) {
  return [...Map.groupBy(endpoints, ({ protocol }) => protocol)]
    .map(([protocol, ones]) => {
      const count = (quantum: CryptoEndpoint['quantum']) => ones.filter((one) => one.quantum === quantum).length
      return {
        protocol,
        safe: count('safe'),
        hybrid: count('hybrid'),
        unknown: count('unknown'),
        notSafe: count('notSafe'),
        none: count('none'),
        weak: ones.filter(({ weaknesses }) => weaknesses.length > 0).length,
      }
    })
    .sort((a, b) => total(b) - total(a) || (a.protocol < b.protocol ? -1 : 1))
}

const total = (one: { safe: number; hybrid: number; unknown: number; notSafe: number; none: number }) =>
  one.safe + one.hybrid + one.unknown + one.notSafe + one.none

function systemShown(system: ListedCryptoSystem, captures: ReadonlyMap<string, StoredCapture>) {
  const { plant, device, record, quantum, usesCryptography, weaknesses, lapsesInDays } = system
  const shown = (witness: Witness) => {
    const capture = captures.get(witness.capture)
    return {
      capture: witness.capture,
      captureName: capture?.fileName ?? null,
      packet: witness.packet,
      place: capture === undefined || capture.kind === 'pcap' ? null : placeWords(capture, witness.packet).en,
      on: witness.on,
    }
  }
  return {
    plant,
    device,
    name: record?.name ?? null,
    asset: record?.tag ?? null,
    level: record?.level ?? null,
    zone: record?.zone ?? null,
    quantum,
    usesCryptography,
    weaknesses,
    lapsesInDays,
    endpoints: system.endpoints.map((endpoint) => ({
      ...endpoint,
      algorithms: endpoint.algorithms.map((one) => ({ ...one, witness: shown(one.witness) })),
      certificates: endpoint.certificates.map((one) => ({ ...one, witness: shown(one.witness) })),
      weaknesses: endpoint.weaknesses.map((one) => ({ ...one, witness: shown(one.witness) })),
      lastSeen: shown(endpoint.lastSeen),
    })),
  }
}
