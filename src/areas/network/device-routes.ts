import { z } from 'zod'
import * as contract from '#contract/devices.ts'
import { roleTitle } from '#core/capture/role-titles.ts'
import type { Bilingual } from '#core/record/record.ts'
import { decodeCursor, encodeCursor, pageOf } from '#platform/http/cursor.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { NetworkContext } from './context.ts'
import { decisionById, mergeDevices, splitDevice, undoDecision } from './decide-devices.ts'
import type { StoredPeer } from './device-page-store.ts'
import type { ListedDevice } from './device-store.ts'
import { exportDevices } from './export-devices.ts'
import type { KeptField } from './kept-device.ts'
import { listUnplaced } from './list-unplaced.ts'
import {
  type DecisionPage,
  type DeviceRecordPage,
  decisionVersion,
  getDeviceRecord,
  listDecisions,
  listDeviceChoices,
  listDeviceRecords,
} from './read-devices.ts'

const place = z.object({ value: z.string().nullable(), plant: z.string(), id: z.string() })
const skipped = z.number().int().min(0)

const flag = (text: 'true' | 'false' | undefined) => (text === undefined ? undefined : text === 'true')

export function deviceRoutes(context: NetworkContext): Implemented[] {
  return [
    implement(contract.listDevices, async ({ query }) => {
      const { cursor, limit = 100, sort = 'id', order, safety, contradicted, counted, ...filter } = query
      const after = cursor ? decodeCursor(cursor, place) : undefined
      const { rows, counts } = await listDeviceRecords(context, {
        ...filter,
        safety: flag(safety),
        contradicted: flag(contradicted),
        counted: flag(counted),
        page: { sort, descending: order === 'desc', limit, after },
      })
      const { items, next } = pageOf(rows, limit, ({ sortedBy, plant, id }) => ({ value: sortedBy, plant, id }))
      const count = (status: string) => counts.get(status) ?? 0
      const sum = count('matched') + count('unmanaged') + count('conflict')
      return {
        items: items.map(deviceShown),
        next,
        total: filter.status === undefined ? sum : count(filter.status),
        counts: { matched: count('matched'), unmanaged: count('unmanaged'), conflict: count('conflict') },
      }
    }),
    implement(contract.exportDevices, async ({ query }) => {
      const { sort = 'id', order, safety, contradicted, counted, knownAt: _, ...filter } = query
      const file = await exportDevices(
        context,
        {
          ...filter,
          safety: flag(safety),
          contradicted: flag(contradicted),
          counted: flag(counted),
          sort,
          descending: order === 'desc',
        },
        query.asOf ?? (await context.plants.today()),
      )
      return { content: file.bytes, type: file.mediaType, fileName: file.name }
    }),
    implement(contract.getDeviceChoices, async ({ query }) => {
      const { roles, levels, vendors, protocols } = await listDeviceChoices(context, query)
      return { roles: [...roles], levels: [...levels], vendors: [...vendors], protocols: [...protocols] }
    }),
    implement(contract.getDevice, async ({ params, tag }) => {
      const page = await getDeviceRecord(context, params.plant, params.id)
      tag(page.version)
      return detailShown(page)
    }),
    implement(contract.mergeDevices, async ({ params, body, actor, checkVersion, tag }) => {
      checkVersion(await decisionVersion(context, params.plant))
      const { decision, devices } = await mergeDevices(context, { ...params, ...body, by: actor })
      tag(await decisionVersion(context, params.plant))
      return { decision: decisionShown(decision), devices: [...devices] }
    }),
    implement(contract.splitDevice, async ({ params, body, actor, checkVersion, tag }) => {
      checkVersion(await decisionVersion(context, params.plant))
      const { decision, devices } = await splitDevice(context, { ...params, ...body, by: actor })
      tag(await decisionVersion(context, params.plant))
      return { decision: decisionShown(decision), devices: [...devices] }
    }),
    implement(contract.undoDeviceDecision, async ({ params, body, actor, checkVersion, tag }) => {
      const { plant } = await decisionById(context, params.id)
      checkVersion(await decisionVersion(context, plant))
      const undone = await undoDecision(context, { ...params, ...body, by: actor })
      tag(await decisionVersion(context, plant))
      return decisionShown(undone)
    }),
    implement(contract.listDeviceDecisions, async ({ query, tag }) => {
      const decisions = await listDecisions(context, query.plant, query.knownAt)
      tag(await decisionVersion(context, query.plant))
      return { items: decisions.map(decisionShown), next: null, total: decisions.length }
    }),
    implement(contract.listUnplacedNetworks, async ({ query: { cursor, limit = 100, ...query } }) => {
      const skip = cursor ? decodeCursor(cursor, skipped) : 0
      const found = await listUnplaced(context, query)
      const items = found.slice(skip, skip + limit).map((network) => ({
        ...network,
        vlans: [...network.vlans],
        roles: [...network.roles],
        protocols: [...network.protocols],
        examples: [...network.examples],
      }))
      return { items, next: skip + limit < found.length ? encodeCursor(skip + limit) : null, total: found.length }
    }),
  ]
}

