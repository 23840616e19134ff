import cookie from '@fastify/cookie';
import { BusyError } from '@pristan/flows';
import { isUnavailable } from '@pristan/store';
import type { TokenError } from '@pristan/wire';
import { platformLanguage } from '@pristan/wire';
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastify, { LogController } from 'fastify';
import type { World } from '../environment/open.ts';
import { addressOf } from './address.ts';
import { limitBodyTime, requestTimes } from './body-time.ts';
import { bodyBytesMax, takeTextBodies } from './bodies.ts';
import { MalformedText, refuseMalformedText } from './malformed-text.ts';
import { sitesOf } from './site.ts';
import { asRefusal } from './refused-value.ts';
import { dialectOf, settleSite } from './context.ts';
import { countRequests, requestCounter } from './request-cost.ts';
import { forwardedFor } from './forwarded-for.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { codeOfStatus, sendPlatformProblem } from './platform-problem.ts';
import { malformedTextProblem, sendProblem } from './problem.ts';
import { isSecure } from './session.ts';
import { requestLog } from './request-log.ts';
import { isAmbiguous, originForm } from './request-target.ts';
import { invalidRequest, sendTokenError } from './token-answers.ts';

/**
 * Creates the web server with everything that routes share: hosts, bodies, and per dialect the answers to errors and
 * unknown paths.
 */
export async function createApp(
  world: World,
  addRoutes: (app: FastifyInstance) => Promise<void>,
): Promise<FastifyInstance> {
  const { trustProxy, platform } = world.config;
  const guards = guardingHeaders(world);
  const siteOf = sitesOf(world.config);
  const count = requestCounter(world);
  const logger: FastifyBaseLogger = world.log;
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: requestLog,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimes.uploadMs,
    // A metadata button sends its description in the URL: 4,000 Cyrillic letters take 24 kB of the request's head.
    http: {
      maxHeaderSize: 48 * 1024,
      headersTimeout: requestTimes.headersMs,
      connectionsCheckingInterval: requestTimes.checkedEveryMs,
    },
    routerOptions: { ignoreDuplicateSlashes: true, ignoreTrailingSlash: true, maxParamLength: 512 },
    forceCloseConnections: 'idle',
    rewriteUrl: originForm,
    // A request with a URL that cannot be decoded reaches no route and no Fastify hook, so it is completed and answered
    // here.
    frameworkErrors: (_error, request, reply) => {
      request.site = siteOf(request.host);
      request.cookies = app.parseCookie(request.headers.cookie ?? '');
      request.query = {};
      reply.header('X-Request-Id', request.id).headers(guards);
      const giveUp = (): void => {
        reply.raw.statusCode = 400;
        reply.raw.end();
      };
      count(request, reply, (failed) => {
        if (failed !== undefined) return giveUp();
        sendForeignText(world, { error: new MalformedText('path'), request, reply }).catch(giveUp);
      });
    },
  });
  app.decorate('ownLanguage', platformLanguage(platform));
  // Refuses ambiguous requests before any code reads the host or the URL, and before any answer.
  app.addHook('onRequest', ({ raw, id }, reply, done) => {
    reply.header('X-Request-Id', id).headers(guards);
    if (isAmbiguous(raw)) {
      void reply.code(400).type('text/plain; charset=utf-8').send('Name one host and a path.\n');
      return;
    }
    const forwarded = raw.headers['x-forwarded-for'];
    if (forwarded !== undefined) raw.headers['x-forwarded-for'] = forwardedFor(String(forwarded));
    done();
  });
  await app.register(cookie);
  settleSite(app, siteOf);
  countRequests(app, world, count);
  limitBodyTime(app);
  refuseMalformedText(app);
  takeTextBodies(app);
  refuseOtherMethods(app, world);
  app.setNotFoundHandler(async (request, reply) => sendNotFound(world, request, reply));
  app.setErrorHandler<FastifyError>(async (error, request, reply) => sendError(world, { error, request, reply }));
  await addRoutes(app);
  return app;
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Default headers of every answer; a route overrides one by setting it. `Strict-Transport-Security` covers the
 * answering host only, and all hosts share the public site's scheme.
 */
