/** One component as both forms of the bill of materials give it. */
export interface Component {
  readonly type: string
  readonly name: string | null
  readonly version: string | null
  readonly vendor: string | null
  readonly description: string | null
  readonly partNumber: string | null
  readonly cpe: string | null
  readonly purl: string | null
  /** By name; of several under one name the first. */
  readonly properties: ReadonlyMap<string, string>
  readonly components: readonly Component[]
}

export interface Bill {
  readonly subject: Component | null
  readonly components: readonly Component[]
}
