/**
 * What people may say of what captures measure: a zone tells on which side of the boundary an address stands; that nobody
 * looks at the network may be declared. By indicator.
 */
export const saidOf: Readonly<Record<string, readonly string[]>> = {
  'network.answeredCrossings': ['zone'],
  'network.boundaryObservedDays': ['zone'],
  'network.zonesDefined': ['zone'],
  'network.sourceSeen': ['network-source'],
  'network.changesReconciledShare': ['change-approval'],
}
