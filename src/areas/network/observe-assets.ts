import { lapseOf, type Observation, type Observer } from '#areas/assets/index.ts'
import { dayNumber } from '#core/calendar/day.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { loadCaptures, loadIdentities } from './capture-store.ts'
import type { NetworkContext } from './context.ts'
import { judgedOn, lagPieces } from './device-pieces.ts'
import { shares } from './indicators.ts'
import { loadObserved } from './picture-store.ts'
import { placeWords, sourceWords } from './proof-place.ts'
import { deviceProof, packetHref } from './proofs.ts'

/** Fields of an asset by the names that devices give them. */
const fieldOf: Readonly<Record<string, string>> = {
  vendor: 'vendor',
  model: 'model',
  product: 'model',
  orderNumber: 'orderNumber',
  firmware: 'firmware',
  serial: 'serial',
  name: 'hostname',
}

/** What the registry may ask of the wire; nothing of it is ever written into the registry. */
export function observer(context: NetworkContext): Observer {
  const { db, keeper } = context
  return {
    revisions: () => keeper.revisions(),
    async sightings(plant) {
      const picture = (await keeper.pictures([plant])).get(plant)
      const captures = await loadCaptures(db, { plant, limit: 100_000, skip: 0 })
      const recordedAt = new Map(captures.map((capture) => [capture.id, capture.recordedAt]))
      return (picture?.devices ?? []).flatMap((device) => {
        if (device.status !== 'matched' || device.tag === null) return []
        const tag = device.tag
        const ref = `packet:${device.captureId}/${device.packet ?? 1}`
        const knownAt = recordedAt.get(device.captureId) ?? context.clock.now().toISOString()
        return device.days.map((day) => ({ tag, day, ref, knownAt }))
      })
    },
    async products(plant) {
      const picture = (await keeper.pictures([plant])).get(plant)
      const told = (picture?.devices ?? []).flatMap((device) => {
        const { tag, vendor, model, orderNumber, firmware, firstSeen, lastSeen } = device
        if (device.status !== 'matched' || tag === null || firstSeen === null || lastSeen === null) return []
        const ref = `packet:${device.captureId}/${device.packet ?? 1}`
        return [[tag, { vendor, model, orderNumber, firmware, since: firstSeen, on: lastSeen, ref }] as const]
      })
      return new Map(told)
    },
    lag: (ask) => shares(context, ask, lagPieces),
    async lagProof(ask) {
      if (ask.scope === '*') return []
      const picture = (await keeper.pictures([ask.scope])).get(ask.scope)
      const captures = await loadCaptures(db, { plant: ask.scope, limit: 1000, skip: 0 })
      const captureOf = new Map(captures.map((capture) => [capture.id, capture]))
      if (!picture) return []
      return judgedOn(picture, lagPieces, dayNumber(ask.on), lapseOf(ask.within ?? 'P31D'))
        .map(({ device, good }) => {
          const known = device.managedFrom !== null && device.managedFrom <= ask.on
          const what = {
            en: `first seen ${device.firstSeen}, ${known ? `registered as ${device.tag} on ${device.managedFrom}` : 'not in the registry'}`,
            ja: `初観測 ${device.firstSeen}、${known ? `${device.managedFrom} に ${device.tag} として登録` : '台帳未登録'}`,
          }
          return deviceProof(device, captureOf, good ? 'for' : 'against', what)
        })
        .sort((a, b) => (a.speaks === b.speaks ? 0 : a.speaks === 'against' ? -1 : 1))
        .slice(0, ask.limit)
    },
    async observations(plant, tag) {
      await keeper.pictures([plant])
      const devices = await loadObserved(db, { plants: [plant], tag }, { limit: 50 })
      const found: Observation[] = []
      const captures = await loadCaptures(db, { plant, limit: 1000, skip: 0 })
      const captureOf = new Map(captures.map((capture) => [capture.id, capture]))
      for (const device of devices) {
        const on = device.lastSeen
        if (on === null) continue
        const packet = device.packet ?? 1
        const ref = `packet:${device.captureId}/${packet}`
        const source = captureOf.get(device.captureId)
        const place =
          source === undefined ? { en: `packet ${packet}`, ja: `パケット ${packet}` } : placeWords(source, packet)
        const say = (field: string, seen: string) =>
          found.push({
            field,
            seen,
            on,
            ref,
            text: `${seen}, ${place.en}`,
            textJa: `${seen}（${place.ja}）`,
            href: packetHref(device.captureId, packet),
          })
        if (device.ips.length > 0) say('ips', device.ips.join('; '))
        if (device.macs.length > 0) say('macs', device.macs.join('; '))
        if (device.level !== null) say('level', device.level)
      }
      const identities = await loadIdentities(
        db,
        plant,
        devices.map(({ id }) => id),
      )
      const told = new Set<string>()
      for (const identity of identities) {
        const field = fieldOf[identity.field]
        const on = identity.lastSeen?.slice(0, 10)
        if (field === undefined || on === undefined || told.has(`${field} ${identity.value}`)) continue
        told.add(`${field} ${identity.value}`)
        const place = sourceWords(captureOf.get(identity.captureId), identity.packet)
        found.push({
          field,
          seen: identity.value,
          on,
          ref: `packet:${identity.captureId}/${identity.packet}`,
          text: `${titleOf(identity.protocol)} says ${identity.field} ${identity.value} (${place.en})`,
          textJa: `${titleOf(identity.protocol)}の応答：${identity.value}（${place.ja}）`,
          href: packetHref(identity.captureId, identity.packet),
        })
      }
      return found
    },
  }
}
