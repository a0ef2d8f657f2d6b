import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bring, furnish } from './furnish.ts'
import { advisory } from './material.ts'
import { hasChromium, picture, type Stage, setStage } from './stage.ts'

/** Every page of the web app; those that show one thing are asked about one that is there. */
const pages = {
  welcome: '/welcome',
  today: '/',
  'today of a plant': '/?plant=kashima',
  'fleet by aspect': '/maturity',
  'fleet by item': '/maturity?by=items',
  plant: '/maturity?plant=kashima',
  'criterion of a plant': '/maturity/criteria/2.2?plant=kashima',
  'criterion of the enterprise': '/maturity/criteria/2.1',
  symptom: '/maturity/criteria/1.1?plant=kashima',
  'bring evidence': '/evidence',
  import: '/evidence/imports/:import',
  records: '/evidence/records',
  'record kinds': '/evidence/records/new',
  'record form': '/evidence/records/new/meeting',
  record: '/evidence/records/:record',
  sources: '/evidence/sources',
  documents: '/evidence/documents',
  captures: '/evidence/captures',
  sensors: '/evidence/sensors',
  capture: '/evidence/captures/:capture',
  packet: '/evidence/captures/:capture/packets/5',
  registry: '/assets',
  reconciliation: '/assets/reconciliation',
  devices: '/network/devices',
  device: '/network/devices/kashima/10.20.1.11',
  'device that is not registered': '/network/devices/kashima/10.20.2.99',
  'networks without a level': '/network/devices/unplaced',
  conversations: '/assets/conversations?open=kashima/10.20.2.99/10.20.1.12',
  'conversations one by one': '/assets/conversations?does=conversations',
  changes: '/network/changes?plant=kashima',
  change: '/network/changes/:change',
  access: '/network/access',
  accounts: '/network/access?show=accounts',
  'access logs': '/network/access?show=logs',
  cryptography: '/network/cryptography',
  asset: '/assets/kashima/PLC-101',
  vulnerabilities: '/assets/vulnerabilities',
  'vulnerabilities that cannot be decided': '/assets/vulnerabilities?verdict=cannotDecide',
  advisories: '/assets/advisories',
  advisory: '/assets/advisories/EX-1@example',
  settings: '/settings',
  'no such page': '/nowhere',
} as const

/** Two people and one account that both use. */
const JUMP_HOST_LOG = `account,person,source,target,start,end
sato,Sato Ken,10.200.0.15,10.20.1.11,2026-03-05 09:00:00,2026-03-05 09:40:00
hozen,Sato Ken,10.200.0.15,10.20.1.12,2026-03-06 09:00:00,2026-03-06 09:40:00
hozen,Mori Yui,10.200.0.16,10.20.1.12,2026-03-07 09:00:00,2026-03-07 09:40:00
`

type PageName = keyof typeof pages

describe.skipIf(!hasChromium)('every page', { timeout: 60_000 }, () => {
  let stage: Stage
  let page: Page
  let ids: Record<string, string> = {}

  beforeAll(async () => {
    stage = await setStage()
    await furnish(stage.product)
    await bring(stage.product, 'advisory.json', advisory())
    await bring(stage.product, 'jump-host.csv', Buffer.from(JUMP_HOST_LOG))
    const imports = await stage.product.evidence.listImports({ limit: 10 })
    const named = (name: string) => imports.find((one) => one.fileName === name)?.id ?? ''
    const { records } = await stage.product.evidence.list({ limit: 1 })
    ids = { import: named('kashima-assets.xlsx'), capture: named('boundary.pcap'), record: records[0]?.id ?? '' }
    page = await stage.open()
    const changes = (await (await fetch(`${stage.url}/api/v1/changes?plant=kashima`)).json()) as {
      items: { id: string }[]
    }
    ids = { ...ids, change: changes.items[0]?.id ?? '' }
  }, 120_000)
  afterAll(() => stage?.close())

  const visit = async (name: PageName) => {
    await page.goto(
      stage.url + pages[name].replace(/:(import|capture|record|change)/g, (_, key: string) => ids[key] ?? ''),
    )
    await page.getByRole('main').getByRole('heading').first().waitFor()
    await page.waitForLoadState('networkidle')
  }

  /** What axe finds serious or critical, told so that the place can be found. */
  const serious = async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({
        id,
        nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => [html, failureSummary]),
      }))
  }

  test.each(Object.keys(pages) as PageName[])('%s: axe finds nothing serious in light and in dark', async (name) => {
    await visit(name)
    await picture(page, `light ${name}`)
    expect(await serious()).toEqual([])
    const bar = page.getByRole('banner')
    await bar.getByRole('button', { name: 'Dark theme' }).click()
    await bar.getByRole('button', { name: 'Light theme' }).waitFor()
    await picture(page, `dark ${name}`)
    expect(await serious()).toEqual([])
    await bar.getByRole('button', { name: 'Light theme' }).click()
  })

  test('on a tablet of 768 px no page scrolls sideways', async () => {
    const wide: string[] = []
    await page.setViewportSize({ width: 768, height: 1024 })
    for (const name of Object.keys(pages) as PageName[]) {
      await visit(name)
      await picture(page, `tablet ${name}`)
      const beyond = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      if (Number(beyond) > 0) wide.push(`${name}: ${beyond} px too wide`)
    }
    expect(wide).toEqual([])
  })

  test('no page has an error in its console', () => {
    expect(stage.errors).toEqual([])
  })
})
