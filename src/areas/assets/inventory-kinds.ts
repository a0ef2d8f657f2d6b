import type { ImportFile } from '#areas/evidence/importer.ts'
import { decodeAas } from '#formats/aas/decode.ts'
import { decodeCycloneDx } from '#formats/cyclonedx/decode.ts'
import { decodeGlpi, glpiTitle } from '#formats/glpi/decode.ts'
import { decodeNetbox } from '#formats/netbox/decode.ts'
import { BadInput } from '#platform/errors.ts'
import { readParts } from '#platform/files/read-parts.ts'
import type { InventoryKind } from './import-inventory.ts'

interface Start {
  readonly name: string
  readonly text: string
}

const longestStart = 65_536
const mostParts = 40

/** Every kind looks at the same beginnings: an archive is walked through once. */
const looked = new WeakMap<ImportFile, Promise<readonly Start[]>>()

/** The beginning of the file, or of the files of an archive, as text. */
export function startsOf(file: ImportFile): Promise<readonly Start[]> {
  const before = looked.get(file)
  if (before !== undefined) return before
  const starts = readStarts(file)
  looked.set(file, starts)
  return starts
}

async function readStarts(file: ImportFile): Promise<Start[]> {
  const { head } = file
  const isPacked = (head[0] === 0x50 && head[1] === 0x4b) || (head[0] === 0x1f && head[1] === 0x8b)
  if (!isPacked) return [{ name: file.name, text: new TextDecoder().decode(head) }]
  const starts: Start[] = []
  try {
    for await (const { name, chunks } of readParts(file.path, file.name)) {
      let text = ''
      for await (const chunk of chunks) {
        text += new TextDecoder().decode(chunk.subarray(0, longestStart))
        if (text.length >= longestStart) break
      }
      starts.push({ name, text })
      if (starts.length >= mostParts) break
    }
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
  }
  return starts
}

const sureBy = (sure: (start: Start) => number) => async (file: ImportFile) =>
  Math.max(0, ...(await startsOf(file)).map(sure))

const isJson = (text: string): boolean => /^\s*\ufeff?[[{]/.test(text)
const isXml = (text: string): boolean => /^\s*\ufeff?</.test(text)

/** Titles of the first line of a table; none for another text. */
function titlesOf(text: string): string[] {
  const line = text.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? ''
  const delimiter = line.includes(';') ? ';' : line.includes('\t') ? '\t' : ','
  return line.split(delimiter).map((title) => title.replace(/^"|"$/g, '').trim().toLowerCase())
}

function netboxSure({ text }: Start): number {
  if (isJson(text)) {
    const isDevice = /"device_type"\s*:/.test(text) && /"(site|serial|asset_tag|device_role|role)"\s*:/.test(text)
    const isAddress = /"assigned_object(_type)?"\s*:/.test(text) && /"address"\s*:/.test(text)
    const isInterface = /"mac_address"\s*:/.test(text) && /"device"\s*:\s*\{/.test(text) && /"mgmt_only"\s*:/.test(text)
    return isDevice || isAddress || isInterface ? (/"\/?api\/|\/api\/dcim\/|\/api\/ipam\//.test(text) ? 0.98 : 0.96) : 0
  }
  if (isXml(text)) return 0
  const titles = new Set(titlesOf(text))
  const has = (...names: string[]) => names.every((name) => titles.has(name))
  if (has('device_type', 'site') || has('name', 'manufacturer', 'type', 'role', 'site')) return 0.97
  if (has('address', 'vrf') || has('device', 'mac_address', 'enabled') || has('device', 'enabled', 'mac address'))
    return 0.96
  return 0
}

function glpiSure({ text }: Start): number {
  if (isJson(text)) {
    if (/"(computer|networkequipment|peripheral)(models|types)_id"\s*:/.test(text)) return 0.98
    if (/"itemtype"\s*:\s*"(Computer|NetworkEquipment)"/.test(text) && /"content"\s*:/.test(text)) return 0.97
    return /"entities_id"\s*:/.test(text) && /"otherserial"\s*:/.test(text) ? 0.96 : 0
  }
  if (isXml(text)) return 0
  const titles = titlesOf(text)
  // Its export quotes every cell and parts them by semicolons; these titles are its own.
  const own = titles.filter((title) =>
    /^(entity|entité|operating system - name|système d'exploitation - nom|last update|networking - ip|component - )/.test(
      title,
    ),
  )
  return own.length >= 2 && titles.filter((title) => glpiTitle(title) !== null).length >= 4 ? 0.97 : 0
}

function cyclonedxSure({ text }: Start): number {
  if (isJson(text)) return /"bomFormat"\s*:\s*"CycloneDX"/.test(text) ? 0.99 : 0
  return isXml(text) && /cyclonedx\.org\/schema\/bom/.test(text) ? 0.99 : 0
}

function aasSure({ text }: Start): number {
  if (isJson(text)) {
    if (/"assetAdministrationShells"\s*:/.test(text)) return 0.98
    return /"submodelElements"\s*:/.test(text) && /"modelType"\s*:/.test(text) ? 0.95 : 0
  }
  return isXml(text) && /admin-shell\.io\/aas\//.test(text) && /<(\w+:)?(environment|aasenv)\b/.test(text) ? 0.98 : 0
}

export const inventoryKinds: readonly InventoryKind[] = [
  { kind: 'netbox', title: 'NetBox', recognises: sureBy(netboxSure), decode: decodeNetbox, isWhole: true },
  { kind: 'glpi', title: 'GLPI', recognises: sureBy(glpiSure), decode: decodeGlpi, isWhole: true },
  { kind: 'cyclonedx', title: 'CycloneDX', recognises: sureBy(cyclonedxSure), decode: decodeCycloneDx, isWhole: false },
  { kind: 'aas', title: 'AAS', recognises: sureBy(aasSure), decode: decodeAas, isWhole: false },
]
