import type { Kysely, Transaction } from 'kysely'
import type { Assets, Records } from '#areas/assets/index.ts'
import type { Evidence, Importer } from '#areas/evidence/index.ts'
import type { Plants } from '#areas/plants/index.ts'
import type { Day } from '#core/calendar/day.ts'
import type { Indicator } from '#core/maturity/indicator.ts'
import type { Implemented } from '#platform/http/implement.ts'
import { accessIndicators } from './access/access-indicators.ts'
import { accessRoutes } from './access/access-routes.ts'
import { clearAccess } from './access/access-store.ts'
import { accessImporter } from './access/import-access.ts'
import { boundaryRoutes } from './boundary/boundary-routes.ts'
import { netboxOtReader, policyReader } from './boundary/import-policy.ts'
import { rulesImporter } from './boundary/import-rules.ts'
import { rulesetRoutes } from './boundary/ruleset-routes.ts'
import { loadCaptures, type StoredConversation } from './capture-store.ts'
import { changeIndicators } from './changes/change-indicators.ts'
import { changeRoutes } from './changes/change-routes.ts'
import { clearChanges } from './changes/change-sightings-store.ts'
import { keepChanges } from './changes/keep-changes.ts'
import type { DescribeLine, DescribePacket, Inspect, NetworkContext } from './context.ts'
import { cryptographyIndicators } from './cryptography/cryptography-indicators.ts'
import { cryptographyRoutes } from './cryptography/cryptography-routes.ts'
import { deviceRoutes } from './device-routes.ts'
import { captureImporter } from './import-capture.ts'
import { eveImporter } from './import-eve.ts'
import { nmapImporter } from './import-nmap.ts'
import { zeekImporter } from './import-zeek.ts'
import { networkIndicators } from './indicators.ts'
import { keepPictures } from './keep-pictures.ts'
import { type ListReconciliation, listReconciliation, type Reconciliation } from './list-reconciliation.ts'
import { observer } from './observe-assets.ts'
import type { ObservedDevice } from './picture-store.ts'
import {
  type CaptureDetail,
  type CaptureEntry,
  correctClock,
  getCapture,
  getPacket,
  type ListConversations,
  type ListDevices,
  listConversations,
  listDevices,
  type PacketPage,
} from './read-network.ts'
import { relationRoutes } from './relation-routes.ts'
import { createSensors, type Sensors } from './sensors.ts'
import { clearNetwork, type NetworkTables } from './store.ts'

/** What captures show: who is there, who talks to whom, and how that fits the registry and the zones. */
export interface Network {
  /** Newest first; one more than `limit` where there are more. */
  captures(ask: {
    readonly plant?: string | undefined
    readonly knownAt?: string | undefined
    readonly asOf?: Day | undefined
    readonly limit: number
    readonly skip: number
  }): Promise<CaptureEntry[]>
  /** Throws `NotFound`. */
  capture(id: string, knownAt?: string): Promise<CaptureDetail>
  /** Throws `NotFound`. */
  packet(captureId: string, number: number): Promise<PacketPage>
  /** A person says by how much a capture's clock was wrong. Throws `NotFound`. */
  correctClock(input: {
    readonly id: string
    readonly addSeconds: number
    readonly reason: string
    readonly by: string | null
  }): Promise<CaptureDetail>
  /** Device records: lists, pages, decisions by hand, networks without a level. */
  readonly deviceRoutes: readonly Implemented[]
  /** Who programs, writes and reads whom. */
  readonly relationRoutes: readonly Implemented[]
  /** Zones and conduits against traffic and rules. */
  readonly boundaryRoutes: readonly Implemented[]
  /** What changed after learning, and whether anybody approved it. */
  readonly changeRoutes: readonly Implemented[]
  /** What handshakes showed of cryptography. */
  readonly cryptographyRoutes: readonly Implemented[]
  /** Who came, by the wire and by logs. */
  readonly accessRoutes: readonly Implemented[]
  devices(ask: ListDevices): Promise<(ObservedDevice & { readonly plant: string })[]>
  conversations(ask: ListConversations): Promise<StoredConversation[]>
  reconciliation(ask: ListReconciliation): Promise<Reconciliation>
  /** Empties the area, for "start with my own data". */
  clear(trx: Transaction<unknown>): Promise<void>
  readonly sensors: Sensors
  readonly importers: readonly Importer[]
  readonly indicators: readonly Indicator[]
}

export function createNetwork(
  database: { as<Tables>(): Kysely<Tables> },
  dependencies: {
    readonly assets: Assets
    readonly evidence: Records & Pick<Evidence, 'add' | 'get' | 'recordImporter'>
    readonly plants: Plants
    readonly clock: { now(): Date }
    readonly inspect: Inspect
    /** Without it, packets are named and not shown. */
    readonly describePacket?: DescribePacket
    /** The same for the lines of logs and scans. */
    readonly describeLine?: DescribeLine
    /** Who made the network card of a MAC address that a log names. */
    readonly ouiVendor?: (mac: string) => string | null
    /** The name of a person by their key, for decisions about devices; null once it was erased. */
    readonly personName?: (key: string) => Promise<string | null>
    /** The key of the one person of this name, for logs that name people. */
    readonly personKey?: (name: string) => Promise<string | null>
  },
): Network {
  const db = database.as<NetworkTables>()
  const { assets, evidence, plants, clock, inspect, describePacket, describeLine, ouiVendor, personName, personKey } =
    dependencies
  const keeper = keepPictures(db, { assets, evidence, clock, cardMaker: ouiVendor })
  const changes = keepChanges({ db, clock, evidence, plants })
  const cardMaker = ouiVendor
  const context: NetworkContext = {
    db,
    clock,
    plants,
    assets,
    evidence,
    keeper,
    changes,
    inspect,
    describePacket,
    describeLine,
    cardMaker,
    personName,
    personKey,
  }
  assets.observedBy(observer(context))
  const clear = async (trx: Transaction<unknown>) => {
    await clearNetwork(trx as unknown as Transaction<NetworkTables>)
    await clearChanges(trx as unknown as Transaction<NetworkTables>)
    await clearAccess(trx as unknown as Transaction<NetworkTables>)
  }
  plants.whenCleared(clear)
  return {
    captures: ({ limit, ...ask }) => loadCaptures(db, { ...ask, limit: limit + 1 }),
    capture: (id, knownAt) => getCapture(context, id, knownAt),
    packet: (captureId, number) => getPacket(context, captureId, number),
    correctClock: (input) => correctClock(context, input),
    deviceRoutes: deviceRoutes(context),
    relationRoutes: relationRoutes(context),
    boundaryRoutes: [...boundaryRoutes(context), ...rulesetRoutes(context)],
    changeRoutes: changeRoutes({ ...context, records: evidence }),
    cryptographyRoutes: cryptographyRoutes(context),
    accessRoutes: accessRoutes(context),
    devices: (ask) => listDevices(context, ask),
    conversations: (ask) => listConversations(context, ask),
    reconciliation: (ask) => listReconciliation(context, ask),
    clear,
    sensors: createSensors(context),
    importers: [
      captureImporter({ db, clock, inspect, assets }),
      rulesImporter({ db, clock }),
      ...[policyReader, netboxOtReader].map((reader) => evidence.recordImporter(reader)),
      accessImporter(context),
      ...[zeekImporter, eveImporter, nmapImporter].map((of) => of({ db, clock, assets, ouiVendor })),
    ],
    indicators: [
      ...networkIndicators(context),
      ...cryptographyIndicators(context),
      ...accessIndicators(context),
      ...changeIndicators(context),
    ],
  }
}
