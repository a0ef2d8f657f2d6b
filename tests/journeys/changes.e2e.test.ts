import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { furnish } from './furnish.ts'
import { hasChromium, picture, type Stage, setStage } from './stage.ts'

describe.skipIf(!hasChromium)('a change, from the sentence to the packet and the decision', { timeout: 60_000 }, () => {
  let stage: Stage
  let page: Page

  beforeAll(async () => {
    stage = await setStage()
    await furnish(stage.product)
    page = await stage.open()
  }, 120_000)
  afterAll(() => stage?.close())

  const main = () => page.getByRole('main')
  const dialog = () => page.getByRole('dialog')

  test('as long as a source learns the page says so, and a person ends that', async () => {
    await page.goto(`${stage.url}/network/changes?plant=kashima`)
    await main().getByText('Still learning').first().waitFor()
    await main().getByRole('heading', { level: 1, name: 'No change was noticed' }).waitFor()
    await main()
      .getByRole('row', { name: /changed the program of.*Seen while learning/ })
      .waitFor()
    await main().getByRole('button', { name: 'Learning …' }).first().click()
    await dialog().getByLabel('What should happen').selectOption('days')
    await dialog().getByLabel('Days to learn').fill('0')
    await dialog().getByLabel('Source').selectOption('all')
    await dialog().getByLabel(/^Why/).fill('The plant is as it was accepted')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await main()
      .getByRole('heading', { level: 1, name: /changes? that nobody approved at Kashima/ })
      .waitFor()
    await picture(page, 'changes')
  })

  test('kinds filter from the picture, and the list leads to the packet', async () => {
    await main()
      .getByRole('button', { name: /^Program change: 1 open/ })
      .click()
    expect(new URL(page.url()).searchParams.get('kind')).toBe('program-change')
    await main()
      .getByRole('link', { name: /changed the program of PLC-102/ })
      .click()
    await main()
      .getByRole('heading', { level: 1, name: /changed the program of PLC-102/ })
      .waitFor()
    await main().getByText('Nobody approved it').first().waitFor()
    await picture(page, 'change')
    await main()
      .getByRole('link', { name: /^packet \d+$/ })
      .first()
      .click()
    await main()
      .getByRole('heading', { level: 1, name: /^Packet \d+ of/ })
      .waitFor()
    await page.goBack()
  })

  test('a person explains it, and takes that back', async () => {
    await main().getByRole('button', { name: 'Explain', exact: true }).click()
    await dialog().getByLabel(/^Why/).fill('Commissioning with the maker')
    await dialog().getByRole('button', { name: 'Explain', exact: true }).click()
    await main().getByRole('cell', { name: 'Commissioning with the maker' }).waitFor()
    await main().getByText('Explained', { exact: true }).first().waitFor()
    await main().getByRole('button', { name: 'Take back' }).click()
    await dialog().getByLabel(/^Why/).fill('Another order')
    await dialog().getByRole('button', { name: 'Take back' }).click()
    await main().getByText('Nobody approved it').first().waitFor()
    await main().getByText('Another order').first().waitFor()
  })

  test('an approval that is recorded from its page covers it', async () => {
    await main().getByRole('link', { name: 'Record an approval' }).click()
    expect(await page.getByLabel(/^Assets or zones/).inputValue()).toBe('PLC-102')
    await page.getByLabel(/^Work order/).fill('WO-1')
    await page.getByLabel(/^Approved by/).fill('Mori')
    await page.getByLabel(/^First day of the window/).fill('2026-01-01')
    await page.getByLabel(/^Last day of the window/).fill('2027-12-31')
    await page.getByRole('button', { name: 'Enter', exact: true }).click()
    await main().getByText('Approved', { exact: true }).first().waitFor()
  })
})
