import { compileMessage } from '@lingui/message-utils/compileMessage'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Messages are parsed here and not in the browser, which then needs no parser of the message format. */
const catalogues: Plugin = {
  name: 'rung:catalogues',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/web\/i18n\/\w+\/\w+\.json$/.test(id)) return null
    const messages = Object.entries(JSON.parse(code) as Record<string, string>)
    return {
      code: JSON.stringify(Object.fromEntries(messages.map(([key, text]) => [key, compileMessage(text)]))),
      map: null,
    }
  },
}

// The browser's half: `src/web` becomes `dist-web`, which the server hands out. Nothing is fetched from elsewhere.
export default defineConfig({
  root: 'src/web',
  plugins: [catalogues, react()],
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
