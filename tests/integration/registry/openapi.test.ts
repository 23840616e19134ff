import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { readonly schema?: object }> };
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, { readonly schema: object }> }
  >;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, { readonly type?: string }>;
    readonly securitySchemes: Record<string, { readonly name: string }>;
  };
}

let platform: Platform;
let call: ApiCaller;
let document: Document;
let operations: { readonly path: string; readonly method: string; readonly operation: Operation }[];
beforeAll(async () => {
  platform = await openPlatform();
  call = await apiCaller(platform, undefined);
  document = (await call('GET', '/openapi.json')).json<Document>();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(async () => platform.close());

describe('the OpenAPI document', () => {
  test('the OpenAPI document is public, of version 3.1, and for this site', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: 'https://pristan.test' }]);
    expect(document.components.securitySchemes['session']?.name).toBe('__Host-pristan');
    expect((await call('GET', '/openapi.json')).headers['content-type']).toBe('application/json');
  });

  test('the OpenAPI document lists exactly the server’s routes under /api/platform', () => {
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(
      routesOf(platform.app).toSorted(),
    );
    expect(operations.length).toBeGreaterThan(12);
  });

  test('the OpenAPI document has no broken reference and no unused component', () => {
    const references = new Set(
      [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target),
    );
    const components = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...references].toSorted()).toEqual(components.toSorted());
    expect(JSON.stringify(document)).not.toMatch(/\$defs|"\$id"|"\$schema"/);
  });

  test('the OpenAPI document gives every operation a unique id, a summary, a described tag, and its answers', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { operation, path } of operations) {
      expect(operation.summary, path).not.toBe('');
      expect(tags, path).toEqual(expect.arrayContaining([...operation.tags]));
      const successes = Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status));
      expect(successes, path).toHaveLength(1);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description, `${path} ${status}`).not.toBe('');
        if (!status.startsWith('2')) expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json']);
      }
    }
  });

  test('the OpenAPI document marks every path parameter as required', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const described = operation.parameters
        .filter((parameter) => parameter.in === 'path' && parameter.required)
        .map(({ name }) => name);
      expect(described.toSorted(), path).toEqual(named.toSorted());
    }
  });

  test('the OpenAPI document asks for a session exactly where the server does', async () => {
    for (const { method, path, operation } of operations) {
      const address = path.replace('/api/platform', '').replaceAll(/\{\w+\}/g, '1');
      const { statusCode } = await call(method.toUpperCase() as 'GET', address);
      expect(statusCode === 401, `${method} ${path}`).toBe(operation.security.length > 0);
      if (operation.security.length > 0) expect(Object.keys(operation.responses)).toContain('401');
    }
  });

  test('the OpenAPI document forbids unknown members in requests and allows them in answers', () => {
    const schema = (name: string): unknown => document.components.schemas[name];
    expect(schema('NewIntegration')).toMatchObject({
      additionalProperties: false,
      required: ['kind', 'name', 'redirect_uri'],
    });
    expect(schema('Integration')).not.toHaveProperty('additionalProperties');
    expect(schema('Integration')).toMatchObject({ properties: { disconnect_uri: { type: ['string', 'null'] } } });
  });

  test('the OpenAPI document has no operation that disables an installation or revokes a grant, and says why', () => {
    const writes = operations.filter(({ method, path }) => method !== 'get' && /installations|grants/.test(path));
    // The writes to installations and grants; none of them ends or gives access.
    expect(writes.map(({ operation }) => operation.operationId)).toEqual([
      'write_settings',
      'switch_fresh_codes',
      'ask_fresh_code',
      'mint_one_time_token',
    ]);
    expect(document.info.description).toContain('a person’s confirmation on a page');
  });
});

/** Fastify's own list of routes, as `METHOD /path/{parameter}`. */
function routesOf(app: FastifyInstance): string[] {
  const stack: string[] = [];
  const routes: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (part === '') continue;
    stack.length = indent.length / 4;
    stack.push(part);
    const path = stack.join('').replaceAll(/:(\w+)/g, '{$1}');
    if (methods !== undefined && path.startsWith('/api/platform'))
      routes.push(...methods.split(', ').map((method) => `${method} ${path}`));
  }
  return routes;
}
