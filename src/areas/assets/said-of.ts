/**
 * What people may say of what the registry measures: kinds of dated record that answer it as well, and what they may
 * declare not to have (`we-have-none` about it). By indicator.
 */
export const saidOf: Readonly<Record<string, readonly string[]>> = {
  'assets.registryExists': ['asset-registry'],
  'assets.registryUpdated': ['asset-registry'],
  'assets.lastReviewed': ['registry-review', 'asset-registry'],
  'assets.confirmedShare': ['registry-review'],
  'assets.criticalReviewedShare': ['registry-review'],
}
