import { readFile } from 'node:fs/promises'
import { openAssets, type TestAssets } from '#areas/assets/testing.ts'
import type { Inspection } from '#core/capture/inspection.ts'
import { createInspector } from '#formats/capture/inspector.ts'
import { enip } from '#formats/enip/decode.ts'
import { encodeEthernet } from '#formats/ethernet/encode.ts'
import { encodeTcp } from '#formats/ip/encode.ts'
import { modbus } from '#formats/modbus/decode.ts'
import { encodeModbus, readRequest, registersResponse } from '#formats/modbus/encode.ts'
import { type CapturedPacket, encodePcap } from '#formats/pcap/encode.ts'
import { rdp } from '#formats/rdp/decode.ts'
import { ssh } from '#formats/ssh/decode.ts'
import { telnet } from '#formats/text-services/telnet.ts'
import { tls } from '#formats/tls/decode.ts'
import type { Database } from '#platform/database/database.ts'
import { createNetwork, type Network } from './create-network.ts'
import { recordKinds } from './kinds.ts'

export interface TestNetwork extends TestAssets {
  readonly network: Network
}

/** Assets and network on an empty database, with two plants. */
export async function openNetwork(database: Database): Promise<TestNetwork> {
  const here = await openAssets(database, ['network'])
  here.evidence.registerKinds(recordKinds)
  const { assets, evidence, plants, clock } = here
  const describePacket = async () => null
  return {
    ...here,
    network: createNetwork(database, {
      assets,
      evidence,
      plants,
      clock,
      inspect,
      describePacket,
      personName: async () => 'Sato',
    }),
  }
}

async function inspect(path: string, { name }: { readonly name: string }): Promise<Inspection> {
  const inspector = createInspector({ protocols: [modbus, enip, tls, ssh, rdp, telnet], file: name })
  inspector.push(await readFile(path))
  return inspector.finish()
}

/** The MAC address of a test's host: its last octets are those of the address. */
export function macOf(ip: string): string {
  return ['02', '00', ...ip.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))].join(':')
}

/** A reads registers of B by Modbus on each of the days, and is answered unless told otherwise. */
export function talk(
  client: string,
  server: string,
  days: readonly string[],
  { answered = true }: { readonly answered?: boolean } = {},
): CapturedPacket[] {
  return days.flatMap((day) => {
    const at = Date.parse(`${day}T08:00:00Z`) * 1000
    const frame = (from: string, to: string, ports: readonly [number, number], flags: number, content: Uint8Array) => {
      const [sourcePort, targetPort] = ports
      const segment = { sourcePort, targetPort, sequence: 1, acknowledgement: 1, flags }
      return encodeEthernet(macOf(to), macOf(from), 0x0800, encodeTcp({ source: from, target: to }, segment, content))
    }
    const up = [40_000, 502] as const
    const down = [502, 40_000] as const
    const none = new Uint8Array()
    const asked = encodeModbus(1, 1, readRequest(3, 0, 1))
    const told = encodeModbus(1, 1, registersResponse(3, [7]))
    return [
      { at, bytes: frame(client, server, up, 0x02, none) },
      ...(answered
        ? [
            { at: at + 1000, bytes: frame(server, client, down, 0x12, none) },
            { at: at + 2000, bytes: frame(client, server, up, 0x18, asked) },
            { at: at + 3000, bytes: frame(server, client, down, 0x18, told) },
          ]
        : [{ at: at + 1000, bytes: frame(server, client, down, 0x14, none) }]),
    ]
  })
}

/** One connection over TCP from an instant on: what each side says in turn, the client first. */
export function dialogue(
  client: string,
  server: string,
  port: number,
  from: string,
  said: readonly (readonly [isUp: boolean, content: Uint8Array])[],
  secondsApart = 1,
): CapturedPacket[] {
  let at = Date.parse(from) * 1000
  let [up, down] = [1, 1]
  const send = (isUp: boolean, flags: number, content: Uint8Array): CapturedPacket => {
    const [source, target] = isUp ? [client, server] : [server, client]
    const [sourcePort, targetPort] = isUp ? [40_000, port] : [port, 40_000]
    const segment = {
      sourcePort,
      targetPort,
      sequence: isUp ? up : down,
      acknowledgement: isUp ? down : up,
      flags,
    }
    const length = content.length + (flags & 0x02 ? 1 : 0)
    if (isUp) up += length
    else down += length
    at += secondsApart * 1e6
    const frame = encodeTcp({ source, target }, segment, content)
    return { at, bytes: encodeEthernet(macOf(target), macOf(source), 0x0800, frame) }
  }
  const none = new Uint8Array()
  return [send(true, 0x02, none), send(false, 0x12, none), ...said.map(([isUp, content]) => send(isUp, 0x18, content))]
}

export function capture(...talks: readonly (readonly CapturedPacket[])[]): Uint8Array {
  return encodePcap(talks.flat().sort((a, b) => a.at - b.at))
}

/** `count` days in a row from a day on. */
export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(first) + i * 86_400_000).toISOString().slice(0, 10),
  )
}
