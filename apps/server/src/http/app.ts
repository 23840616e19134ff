import cookie from '@fastify/cookie';
import { isFault } from '@pristan/store';
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastify, { LogController } from 'fastify';
import type { World } from '../environment/open.ts';
import { addressOf } from './address.ts';
import { bodyBytesMax, takeTextBodies } from './bodies.ts';
import { dialectOf, settleSite } from './context.ts';
import { codeOfStatus, sendPlatformProblem } from './platform-problem.ts';
import { sendProblem } from './problem.ts';
import { request as invalidRequest, sendTokenError } from './token-answers.ts';

/** The web server with what all routes share: sites, bodies, and one answer a dialect to what no route answered. */
export async function createApp(
  world: World,
  addRoutes: (app: FastifyInstance) => Promise<void>,
): Promise<FastifyInstance> {
  const { trustProxy } = world.config;
  const logger: FastifyBaseLogger = world.log;
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    // A metadata button's description stands in the address: 4,000 Cyrillic letters are 24 kB there.
    http: { maxHeaderSize: 48 * 1024 },
    routerOptions: { ignoreDuplicateSlashes: true, ignoreTrailingSlash: true, maxParamLength: 512 },
    forceCloseConnections: 'idle',
  });
  await app.register(cookie);
  settleSite(app, world);
  takeTextBodies(app);
  app.addHook('onSend', async (request, reply) => {
    reply.header('X-Request-Id', request.id).header('X-Content-Type-Options', 'nosniff');
  });
  app.setNotFoundHandler(async (request, reply) => sendNotFound(world, request, reply));
  app.setErrorHandler<FastifyError>(async (error, request, reply) => sendError(world, { error, request, reply }));
  await addRoutes(app);
  return app;
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
  { error, request, reply }: { error: FastifyError; request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { platform } = world.config;
  const status = error.statusCode ?? 500;
  const fault = isFault(error);
  if (fault) request.log.warn({ err: error }, 'the database could not be asked');
  else if (status >= 500) request.log.error({ err: error }, 'a request ended in a bug');
  if (dialectOf(request) === 'platform') {
    return sendPlatformProblem(world, { request, reply, code: codeOfStatus(fault ? 503 : status) });
  }
  const kind =
    fault || status >= 500
      ? 'unavailable'
      : status === 413
        ? 'too_large'
        : status === 415
          ? 'unsupported_type'
          : 'unreadable';
  if (dialectOf(request) === 'token') {
    if (kind === 'unavailable') {
      return sendTokenError(
        reply.header('Retry-After', '1'),
        { status: 503, hint: 'Try again in a moment', error: 'temporarily_unavailable' },
        platform,
      );
    }
    const hints = {
      too_large: 'The request body is larger than 64 KiB',
      unsupported_type: 'Check the `Content-Type` header',
      unreadable: 'Check the request body',
    };
    return sendTokenError(
      reply,
      invalidRequest(hints[kind], kind === 'unreadable' ? 400 : kind === 'too_large' ? 413 : 415),
      platform,
    );
  }
  return sendProblem(
    reply,
    kind === 'unreadable' ? { kind: 'unprocessable', detail: error.message } : { kind },
    platform,
  );
}
