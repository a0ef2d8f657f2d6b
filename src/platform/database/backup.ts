/** Backups: one file that holds all tables and stored files, and restores on either kind of database. */
export { type BackupSource, createBackup } from './create-backup.ts'
export type { BackupSummary } from './manifest.ts'
export { verifyBackup } from './read-backup.ts'
export { type RestoreTarget, restoreBackup } from './restore-backup.ts'