const english = (said: readonly Bilingual[]) => said.map(({ en }) => en)
const japanese = (said: readonly Bilingual[]) => said.map(({ ja }) => ja)

function deviceShown(device: ListedDevice) {
  const { level, levelSource } = device
  return {
    id: device.id,
    plant: device.plant,
    ips: [...device.ips],
    macs: [...device.macs],
    names: [...device.names],
    vlans: [...device.vlans],
    vendor: device.vendor,
    model: device.model,
    orderNumber: device.orderNumber,
    firmware: device.firmware,
    serial: device.serial,
    roles: device.roles.map((role) => ({ ...role })),
    purdueLevel:
      level === null
        ? null
        : {
            level,
            confidence: rounded(device.levelConfidence),
            ...(levelSource === 'unknown' ? {} : { source: levelSource }),
            because: english(device.levelBecause),
            becauseJa: japanese(device.levelBecause),
            against: english(device.levelAgainst),
            againstJa: japanese(device.levelAgainst),
          },
    firstSeen: device.firstSeen,
    lastSeen: device.lastSeen,
    asset: device.status === 'matched' ? device.tag : null,
    status: device.status,
    counted: device.counted,
    safety: device.safety.length > 0,
    protocols: [...device.protocols],
    confidence: rounded(device.confidence),
    contradicted: [...device.contradicted],
    behind: device.behind,
    units: device.units,
    decided: device.decisions.length > 0,
  }
}

/** Kept as 32-bit numbers. */
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100)

function detailShown(page: DeviceRecordPage) {
  const { device, units, peers, captures, facts, decisions, told, cardMaker } = page
  const names = new Map(decisions.flatMap(({ by, byName }) => (by !== null && byName !== null ? [[by, byName]] : [])))
  const named = ({ en, ja }: Bilingual): Bilingual => {
    let said = { en, ja }
    for (const [key, name] of names)
      said = {
        en: said.en.replace(` by ${key} on `, ` by ${name} on `),
        ja: said.ja.replace(`に${key}が`, `に${name}が`),
      }
    return said
  }
  const half = (side: StoredPeer['side']) => peers.filter((peer) => peer.side === side)
  return {
    ...deviceShown(device),
    fields: contract.deviceFieldNames.map((field) =>
      field === 'role' ? roleField(page) : field === 'purdueLevel' ? levelField(page) : identityField(page, field),
    ),
    facts: facts.map(({ field, value, sources }) => ({ field, value, sources: [...sources] })),
    addresses: device.addresses.map(({ address, first, last, because }) => {
      const kind = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address) ? 'mac' : address.includes(':') ? 'ipv6' : 'ipv4'
      return {
        address,
        kind: kind as 'mac' | 'ipv6' | 'ipv4',
        vendor: kind === 'mac' ? cardMaker(address) : null,
        firstSeen: first,
        lastSeen: last,
        because: because.map(named),
      }
    }),
    joined: device.joined.map(({ because, strength, addresses }) => ({
      because: named(because),
      strength,
      addresses: [...addresses],
    })),
    maybeSame: device.maybeSame.map(({ id, because, refused }) => ({ id, because, refused: named(refused) })),
    unitsBehind: units.map(({ id, vendor, model, orderNumber, roles }) => ({
      id,
      unit: id.includes('#') ? id.slice(id.indexOf('#') + 1) : id,
      vendor,
      model,
      orderNumber,
      roles: roles.map(({ role }) => role),
    })),
    conversations: {
      total: peers.reduce((sum, { conversations }) => sum + conversations, 0),
      asClient: half('client').reduce((sum, { conversations }) => sum + conversations, 0),
      asServer: half('server').reduce((sum, { conversations }) => sum + conversations, 0),
      operations: { asClient: operationsOf(half('client')), asServer: operationsOf(half('server')) },
      peers: peers.slice(0, 50).map(peerShown),
    },
    captures: captures.map(({ id, name, firstSeen, lastSeen }) => ({ id, name, firstSeen, lastSeen })),
    decisions: decisions.map(decisionShown),
  }

  function identityField({ device: { fields } }: DeviceRecordPage, field: (typeof contract.deviceFieldNames)[number]) {
    const found = fields.find((one) => one.field === field)
    if (found === undefined) {
      return { field, value: null, confidence: null, because: [], sources: [], contradictions: [], history: [] }
    }
    return {
      field,
      value: found.value,
      confidence: rounded(found.confidence),
      because: [sentence(found)],
      sources: found.sources.map(told),
      contradictions: found.contradictions.map(({ value, sources }) => ({
        value,
        because: null,
        sources: sources.map(told),
      })),
      history: found.history.map(({ value, from, to, sources }) => ({ value, from, to, sources: sources.map(told) })),
    }
  }

  function sentence({ sources, contradictions }: KeptField): Bilingual {
    const titles = [...new Map(sources.map((source) => [source.protocol, told(source).title])).values()]
    const against = contradictions.map(({ value }) => value)
    return {
      en: `said by ${titles.map(({ en }) => en).join(', ')}${against.length > 0 ? `; others say ${against.join(', ')}` : ''}`,
      ja: `${titles.map(({ ja }) => ja).join('、')}による${against.length > 0 ? `。別の値：${against.join('、')}` : ''}`,
    }
  }
}

