import './mantine.css';
import './console.css';
import './opening.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/problem.ts';
import { createConsoleRouter } from './routes.tsx';
import { setTimeZoneCookie } from './time-zone-cookie.ts';
import { TextsContext, documentLanguage, loadTexts } from './texts.ts';
import { cssVariables, theme } from './theme.ts';

setTimeZoneCookie();
const client = new QueryClient({
  defaultOptions: {
    // Without a network, requests fail at once instead of waiting until it is back.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      // Cached data counts as fresh just long enough that a page does not repeat its loader's query; returning to a
      // list shows what has changed meanwhile, in another tab too.
      staleTime: 1_000,
      // A query that the platform refuses is not repeated; only network failures are retried.
      retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
    },
  },
});

const root = document.getElementById('root');
if (root !== null) void start(root);

/**
 * Starts the console. It is a function instead of top-level await, since the chunks that it waits for import from this
 * module.
 */
async function start(place: HTMLElement): Promise<void> {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  const router = createConsoleRouter(client);
  // The content of index.html stays until the first page is complete.
  const [texts] = await Promise.all([loadTexts(documentLanguage()), router.load()]);
  createRoot(place).render(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <TextsContext value={texts}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </TextsContext>
    </MantineProvider>,
  );
}
