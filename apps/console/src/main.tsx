import '@mantine/core/styles.css';
import './console.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/problem.ts';
import { createConsoleRouter } from './routes.tsx';
import { tellZone } from './tell-zone.ts';
import { TextsContext, loadTexts } from './texts.ts';
import { cssVariables, theme } from './theme.ts';

tellZone();
const client = new QueryClient({
  defaultOptions: {
    // Without a network a request fails and says so; it does not wait for one.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      // Just long enough that a page does not ask again what its loader has asked; whoever comes back to a list sees
      // what has become of it meanwhile, in another tab too.
      staleTime: 1_000,
      // A refusal is an answer; only what did not arrive is asked for again.
      retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
    },
  },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const root = document.getElementById('root');
if (root !== null) {
  // The server wrote the person's language there.
  const texts = await loadTexts(document.documentElement.lang === 'ru' ? 'ru' : 'en');
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <TextsContext value={texts}>
        <QueryClientProvider client={client}>
          <RouterProvider router={createConsoleRouter(client)} />
        </QueryClientProvider>
      </TextsContext>
    </MantineProvider>,
  );
}
