import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { furnish, furnishBoundary } from './furnish.ts'
import { hasChromium, picture, type Stage, setStage } from './stage.ts'

describe.skipIf(!hasChromium)('a boundary, from the verdict to the rule and the packet', { timeout: 60_000 }, () => {
  let stage: Stage
  let page: Page

  beforeAll(async () => {
    stage = await setStage()
    await furnish(stage.product)
    await furnishBoundary(stage.product)
    page = await stage.open()
  }, 120_000)
  afterAll(() => stage?.close())

  const main = () => page.getByRole('main')
  const go = (path: string) => page.goto(stage.url + path)
  const title = (name: string | RegExp) => main().getByRole('heading', { level: 1, name }).waitFor()
  const firstPacket = () => title(/^Packet \d+ of boundary\.pcap/)

  test('the criterion leads to the conversation, to the line that let it pass, and to its first packet', async () => {
    await go('/maturity/criteria/2.2?plant=kashima')
    const proof = main().getByRole('table').filter({ hasText: 'What, and where' })
    const missing = proof.getByRole('link', {
      name: /^Policy: no conduit .* the missing line would be Office → Control/,
    })
    await proof
      .getByRole('link', { name: /^KSM-FW.* line 6/ })
      .first()
      .waitFor()
    await picture(page, 'boundary-criterion')
    await missing.click()

    await title('10.20.40.7 → PLC-101 by S7comm tcp/102: no conduit allows it')
    await main().getByText('lets it pass').waitFor()
    await main().getByText('Office → Control: s7comm/tcp/102').waitFor()
    await picture(page, 'boundary-conversation')
    await main().getByRole('link', { name: 'KSM-FW', exact: true }).click()
    await title(/^KSM-FW opens a way past the DMZ/)
    const marked = main().locator('tr[aria-current="true"]')
    await marked.waitFor()
    expect(await marked.innerText()).toContain('--dport 102 -j ACCEPT')
    await picture(page, 'boundary-rule')
    await page.goBack()
    await main()
      .getByRole('link', { name: /^First packet #\d+$/ })
      .click()
    await firstPacket()
  })

  test('on the map a violation is one click from its first packet', async () => {
    await go('/network/boundary?plant=kashima')
    await title('One conversation bypasses the DMZ.')
    await main()
      .getByRole('link', { name: /^First packet #\d+$/ })
      .click()
    await firstPacket()
  })

  test('the map opens by the keyboard, takes the focus along and gives it back', async () => {
    await go('/network/boundary?plant=kashima')
    await title(/DMZ/)
    const line = main().getByRole('button', { name: /^Office ↔ Control: 1 allowed, 1 not allowed/ })
    await line.focus()
    await page.keyboard.press('Enter')
    await main().getByRole('heading', { level: 2, name: 'Office ↔ Control' }).waitFor()
    expect(new URL(page.url()).searchParams.get('open')).toBe('pair Office\tControl')
    expect(await page.locator(':focus').textContent()).toContain('Office ↔ Control')
    await page.keyboard.press('Escape')
    await main().getByRole('heading', { level: 2, name: 'Office ↔ Control' }).waitFor({ state: 'detached' })
    expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Office ↔ Control:/)
  })

  test('an exception asks for its end and its reason, and then the conversation is allowed', async () => {
    await go('/network/boundary/conversations?plant=kashima&open=true')
    await main().getByRole('link', { name: 'violation' }).first().click()
    await main().getByRole('link', { name: 'Accept as an exception until …' }).click()
    await main().getByLabel('Read', { exact: true }).waitFor()
    expect(await main().getByLabel('Read', { exact: true }).isChecked()).toBe(true)
    expect(await main().getByLabel('Program', { exact: true }).isChecked()).toBe(false)
    const enter = main().getByRole('button', { name: 'Enter', exact: true })
    await enter.click()
    await main().getByText('Some fields are still needed').waitFor()
    await main()
      .getByLabel(/^Valid from/)
      .fill('2026-11-01')
    await main()
      .getByLabel(/^Until/)
      .fill('2026-12-24')
    await main()
      .getByLabel(/^Reason/)
      .fill('retrofit of the reactor')
    await enter.click()
    await title(/^10\.20\.40\.7 → PLC-101 .* is allowed$/)
  })

  test('axe finds nothing serious on any page, in light and in dark', async () => {
    const [rules] = (await stage.product.evidence.listImports({ limit: 20 })).filter(({ kind }) => kind === 'firewall')
    const [capture] = (await stage.product.evidence.listImports({ limit: 20 })).filter(({ kind }) => kind === 'capture')
    const pages = [
      '/network/boundary?open=zone+Control',
      '/network/boundary/conversations?',
      `/network/boundary/conversations/kashima/${capture?.id}/1?`,
      '/network/boundary/policy?format=nftables',
      '/network/boundary/proposals?',
      '/network/firewalls?',
      `/network/firewalls/${rules?.id}?line=6`,
    ]
    const bar = page.getByRole('banner')
    const grave = async () => {
      const { violations } = await new AxeBuilder({ page }).include('main').setLegacyMode(true).analyze()
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])
    }
    for (const path of pages) {
      await go(`${path}&plant=kashima`)
      await main().getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      expect(await grave(), path).toEqual([])
      await bar.getByRole('button', { name: 'Dark theme' }).click()
      await bar.getByRole('button', { name: 'Light theme' }).waitFor()
      expect(await grave(), `${path} dark`).toEqual([])
      await bar.getByRole('button', { name: 'Light theme' }).click()
    }
    expect(stage.errors).toEqual([])
  })
})
