import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { ApiError } from './api/client.ts'
import { TextProvider } from './i18n/text.tsx'
import { router } from './shell/routes.tsx'
import { KitProvider } from './ui/provider.tsx'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays a refusal; only an unreachable or stumbling server is asked again.
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.problem.status >= 500),
    },
  },
})

const root = document.getElementById('root')
if (!root) throw new Error('no #root in the document')
createRoot(root).render(
  <StrictMode>
    <KitProvider>
      <TextProvider>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </TextProvider>
    </KitProvider>
  </StrictMode>,
)
