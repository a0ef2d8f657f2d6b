/** What was found out of a database before, the latest few things of each: two databases may call different things alike. */
export interface Memory<T> {
  get(db: object, key: string): T | undefined
  put(db: object, key: string, value: T): T
}

export function createMemory<T>(most: number): Memory<T> {
  const databases = new WeakMap<object, Map<string, T>>()
  return {
    get: (db, key) => databases.get(db)?.get(key),
    put(db, key, value) {
      const known = databases.get(db) ?? new Map<string, T>()
      databases.set(db, known)
      if (known.size >= most) known.delete(known.keys().next().value!)
      known.set(key, value)
      return value
    },
  }
}
