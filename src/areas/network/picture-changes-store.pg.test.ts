import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import { listIdentityResponse } from '#formats/enip/encode.ts'
import { encodeEthernet } from '#formats/ethernet/encode.ts'
import { encodeUdp } from '#formats/ip/encode.ts'
import type { CapturedPacket } from '#formats/pcap/encode.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { keepPictures, type PictureKeeper } from './keep-pictures.ts'
import type { NetworkTables } from './store.ts'
import { capture, macOf, openNetwork, type TestNetwork, talk } from './testing.ts'

const tables = ['observed', 'observed_address', 'crossing', 'looked_day'] as const

/** A controller says who it is, and which firmware it has. */
function introduces(ip: string, day: string, minor: number, mac = macOf(ip)): CapturedPacket[] {
  const said = { vendorId: 1, deviceType: 14, productCode: 54, major: 20, minor, status: 0, state: 3 }
  const identity = { ...said, serial: 0x51823f, product: '1756-L61/B' }
  const answer = encodeUdp({ source: ip, target: '10.1.2.1' }, 44818, 50_000, listIdentityResponse(identity, ip))
  const at = Date.parse(`${day}T10:00:00Z`) * 1000
  return [{ at, bytes: encodeEthernet(macOf('10.1.2.1'), mac, 0x0800, answer) }]
}

describe.each(testDatabases())('what is kept of a picture on $name', ({ open }) => {
  let here: TestNetwork
  let db: Kysely<NetworkTables>
  beforeAll(async () => {
    here = await openNetwork(await open())
    db = here.database.as<NetworkTables>()
    const zone = (name: string, purdueLevel: string, addresses: string) =>
      here.evidence.add({
        kind: 'zone',
        scope: ['kashima'],
        effectiveFrom: '2025-01-01',
        data: { name, purdueLevel, addresses },
        by: here.person,
      })
    await zone('Reactor', '1', '10.1.0.0/16')
    await zone('Office', '4', '10.9.0.0/16')
  })
  afterAll(() => here.database.close())

  async function bring(name: string, bytes: Uint8Array) {
    here.clock.set('2026-05-02')
    const importer = here.network.importers[0]!
    const staged = await stageFile(importer, { name, bytes, plant: 'kashima', on: '2026-05-02' })
    await commitFile(here.database, importer, staged.importId)
    return staged.importId
  }

  /** A process of its own: it remembers nothing. */
  const anew = (): PictureKeeper =>
    keepPictures(db, { assets: here.assets, evidence: here.evidence, clock: here.clock })
  const rebuild = async () => {
    await sql`update network.picture_state set key = 'out of date'`.execute(db)
    return (await anew().pictures(['kashima'])).get('kashima')!
  }
  const rows = async () => {
    const found: Record<string, unknown[]> = {}
    for (const table of tables) {
      found[table] = (
        await sql<{
          row: string
        }>`select to_jsonb(t)::text as row from ${sql.table(`network.${table}`)} t order by 1`.execute(db)
      ).rows
    }
    return found
  }
  /** Which transaction wrote each row, and where it lies: another one wherever a row was written again. */
  const versions = async () => {
    const found: string[] = []
    for (const table of tables) {
      const { rows } = await sql<{ at: string }>`
        select ${table} || t.xmin::text || t.ctid::text as at from ${sql.table(`network.${table}`)} t order by 1`.execute(
        db,
      )
      found.push(...rows.map(({ at }) => at))
    }
    return found
  }

  it('a rebuild without changes writes no row', async () => {
    await bring(
      'march.pcap',
      capture(
        talk('10.1.2.1', '10.1.1.1', ['2026-03-01']),
        talk('10.9.0.7', '10.1.1.2', ['2026-03-01']),
        introduces('10.1.1.1', '2026-03-01', 11),
        introduces('10.1.1.8', '2026-03-01', 11, macOf('10.1.1.7')),
      ),
    )
    const first = await rebuild()
    expect(first.devices.length).toBeGreaterThan(3)
    expect(first.crossings.length).toBeGreaterThan(0)
    const before = await versions()
    expect(await rebuild()).toEqual(first)
    expect(await versions()).toEqual(before)
  })

  it('a rebuild after one more capture, or one less, holds what a rebuild from nothing does', async () => {
    const before = await rows()
    const april = await bring(
      'april.pcap',
      capture(
        talk('10.1.2.1', '10.1.1.9', ['2026-04-01']),
        introduces('10.1.1.1', '2026-04-01', 55),
        introduces('10.1.1.7', '2026-04-01', 11),
      ),
    )
    const untouched = (await versions()).filter((at) => at.startsWith('crossing'))
    const grown = await rebuild()
    const kept = await rows()
    expect(kept.observed).not.toEqual(before.observed)
    expect((await versions()).filter((at) => at.startsWith('crossing'))).toEqual(untouched)
    for (const table of tables) await sql`delete from ${sql.table(`network.${table}`)}`.execute(db)
    expect(await rebuild()).toEqual(grown)
    expect(await rows()).toEqual(kept)
    await undoFile(here.database, here.network.importers[0]!, april)
    await rebuild()
    expect(await rows()).toEqual(before)
  })
})
