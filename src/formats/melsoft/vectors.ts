import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: melsoft_UDP_clean_1 (GX Works3 and an FX5U)'
const asked = '57010000001111070000ffff030000fe030000'
const told = 'd70100000011117f000000a80300ffff030000'
const headAsked = '1c0a1614 0000000000000000000000000000000000000000'
const headTold = '9c0a1814 00000000000000000000000000000000000000000000'

export const melsoftVectors: readonly WireVector[] = [
  {
    title: 'Connect',
    source: seen,
    exchange: ['> 5a000001'],
    says: 'request 5a 01 other',
    function: 'Connect',
  },
  {
    title: 'a controller is found',
    source: seen,
    exchange: ['> 5a0000ff', '< da0000ff294a0c000000000000100200f0a832a34d79872800001003'],
    says: 'response 5a ff identify',
    function: 'Find Controllers',
    identity: [
      ['vendor', 'Mitsubishi Electric'],
      ['modelCode', '0x4a29'],
    ],
  },
  {
    title: 'Open tells the model',
    source: seen,
    exchange: [
      `> ${asked} 2000 ${headAsked} 0121 0100 0000 0001`,
      `< ${told} 3800 ${headTold} 0121 0100 0000 465835552d33324d542f455300000000 294a 0008 00000000`,
    ],
    says: 'response 0x0121 identify',
    function: 'Open',
    identity: [
      ['vendor', 'Mitsubishi Electric'],
      ['model', 'FX5U-32MT/ES'],
      ['orderNumber', 'FX5U-32MT/ES'],
      ['modelCode', '0x4a29'],
    ],
  },
  {
    title: 'Remote Stop',
    source: seen,
    exchange: [`> ${asked} 2000 ${headAsked} 1002 0b00 0000 0100`],
    says: 'request 0x1002 program',
    function: 'Remote Stop',
  },
  {
    title: 'Close File',
    source: seen,
    exchange: [`> ${asked} 2200 ${headAsked} 186a 0e00 0000 92000000`],
    says: 'request 0x186a program',
    function: 'Close File',
  },
  {
    title: 'a refused command',
    source: `${seen}: status 0x4080`,
    exchange: [`< ${told} 2000 9c0a1814 8040 0000000000000000000000000000000000000000 1734 0900 0000`],
    says: 'response 0x1734 program !',
    function: 'Command 0x1734',
  },
]