function guardingHeaders(world: World): Readonly<Record<string, string>> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(isSecure(world) ? { 'Strict-Transport-Security': `max-age=${YEAR_SECONDS}` } : {}),
  };
}

async function sendNotFound(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { platform } = world.config;
  const { pageNotFound } = request.server;
  const dialect = dialectOf(request);
  if (dialect === 'page' && pageNotFound !== undefined) return pageNotFound(request, reply);
  switch (dialect) {
    case 'token':
      return sendTokenError(reply, invalidRequest('Check the address of the request', 404), platform);
    case 'platform':
      return sendPlatformProblem(world, { request, reply, code: 'address_not_found' });
    case 'page':
    case 'api':
      return sendProblem(
        reply,
        { kind: 'not_found', method: request.method, url: addressOf(request, world.config) },
        platform,
      );
  }
}

async function sendError(
  world: World,
  { error: thrown, request, reply }: { error: FastifyError; request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { platform } = world.config;
  const error = asRefusal(thrown, request);
  const status = error.statusCode ?? 500;
  // A request body broken off by its sender fails like a database connection; the status tells the two apart.
  const fault = status >= 500 && isUnavailable(error);
  logError(request, error, { fault, status });
  if (error instanceof MalformedText) return sendForeignText(world, { error, request, reply });
  if (status === 404) return sendNotFound(world, request, reply);
  if (dialectOf(request) === 'platform') {
    return sendPlatformProblem(world, { request, reply, code: codeOfStatus(fault ? 503 : status) });
  }
  const kind = status >= 500 ? 'unavailable' : (kindsOfStatus[status] ?? 'unreadable');
  if (dialectOf(request) === 'token') {
    if (kind === 'unavailable') reply.header('Retry-After', '1');
    return sendTokenError(reply, tokenErrors[kind], platform);
  }
  return sendProblem(
    reply,
    kind === 'unreadable' ? { kind: 'unprocessable', detail: error.message } : { kind },
    platform,
  );
}

function logError(
  { log }: FastifyRequest,
  error: Error,
  { fault, status }: { readonly fault: boolean; readonly status: number },
): void {
  if (error instanceof BusyError) log.info({ why: error.message }, 'refused: too many at once');
  else if (fault) log.warn({ err: error }, 'the database is unavailable');
  else if (status >= 500) log.error({ err: error }, 'a request ended in a bug');
}

type ErrorKind = 'unavailable' | 'too_large' | 'unsupported_type' | 'unreadable';

const kindsOfStatus: Readonly<Record<number, ErrorKind>> = { 413: 'too_large', 415: 'unsupported_type' };

const tokenErrors: Readonly<Record<ErrorKind, TokenError>> = {
  unavailable: { status: 503, hint: 'Try again in a moment', error: 'temporarily_unavailable' },
  too_large: invalidRequest('The request body is larger than 64 KiB', 413),
  unsupported_type: invalidRequest('Check the `Content-Type` header', 415),
  unreadable: invalidRequest('Check the request body', 400),
};

async function sendForeignText(
  world: World,
  { error, request, reply }: { error: MalformedText; request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { platform } = world.config;
  const { field } = error;
  switch (dialectOf(request)) {
    case 'token':
      return sendTokenError(reply, invalidRequest(`Check the \`${field}\` parameter`), platform);
    case 'platform': {
      const errors = [{ field, code: 'control_characters' as const }];
      return sendPlatformProblem(world, { request, reply, code: 'invalid_request', errors });
    }
    case 'page': {
      const { pageNotText } = request.server;
      if (pageNotText !== undefined) return pageNotText(request, reply, field);
      return sendProblem(reply, { kind: 'unprocessable', detail: error.message }, platform);
    }
    case 'api':
      return sendProblem(reply, malformedTextProblem(field), platform);
  }
}
