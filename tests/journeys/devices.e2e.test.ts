import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { furnish } from './furnish.ts'
import { hasChromium, picture, type Stage, setStage } from './stage.ts'

/** What the wire shows of a plant, from the list to the packet; each journey goes on where the one before it ended. */
describe.skipIf(!hasChromium)('devices on the screen', { timeout: 90_000 }, () => {
  let stage: Stage
  let page: Page

  beforeAll(async () => {
    stage = await setStage()
    await furnish(stage.product)
    page = await stage.open()
  }, 120_000)
  afterAll(() => stage?.close())

  const main = () => page.getByRole('main')
  const go = (path: string) => page.goto(stage.url + path)
  const rows = () => main().locator('tr[data-row]')
  const seen = (text: string | RegExp) => main().getByText(text).first().waitFor()
  const head = (name: string | RegExp) => main().getByRole('heading', { level: 1, name }).waitFor()

  test('the headline counts what was seen and what the registry lacks', async () => {
    await go('/assets/devices')
    await head(/^5 devices were seen on the wire: 2 are not in the registry/)
    expect(new URL(page.url()).pathname).toBe('/network/devices')
    expect(await rows().count()).toBe(5)
    await picture(page, 'devices')
  })

  test('filters, order and columns live in the address; the columns are remembered', async () => {
    await main().getByLabel('Registry', { exact: true }).selectOption({ label: 'not registered' })
    await page.waitForURL(/status=unmanaged/)
    await seen('2 rows')
    await main().getByRole('button', { name: 'Device', exact: false }).first().click()
    await page.waitForURL(/sort=id\.desc/)
    await main().getByRole('button', { name: 'Columns' }).click()
    await page.getByLabel('MAC address').check()
    await page.keyboard.press('Escape')
    await main().getByRole('columnheader', { name: 'MAC address' }).waitFor()

    const other = await stage.open()
    await other.goto(page.url())
    await other.getByRole('columnheader', { name: 'MAC address' }).waitFor()
    expect(await other.locator('tr[data-row="0"] a').first().innerText()).toBe('10.20.40.7')

    await go('/network/devices')
    await main().getByRole('columnheader', { name: 'MAC address' }).waitFor()
    expect(await rows().count()).toBe(5)
  })

  test('everything that the filter lets through leaves as a file', async () => {
    await go('/network/devices?status=unmanaged')
    await seen('2 rows')
    const saving = page.waitForEvent('download')
    await main().getByRole('link', { name: 'CSV' }).click()
    const text = await readFile(await (await saving).path(), 'utf8')
    const lines = text.replace('\ufeff', '').trim().split('\r\n')
    expect(lines[0]).toMatch(/^Plant,Tag,Name,Type,Vendor,Model/)
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['kashima', 'kashima'])
    expect(text).toContain('10.20.2.99')
    expect(text).not.toContain('PLC-101')
  })

  test('arrow keys walk the rows, and Enter opens a device', async () => {
    await go('/network/devices')
    await rows().first().waitFor()
    await main().getByRole('region', { name: 'Devices seen' }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('*:focus').innerText()).toBe('10.20.1.11')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await head('10.20.1.11 · PLC-101')
    await seen(/^Siemens CPU 1511-1 PN \(6ES7 511-1AK02-0AB0\), firmware V2\.9\.4: controller, level 1/)
    await picture(page, 'device')
  })

  test('a field leads to the packet that says it', async () => {
    const firmware = main().getByRole('row', { name: /^Firmware V2\.9\.4/ })
    await firmware
      .getByRole('link', { name: /boundary\.pcap #\d+/ })
      .first()
      .click()
    await page.waitForURL('**/evidence/captures/**/packets/**')
    await head(/./)
    await page.goBack()
    await head('10.20.1.11 · PLC-101')
  })

  test('who programs a controller is said in words and leads to that device', async () => {
    await go('/network/devices/kashima/10.20.1.12')
    await head('10.20.1.12 · PLC-102')
    const programmedBy = main().locator('dt', { hasText: 'Programmed by' }).locator('xpath=following-sibling::dd[1]')
    await programmedBy.getByRole('link', { name: '10.20.2.99' }).click()
    await head('10.20.2.99')
    await seen('Not in the registry.')
    const saving = page.waitForEvent('download')
    await main()
      .getByRole('link', { name: /^Register it/ })
      .click()
    expect((await saving).suggestedFilename()).toMatch(/^devices-kashima-10\.20\.2\.99-.*\.xlsx$/)
  })

  test('devices are joined by hand with a reason, and it is taken back', async () => {
    await main().getByRole('button', { name: 'Join with another…' }).click()
    const dialog = page.getByRole('dialog')
    const join = dialog.getByRole('button', { name: 'Join them' })
    expect(await join.isDisabled()).toBe(true)
    await dialog.getByLabel(/^Find the other/).fill('10.20.40.7')
    await dialog.getByLabel('10.20.40.7').check()
    await dialog.getByLabel('Why').fill('The same notebook, at the desk')
    await dialog.getByText('10.20.2.99, 10.20.40.7 become one device.').waitFor()
    await picture(page, 'join devices')
    await join.click()
    await seen('Joined: they are one device now.')
    await main().getByRole('cell', { name: '10.20.40.7', exact: true }).waitFor()

    await main().getByRole('button', { name: 'Take back' }).first().click()
    await dialog.getByLabel('Why').fill('Two notebooks after all')
    await dialog.getByRole('button', { name: 'Take back' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await seen('Two notebooks after all')
    await main().getByRole('cell', { name: '10.20.40.7', exact: true }).waitFor({ state: 'detached' })
  })

  test('who decides on an older picture is told, and nothing happens', async () => {
    const before = stage.errors.length
    await go('/network/devices/kashima/10.20.2.99')
    await main().getByRole('button', { name: 'Split…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('10.20.2.99').check()
    await dialog.getByLabel('Why').fill('Another machine')
    const body = { devices: ['10.20.1.11', '10.20.1.12'], reason: 'One rack' }
    const tag = (await fetch(`${stage.url}/api/v1/device-decisions?plant=kashima`)).headers.get('etag') ?? ''
    const meanwhile = await fetch(`${stage.url}/api/v1/devices/kashima/merges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), 'if-match': tag },
      body: JSON.stringify(body),
    })
    expect(meanwhile.status).toBe(200)
    await dialog.getByRole('button', { name: 'Split it' }).click()
    await dialog.getByText(/^Somebody else joined or split devices/).waitFor()
    await picture(page, 'decided meanwhile')
    // The browser itself writes the refusal to its console.
    expect(stage.errors.slice(before).filter((error) => !error.includes('412'))).toEqual([])
    await dialog.getByRole('button', { name: 'Split it' }).click()
    await seen('Split: they are devices of their own now.')
  })

  test('an address that is no device says so, and leads to its conversations', async () => {
    await go('/network/devices/kashima/10.99.99.99')
    await seen('No device 10.99.99.99 is known here.')
    await main().getByRole('link', { name: 'Its conversations' }).waitFor()
  })

  test('the form of a zone comes filled in, and leads back to the networks', async () => {
    await go('/network/devices/unplaced')
    await head('Every network has its level')
    const asked = 'for=kashima&with.addresses=10.20.9.0%2F24&with.purdueLevel=2&back=%2Fnetwork%2Fdevices%2Funplaced'
    await go(`/evidence/records/new/zone?${asked}`)
    expect(await main().getByLabel('Addresses', { exact: true }).inputValue()).toBe('10.20.9.0/24')
    expect(await main().getByLabel('Purdue level').inputValue()).toBe('2')
    expect(await main().getByLabel('Kashima').isChecked()).toBe(true)
    await main().getByLabel('Zone', { exact: false }).first().fill('Packing')
    await main().getByRole('button', { name: 'Enter', exact: true }).click()
    await page.waitForURL('**/network/devices/unplaced**')
  })

  test('where nobody looked, the page says how to look', async () => {
    await go('/network/devices?plant=chiba')
    await seen('No device of this plant was observed.')
    await go('/network/devices?plant=kashima&q=nothing-like-this')
    await seen('No device fits these filters.')
    await main().getByRole('button', { name: 'Clear the filters' }).last().click()
    await rows().first().waitFor()
  })
})
