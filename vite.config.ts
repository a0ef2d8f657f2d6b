import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The browser's half: `src/web` becomes `dist-web`, which the server hands out. Nothing is fetched from elsewhere.
export default defineConfig({
  // vitest reads this file where it finds none of its own, and looks at the whole checkout.
  root: process.env.VITEST ? '.' : 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist-web',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    reportCompressedSize: true,
    // Small files stay files: the server's content policy allows no `data:` scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
