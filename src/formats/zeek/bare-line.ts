import { addressWords } from '#core/capture/address-text.ts'

/** The two ends of a line whose columns nobody names. */
export interface BareSides {
  readonly from: { readonly address: string; readonly port: number }
  readonly to: { readonly address: string; readonly port: number }
  readonly transport: string | null
  /** The cell behind the transport: in conn.log the services. */
  readonly behind: string | null
}

/**
 * The ends of a line without a header (as `zeek-cut` writes it): the first two cells in a row that are an address and a port,
 * twice. By what the cells are, not by where they stand; null where no two such pairs follow each other.
 */
export function bareSides(line: string): BareSides | null {
  const cells = line.split('\t', 64)
  const isPort = (cell: string | undefined) => cell !== undefined && /^\d{1,5}$/.test(cell) && Number(cell) < 65_536
  const isAddress = (cell: string | undefined) => cell !== undefined && /[.:]/.test(cell) && addressWords(cell) !== null
  const at = cells.findIndex(
    (cell, i) => isAddress(cell) && isPort(cells[i + 1]) && isAddress(cells[i + 2]) && isPort(cells[i + 3]),
  )
  if (at < 0) return null
  const rest = cells.slice(at + 4)
  const transport = rest.findIndex((cell) => /^(tcp|udp|icmp)$/.test(cell))
  return {
    from: { address: cells[at]!.toLowerCase(), port: Number(cells[at + 1]) },
    to: { address: cells[at + 2]!.toLowerCase(), port: Number(cells[at + 3]) },
    transport: rest[transport] ?? null,
    behind: (transport < 0 ? undefined : rest[transport + 1]) ?? null,
  }
}
