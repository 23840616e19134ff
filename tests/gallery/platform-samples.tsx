import { ApiDocs, ApiDocsPage } from '../../apps/server/src/pages/platform/api-docs-page.tsx';
import type { ApiDocsView } from '../../apps/server/src/pages/platform/api-docs.ts';
import { viewer, type Sample } from './sample.ts';

const text = [{ text: 'string', reference: null }];
const account = {
  name: 'account_id',
  place: 'path',
  type: [{ text: 'integer', reference: null }],
  required: true,
  description: 'The account',
} as const;
const problems = [
  {
    code: 'unauthenticated',
    status: 401,
    title: 'Nobody is signed in',
    url: '/api/platform/problems/unauthenticated',
  },
  { code: 'invalid_request', status: 400, title: 'The request has another form', url: '/api/platform/problems/1' },
];

const docs: ApiDocsView = {
  methods: [
    {
      method: 'GET',
      path: '/api/v4/users',
      credential: 'access token',
      scope: 'crm',
      right: 'admin',
      kinds: 'not external',
    },
    {
      method: 'POST',
      path: '/oauth2/explain',
      credential: 'client',
      scope: 'none',
      right: 'any',
      kinds: 'all',
    },
  ],
  description:
    'The API of the platform itself.\n\nRefusals have a `code`. **Not offered on purpose:** revoking a grant.',
  documentUrl: '/api/platform/openapi.json',
  tags: [
    {
      name: 'install',
      description: 'What is connected to an account.',
      operations: [
        {
          id: 'list_installations',
          method: 'GET',
          path: '/api/platform/accounts/{account_id}/installations',
          summary: 'What is connected to an account',
          description: 'To disable an installation, send the person to the page `/accounts/{account_id}`.',
          who: 'admin',
          ability: 'integrations:read',
          parameters: [account],
          body: null,
          answer: {
            status: 200,
            types: ['application/json'],
            description: null,
            members: [
              {
                name: 'installations',
                type: [
                  { text: 'array of ', reference: null },
                  { text: 'Installation', reference: 'Installation' },
                ],
                required: true,
                description: 'Newest first, at most 200',
              },
            ],
          },
          problems,
        },
        {
          id: 'invite',
          method: 'POST',
          path: '/api/platform/accounts/{account_id}/invitations',
          summary: 'Invite somebody',
          description: null,
          who: 'signed_in',
          ability: null,
          parameters: [account, { ...account, name: 'before', place: 'query', required: false, description: null }],
          body: {
            types: ['application/json'],
            description: 'Whom',
            members: [{ name: 'email', type: text, required: true, description: 'Where the letter goes' }],
          },
          answer: { status: 204, types: [], description: null, members: [] },
          problems,
        },
      ],
    },
  ],
  objects: [
    {
      name: 'Installation',
      description: 'An integration in an account that connected it',
      members: [
        { name: 'name', type: text, required: true, description: null },
        { name: 'grants[].user.name', type: text, required: false, description: 'Who gave it' },
      ],
    },
  ],
};

const WholePage = (props: ApiDocsView) => (
  <ApiDocsPage>
    <ApiDocs {...props} />
  </ApiDocsPage>
);

/** The API's description. */
export const platformSamples: readonly Sample[] = [
  {
    name: 'api-docs',
    viewer,
    node: <WholePage {...docs} />,
  },
  {
    name: 'api-docs-signed-out',
    viewer: null,
    node: <WholePage {...docs} />,
  },
];
