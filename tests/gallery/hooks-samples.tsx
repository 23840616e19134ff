import { DeliveriesPage, type DeliveriesPageView } from '../../apps/server/src/pages/hooks/deliveries-page.tsx';
import { DeliveryPage, type DeliveryPageView } from '../../apps/server/src/pages/hooks/delivery-page.tsx';
import { day, form, hour, minute, now, viewer, type Sample } from './sample.ts';

const above = {
  homeUrl: '/',
  account: { text: 'Ромашка', href: '/accounts/1' },
  integration: { text: 'Acme Mail', href: '/accounts/1/integrations/2' },
};

const delivered: DeliveriesPageView['deliveries'][number] = {
  id: '01a20636-6169-7ca0-9722-2d4e124d945c',
  hook: 'disconnect',
  host: 'hooks.acme-software.example',
  accountId: 31_415_926,
  test: false,
  state: 'delivered',
  tries: 2,
  createdAt: now - 3 * hour,
  finishedAt: now - 2 * hour,
  dueAt: null,
  lastFailure: null,
  lastStatus: 204,
  url: '/deliveries/1',
};

const list: DeliveriesPageView = {
  above,
  deliveries: [
    { ...delivered, id: '5', state: 'pending', finishedAt: null, tries: 0, lastStatus: null, createdAt: now - 1000 },
    {
      ...delivered,
      id: '4',
      hook: 'install',
      state: 'unknown',
      tries: 1,
      lastFailure: 'interrupted',
      lastStatus: null,
    },
    delivered,
    { ...delivered, id: '6', accountId: 1, test: true },
    { ...delivered, id: '3', hook: 'secrets', state: 'failed', tries: 14, lastFailure: 'timeout', lastStatus: null },
    { ...delivered, id: '2', state: 'failed', tries: 10, lastFailure: 'status', lastStatus: 500 },
  ],
  failing: [{ host: 'hooks.acme-software.example', since: now - 6 * day, marked: true }],
  olderUrl: '/deliveries?before=2',
  newestUrl: '/deliveries',
};

const request = `POST https://hooks.acme-software.example/keys
content-type: application/json
webhook-id: 01a20636-6169-7ca0-9722-2d4e124d945c
webhook-timestamp: 1795356000
webhook-signature: ***

{"client_id":"01a20636-6169-7ca0-9722-2d4e124d945c","client_secret":"***","state":"***"}`;

const one: DeliveryPageView = {
  above,
  deliveriesUrl: '/deliveries',
  delivery: { ...delivered, hook: 'secrets', state: 'failed' },
  address: 'https://hooks.acme-software.example/integrations/pristan/v2/keys',
  tries: [
    {
      number: 2,
      startedAt: now - 2 * hour,
      request,
      status: 500,
      failure: 'status',
      answer: '<h1>Internal Server Error</h1>',
      tookMs: 412,
      finished: true,
    },
    {
      number: 1,
      startedAt: now - 2 * hour - minute,
      request,
      status: null,
      failure: 'connect',
      answer: null,
      tookMs: 12,
      finished: true,
    },
  ],
  resend: { kind: 'form', target: form('/resend') },
  done: false,
};

/** The delivery log. */
export const hooksSamples: readonly Sample[] = [
  { name: 'deliveries', viewer, node: <DeliveriesPage {...list} /> },
  {
    name: 'deliveries-none',
    viewer,
    node: <DeliveriesPage {...list} deliveries={[]} failing={[]} olderUrl={null} newestUrl={null} />,
  },
  { name: 'delivery', viewer, node: <DeliveryPage {...one} /> },
  {
    name: 'delivery-resent',
    viewer,
    node: (
      <DeliveryPage
        {...one}
        delivery={{ ...one.delivery, state: 'pending', finishedAt: null, dueAt: now + 1000 }}
        resend={{ kind: 'pending' }}
        done
      />
    ),
  },
];
