import * as snmp from '../../snmp/encode.ts'
import type { DescribedIdentity } from '../described.ts'
import { type Exchange, type Scene, scripted } from '../scripted-dialogue.ts'

/** SNMPv2-MIB: interfaces' octets and the name; ENTITY-MIB: the first entity is the whole device. */
const sysDescr = '1.3.6.1.2.1.1.1.0'
const octetsIn = '1.3.6.1.2.1.2.2.1.10.1'
const [sysName, sysLocation] = ['1.3.6.1.2.1.1.5.0', '1.3.6.1.2.1.1.6.0']
const entity = (column: number): string => `1.3.6.1.2.1.47.1.1.1.1.${column}.1`

const objects = (said: DescribedIdentity): [oid: string, value: Uint8Array][] =>
  (
    [
      [sysName, said.name],
      [sysLocation, said.location],
      [entity(9), said.firmware],
      [entity(11), said.serial],
      [entity(12), said.vendor],
      [entity(13), said.model],
    ] as const
  ).flatMap(([oid, value]) => (value === undefined ? [] : [[oid, snmp.berText(value)] as [string, Uint8Array]]))

function bound({ next }: Pick<Scene, 'next'>, type: 0 | 3, list: readonly [string, Uint8Array][]): Exchange {
  const number = next()
  const asked = type === 3 ? list : list.map(([oid]) => [oid] as const)
  return [snmp.encodeSnmp('public', type, number, asked), snmp.encodeSnmp('public', 2, number, list)]
}

export const snmpDialogue = scripted({
  title: 'SNMP',
  read: (scene) => [bound(scene, 0, [[octetsIn, snmp.berInteger(scene.value())]])],
  /** 2: noSuchName, as version 1 says it. */
  refuse: ({ next }) => {
    const number = next()
    return [[snmp.encodeSnmp('public', 0, number, [[octetsIn]]), snmp.encodeSnmp('public', 2, number, [[octetsIn]], 2)]]
  },
  write: (scene) => [bound(scene, 3, [[sysLocation, snmp.berText('Hall 3')]])],
  identify: (scene) => [bound(scene, 0, objects(scene.said))],
  /** Whoever walks past looks at the description. */
  exchange: ({ said, server }) => {
    const told = snmp.berText((said.model ?? server.key).slice(0, 40))
    return [[snmp.encodeSnmp('public', 0, 7, [[sysDescr]]), snmp.encodeSnmp('public', 2, 7, [[sysDescr, told]])]]
  },
})
