import type { Bilingual } from '../record/record.ts'

const both = (en: string, ja: string): Bilingual => ({ en, ja })

/** Why two are one device, and why they are not. */
export const identityReasons = {
  saysItsMac: (protocol: string, mac: string) =>
    both(`says by ${protocol} that its MAC address is ${mac}`, `${protocol}で自身のMACアドレスを${mac}と通知`),
  saysItsIp: (protocol: string, ip: string) =>
    both(`says by ${protocol} that its address is ${ip}`, `${protocol}で自身のアドレスを${ip}と通知`),
  comesBack: (mac: string) =>
    both(`EtherCAT returns its frames as ${mac}`, `EtherCATの戻りフレームは${mac}として送られる`),
  sameMac: (mac: string) => both(`the same network card ${mac}`, `同じネットワークカード ${mac}`),
  sameAddress: (address: string) => both(`the same address ${address}`, `同じアドレス ${address}`),
  sameSerial: (serial: string, vendor: string) =>
    both(`the same serial number ${serial} of ${vendor}`, `${vendor}の同じシリアル番号 ${serial}`),
  sameSerialAndOrder: (serial: string, order: string) =>
    both(`the same serial number ${serial} and order number ${order}`, `同じシリアル番号 ${serial} と型番 ${order}`),
  sameStation: (name: string) => both(`the same PROFINET station name ${name}`, `同じPROFINETステーション名 ${name}`),
  isItsHost: (serial: string) =>
    both(`the unit has the serial number ${serial} of its host`, `ユニットとホストのシリアル番号 ${serial} が同一`),
  byPerson: (name: string, day: string) => both(`joined by ${name} on ${day}`, `${day}に${name}が統合`),
  splitByPerson: (name: string, day: string) => both(`split by ${name} on ${day}`, `${day}に${name}が分離`),

  otherSerial: (a: string, b: string) => both(`two serial numbers: ${a} and ${b}`, `シリアル番号が異なる：${a}、${b}`),
  otherOrder: (a: string, b: string) => both(`two order numbers: ${a} and ${b}`, `型番が異なる：${a}、${b}`),
  otherName: (a: string, b: string) => both(`two names: ${a} and ${b}`, `名前が異なる：${a}、${b}`),
  otherCard: (a: string, b: string) =>
    both(`two network cards: ${a} and ${b}`, `ネットワークカードが異なる：${a}、${b}`),
  otherAddress: (a: string, b: string) => both(`two addresses: ${a} and ${b}`, `アドレスが異なる：${a}、${b}`),
  sharedAddress: (protocol: string, mac: string) =>
    both(`${mac} is shared by several devices (${protocol})`, `${mac}は複数機器で共有（${protocol}）`),
  manyWithSerial: (count: number, serial: string) =>
    both(`${count} devices give the serial number ${serial}`, `${count}台がシリアル番号 ${serial} を通知`),
  claimedByMany: (address: string, count: number) =>
    both(`${count} network cards claim ${address}`, `${count}枚のネットワークカードが${address}を名乗る`),
  behindIt: () => both('one answers behind the other', '一方は他方の配下で応答'),
  passesOn: () => both('a router passes on what others send', 'ルーターが他機器の通信を転送'),
  thatTimeAnother: (address: string) =>
    both(`${address} was another device's at another time`, `${address}は別の時期に別の機器が使用`),
} as const
