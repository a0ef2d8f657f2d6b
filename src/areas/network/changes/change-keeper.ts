import type { Offices } from './offices.ts'

/** Changes of plants, kept up with their captures, zones, and people's words on learning. */
export interface ChangeKeeper {
  /** Up to date when it comes back. */
  keepUp(plants: readonly string[]): Promise<void>
  /** The offices of a plant, as its zones are now. */
  offices(plant: string): Promise<Offices>
}