const fromTraffic = ({ device, told }: DeviceRecordPage) => [
  told({ protocol: 'traffic', capture: device.captureId, packet: device.packet, on: device.lastSeen }),
]

function roleField(page: DeviceRecordPage) {
  const { roles } = page.device
  const because = roles.map((role) => ({
    en: `${roleTitle(role.role).en}: ${role.because}`,
    ja: `${roleTitle(role.role).ja}：${role.becauseJa ?? role.because}`,
  }))
  // What a device does is seen; what it only says of itself weighs as its level does.
  const isSaid = roles.length > 0 && /^says by /.test(roles[0]!.because)
  return {
    field: 'role' as const,
    value: roles.length === 0 ? null : roles.map(({ role }) => role).join(', '),
    confidence: roles.length === 0 ? null : isSaid ? 0.6 : 0.9,
    because,
    sources: roles.length === 0 ? [] : fromTraffic(page),
    contradictions: [],
    history: [],
  }
}

function levelField(page: DeviceRecordPage) {
  const { level, levelSource, levelConfidence, levelBecause, levelAgainst } = page.device
  const by = levelSource === 'inferred' || levelSource === 'unknown' ? 'traffic' : levelSource
  const sources =
    by === 'traffic' ? fromTraffic(page) : [page.told({ protocol: by, capture: null, packet: null, on: null })]
  return {
    field: 'purdueLevel' as const,
    value: level,
    confidence: rounded(levelConfidence),
    because: [...levelBecause],
    sources: level === null && levelBecause.length === 0 ? [] : sources,
    contradictions: levelAgainst.map((because) => ({
      value: /level ([0-9.]+):/.exec(because.en)?.[1] ?? '',
      because,
      sources: fromTraffic(page),
    })),
    history: [],
  }
}

function operationsOf(peers: readonly StoredPeer[]) {
  const sum = (of: (peer: StoredPeer) => number) => peers.reduce((total, peer) => total + Number(of(peer)), 0)
  return {
    read: sum(({ read }) => read),
    write: sum(({ write }) => write),
    program: sum(({ program }) => program),
    identify: sum(({ identify }) => identify),
    other: sum(({ other }) => other),
  }
}

function peerShown(peer: StoredPeer) {
  return {
    peer: peer.peer,
    peerAsset: peer.peerAsset,
    peerLevel: peer.peerLevel,
    side: peer.side,
    protocol: peer.protocol,
    serverPort: peer.serverPort,
    answered: peer.answered,
    conversations: peer.conversations,
    packets: { toServer: Number(peer.packetsToServer), toClient: Number(peer.packetsToClient) },
    bytes: { toServer: Number(peer.bytesToServer), toClient: Number(peer.bytesToClient) },
    operations: operationsOf([peer]),
    firstSeen: peer.firstSeen,
    lastSeen: peer.lastSeen,
    conversation: peer.conversation,
  }
}

function decisionShown(decision: DecisionPage) {
  const { id, plant, kind, groups, reason, by, byName, at, undone, undoneByName } = decision
  return {
    id,
    plant,
    kind,
    groups: groups.map((group) => [...group]),
    reason,
    by,
    byName,
    at,
    undone: undone === null ? null : { ...undone, byName: undoneByName },
  }
}
