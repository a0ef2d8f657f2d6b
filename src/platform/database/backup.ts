/** Backups: one file that holds all tables and stored files, and restores on either kind of database. */
export { createBackup } from './create-backup.ts'
export { verifyBackup } from './read-backup.ts'
export { restoreBackup } from './restore-backup.ts'
