/** Names of zones and tags meet whatever their case, width and blanks. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}
