import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['tests/postgres-server.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: [
            'src/**/*.test.ts',
            'tests/**/*.test.ts',
            'tools/**/*.test.ts',
            'bench/**/*.test.ts',
            'examples/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['src/**/*.web.test.tsx', 'tests/**/*.web.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['tests/browser-gaps.ts'],
        },
      },
    ],
  },
})
