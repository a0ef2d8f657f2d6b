import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { furnish } from './furnish.ts'
import { hasChromium, picture, type Stage, setStage } from './stage.ts'

describe.skipIf(!hasChromium)('the frame of every page', { timeout: 60_000 }, () => {
  let stage: Stage
  let page: Page

  beforeAll(async () => {
    stage = await setStage()
    await furnish(stage.product)
  }, 120_000)
  afterAll(() => stage?.close())
  beforeEach(async () => {
    page = await stage.open()
  })

  const main = () => page.getByRole('main')
  const bar = () => page.getByRole('banner')
  const go = (path: string) => page.goto(stage.url + path)
  const focused = () => page.locator('*:focus')

  test('plant and day live in the address: a reload, or another browser, shows the same', async () => {
    await go('/maturity')
    await bar().getByLabel('Plant').selectOption({ label: 'Kashima' })
    await main().getByRole('heading', { name: 'Kashima stands at level 1: Isolated Type.' }).waitFor()
    await bar().getByLabel('As of (day asked for)').fill('2026-10-01')
    await main().getByText('You see what held on 1 Oct 2026, with today’s knowledge.').waitFor()
    const address = new URL(page.url())
    expect(Object.fromEntries(address.searchParams)).toEqual({ plant: 'kashima', asOf: '2026-10-01' })
    const cell = /Kashima, Asset Management: level 1\. nothing recorded yet/
    await main().getByRole('gridcell', { name: cell }).waitFor()

    await page.reload()
    await main().getByRole('gridcell', { name: cell }).waitFor()
    expect(await bar().getByLabel('As of (day asked for)').inputValue()).toBe('2026-10-01')
    const other = await stage.open()
    await other.goto(address.href)
    await other.getByRole('gridcell', { name: cell }).waitFor()

    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Evidence' }).click()
    expect(new URL(page.url()).search).toBe(address.search)
    await main().getByRole('button', { name: 'Back to today' }).click()
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ plant: 'kashima' })
  })

  test('a day to come is a forecast, and says so', async () => {
    await go('/maturity/criteria/2.4?asOf=2027-03-01')
    await main()
      .getByText(/^Forecast for 1 Mar 2027/)
      .waitFor()
    expect(await main().locator('strong').first().innerText()).not.toMatch(/^met/)
  })

  test('the whole screen speaks English or Japanese, and remembers which', async () => {
    await go('/maturity')
    await main().getByRole('heading', { level: 1 }).waitFor()
    await bar().getByRole('button', { name: '日本語' }).click()
    await page.getByRole('navigation', { name: /ナビ|メニュー/ }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('ja')
    await picture(page, 'matrix-ja')
    for (const path of [
      '/',
      '/maturity',
      '/maturity/criteria/2.2?plant=kashima',
      '/evidence',
      '/assets',
      '/settings',
    ]) {
      await go(path)
      await main().getByRole('heading', { level: 1 }).waitFor()
      const heading = await main().getByRole('heading', { level: 1 }).innerText()
      expect(heading, path).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
      // Names people gave stay as they are; everything that is ours is said in Japanese.
      expect(await main().innerText(), path).not.toMatch(/\b(the|nothing|level|recorded|met|unknown)\b/)
    }
    await bar().getByRole('button', { name: 'English' }).click()
    await bar().getByRole('button', { name: '日本語' }).waitFor()
  })

  test('light and dark are one click apart, and the choice is kept', async () => {
    await go('/')
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    await main().getByRole('heading', { level: 1 }).waitFor()
    const light = await background()
    await bar().getByRole('button', { name: 'Dark theme' }).click()
    await bar().getByRole('button', { name: 'Light theme' }).waitFor()
    const dark = await background()
    expect(dark).not.toBe(light)
    await page.reload()
    await bar().getByRole('button', { name: 'Light theme' }).waitFor()
    expect(await background()).toBe(dark)
    await picture(page, 'today-dark')
  })

  test('arrow keys walk the matrix, and Enter opens a cell', async () => {
    await go('/maturity')
    const matrix = main().getByRole('grid', { name: 'Level of every plant' })
    await matrix.getByRole('button', { name: /Enterprise, Level/ }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await focused().innerText()).toMatch(/Chiba, Level/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    expect(await focused().innerText()).toMatch(/Kashima, Asset Management/)
    await page.keyboard.press('Home')
    expect(await focused().innerText()).toMatch(/Kashima, Level/)
    await page.keyboard.press('Control+End')
    expect(await focused().innerText()).toMatch(/Kashima, Value Creation/)
    await page.keyboard.press('Enter')
    await main().getByRole('heading', { name: 'Kashima: characteristics of Value Creation' }).waitFor()
    // One stop for the Tab key, wherever in it one was.
    expect(await matrix.locator('[data-cell][tabindex="0"]').count()).toBe(1)
  })

  test('Ctrl+K finds pages, plants, criteria, forms and assets', async () => {
    await go('/')
    await main().getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    const dialog = page.getByRole('dialog')
    const field = dialog.getByLabel('Plant, criterion, form, asset tag, IP address')
    await field.fill('plc-102')
    await dialog.getByRole('link', { name: /Asset PLC-102/ }).waitFor()
    await field.fill('2.4 monthly')
    await dialog.getByRole('link', { name: /Criterion 2\.4/ }).waitFor()
    await page.keyboard.press('Enter')
    await main()
      .getByRole('heading', { level: 1, name: /^2\.4 Monthly regular/ })
      .waitFor()
    expect(new URL(page.url()).pathname).toBe('/maturity/criteria/2.4')
  })

  test('the first Tab leads to the content, past the navigation', async () => {
    await go('/maturity')
    await main().getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Tab')
    expect(await focused().innerText()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await focused().getAttribute('id')).toBe('main')
  })

  test('an address that leads nowhere says so', async () => {
    await go('/no-such-page')
    await main().getByRole('heading', { name: 'There is no such page.' }).waitFor()
    await go('/maturity/criteria/9.9')
    await main().getByText(/9\.9/).first().waitFor()
  })
})
