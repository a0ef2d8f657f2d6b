/** What a device says, as protocols write it. */

export const text = (said: string | undefined): string => said ?? ''

/** The numbers in a version: `V3.2.7` is 3, 2 and 7. */
export const numbersIn = (version: string | undefined): number[] => text(version).match(/\d+/g)?.map(Number) ?? []
