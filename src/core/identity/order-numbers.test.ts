import { describe, expect, it } from 'vitest'
import { orderNumberIn } from './order-numbers.ts'

describe('order numbers of known forms', () => {
  // As devices say them in the captures of ../shared, and in the makers' catalogues.
  it.each([
    ['6ES7 315-2EH14-0AB0', 'Siemens', 'controller', false],
    ['6ES7 315-2FJ14-0AB0', 'Siemens', 'safety-controller', true],
    ['6ES7 516-3FN01-0AB0', 'Siemens', 'safety-controller', true],
    ['6ES7 512-1SK01-0AB0', 'Siemens', 'safety-controller', true],
    ['6ES7 512-1DK01-0AB0', 'Siemens', 'controller', false],
    ['6ES7 214-1AG40-0XB0', 'Siemens', 'controller', false],
    ['6ES7 214-1AF40-0XB0', 'Siemens', 'safety-controller', true],
    ['6ES7 155-6AU01-0BN0', 'Siemens', 'field-device', false],
    ['6GK5 212-2BB00-2AA3', 'Siemens', 'switch', false],
    ['1756-L61/B LOGIX5561', 'Rockwell Automation', 'controller', false],
    ['1756-L73S/A', 'Rockwell Automation', 'safety-controller', true],
    ['1769-L33ERM/A', 'Rockwell Automation', 'controller', false],
    ['1769-L33ERMS/A', 'Rockwell Automation', 'safety-controller', true],
    ['1756-ENBT/A', 'Rockwell Automation', null, false],
    ['1756-EN2T/B', 'Rockwell Automation', null, false],
    ['BMX P34 2020', 'Schneider Electric', 'controller', false],
    ['BMEP58CPROS3', null, null, false],
    ['140 CPU 311 10', 'Schneider Electric', 'controller', false],
    ['CP1L-EM30DT1-D', 'Omron', 'controller', false],
    ['CJ2M-CPU31', 'Omron', 'controller', false],
    ['Q03UDECPU', 'Mitsubishi Electric', 'controller', false],
    ['CX9020', 'Beckhoff', 'controller', false],
  ])('%s', (text, vendor, role, isSafety) => {
    const found = orderNumberIn(text)
    expect([found?.vendor ?? null, found?.role ?? null, found?.isSafety ?? false]).toEqual([vendor, role, isSafety])
  })

  it.each([
    ['SCALANCE X212-2, 6GK5 212-2BB00-2AA3, HW: 7, FW: V4.02', '6GK5 212-2BB00-2AA3'],
    ['Allen-Bradley 1763-L16BWA B/12.00', '1763-L16BWA'],
  ])('is found within %s', (text, orderNumber) => {
    expect(orderNumberIn(text)?.orderNumber).toBe(orderNumber)
  })

  it.each(['Cisco WS-C6509-E', 'Linux 5.10.0-1756', 'Windows 10 Pro 1909', '', 'Microsoft-HTTPAPI/2.0'])(
    'nothing of a plant in "%s"',
    (text) => expect(orderNumberIn(text)).toBeNull(),
  )
})
