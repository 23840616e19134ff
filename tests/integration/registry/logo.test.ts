import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RegistryFixture } from './fixture.ts';
import { createdIntegration, openRegistryFixture } from './fixture.ts';

let stand: RegistryFixture;
let path: string;
let clientId: string;
beforeAll(async () => {
  stand = await openRegistryFixture();
  const one = await createdIntegration(stand);
  path = `${one.path}/logo`;
  clientId = one.integration.client_id;
});
afterAll(async () => stand.platform.close());

const red = { r: 200, g: 20, b: 20 };
const picture = (width = 640, height = 480) => sharp({ create: { width, height, channels: 3, background: red } });

const put = (bytes: Uint8Array, type = 'image/png', to = path) =>
  stand.admin('PUT', to, bytes, { 'content-type': type });

async function logoOf(body: string) {
  const { logo_url } = JSON.parse(body) as { logo_url: string };
  const response = await stand.platform.inject({ method: 'GET', url: logo_url });
  return { response, url: logo_url, image: sharp(response.rawPayload) };
}

describe('PUT …/logo', () => {
  test.each(['jpeg', 'png', 'gif'] as const)(
    'a %s uploaded as logo becomes a new 400×272 WebP at a permanent address',
    async (format) => {
      const response = await put(await picture().toFormat(format).toBuffer(), `image/${format}`);
      expect(response.statusCode).toBe(200);
      const { response: file, image, url } = await logoOf(response.body);
      expect(url).toMatch(/^\/logos\/[0-9a-f]{64}\.webp$/);
      expect(file.headers).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': "default-src 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
      expect(await image.metadata()).toMatchObject({ format: 'webp', width: 400, height: 272 });
    },
  );

  test('only the first frame of an animated logo is stored', async () => {
    const frames = await Promise.all(
      [red, { r: 20, g: 20, b: 200 }].map((background) =>
        sharp({ create: { width: 400, height: 272, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(gif, { animated: true }).metadata()).pages).toBe(2);
    const { image } = await logoOf((await put(gif, 'image/gif')).body);
    expect((await image.metadata()).pages ?? 1).toBe(1);
    const { dominant } = await image.stats();
    expect(dominant.r).toBeGreaterThan(150);
    expect(dominant.b).toBeLessThan(80);
  });

  test('only the pixels of a logo are stored: no metadata, no trailing HTML', async () => {
    const script = '<script>alert(document.domain)</script>';
    const jpeg = await picture()
      .withExif({ IFD0: { Copyright: script, Artist: script } })
      .jpeg()
      .toBuffer();
    const polyglot = Buffer.concat([jpeg, Buffer.from(`<html>${script}</html>`)]);
    const { response } = await logoOf((await put(polyglot, 'image/jpeg')).body);
    expect(response.rawPayload.toString('latin1')).not.toMatch(/script|alert|html/i);
    expect(response.headers['content-type']).toBe('image/webp');
  });

  test('24 logo uploads at once each get 200, or 503 with Retry-After', async () => {
    const bytes = await picture(2000, 2000).png().toBuffer();
    const answers = await Promise.all(Array.from({ length: 24 }, () => put(bytes)));
    const statuses = new Set(answers.map((response) => response.statusCode));
    expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
    expect(statuses.has(200)).toBe(true);
    for (const response of answers.filter(({ statusCode }) => statusCode === 503)) {
      expect(response.json()).toMatchObject({ code: 'busy' });
      expect(response.headers['retry-after']).toBe('1');
    }
  });

  test('DELETE …/logo removes the logo', async () => {
    await put(await picture().png().toBuffer());
    const response = await stand.admin('DELETE', path);
    expect(response.json()).toMatchObject({ client_id: clientId, logo_url: null });
  });
});

describe('refused logos', () => {
  test('422 for a logo of 36 megapixels in a small file, without decoding', async () => {
    const bomb = await picture(6000, 6000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(400_000);
    const response = await put(bomb);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ code: 'not_a_picture' });
  });

  test.each(['jpeg', 'png', 'gif'] as const)('422 for half a %s as logo', async (format) => {
    const noise = await sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: red,
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .toFormat(format)
      .toBuffer();
    const response = await put(noise.subarray(0, noise.length / 2), `image/${format}`);
    expect(response.statusCode).toBe(422);
  });

  test('422 for a logo that is SVG, WebP, AVIF, TIFF, text or PDF, by its bytes and not its content type', async () => {
    const others = [
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="file:///etc/passwd"/></svg>',
      ),
      await picture().webp().toBuffer(),
      await picture(64, 64).avif().toBuffer(),
      await picture().tiff().toBuffer(),
      Buffer.from('<html><script>alert(1)</script>'),
      Buffer.from('%PDF-1.7 %âãÏÓ'),
      Buffer.from('GIF89a/*<svg xmlns="http://www.w3.org/2000/svg"/>*/=1;'),
      Buffer.from([0xff, 0xd8, 0xff]),
    ];
    for (const bytes of others) expect((await put(bytes)).statusCode).toBe(422);
  });

  test('415 for a logo sent with other content types, including JSON', async () => {
    const bytes = await picture().png().toBuffer();
    for (const type of [
      'image/svg+xml',
      'image/webp',
      'application/octet-stream',
      'application/json',
      'multipart/form-data; boundary=x',
    ]) {
      expect((await put(bytes, type)).statusCode, type).toBe(415);
    }
    expect((await stand.admin('PUT', path, undefined)).statusCode).toBe(415);
  });

  test('413 for a logo above 4 MiB; one of exactly 4 MiB is read', async () => {
    expect((await put(new Uint8Array(4 * 1024 * 1024 + 1))).statusCode).toBe(413);
    expect((await put(new Uint8Array(4 * 1024 * 1024))).statusCode).toBe(422);
  });

  test('415 for an image sent to another route than the logo’s', async () => {
    const bytes = await picture().png().toBuffer();
    const response = await stand.admin('PUT', path.replace('/logo', '/state'), bytes, { 'content-type': 'image/png' });
    expect(response.statusCode).toBe(415);
  });
});

describe('permission to set a logo', () => {
  test('401 for setting a logo without a session, 403 for a member or another site, 404 for a stranger or an unknown integration', async () => {
    const bytes = await picture().png().toBuffer();
    const headers = { 'content-type': 'image/png' };
    expect((await stand.nobody('PUT', path, bytes, headers)).statusCode).toBe(401);
    expect((await stand.member('PUT', path, bytes, headers)).statusCode).toBe(403);
    expect((await stand.stranger('PUT', path, bytes, headers)).statusCode).toBe(404);
    expect((await stand.admin('PUT', path, bytes, { ...headers, origin: 'https://evil.test' })).statusCode).toBe(403);
    const none = path.replace(clientId, '00000000-0000-4000-8000-000000000000');
    expect((await put(bytes, 'image/png', none)).statusCode).toBe(404);
  });
});

describe('GET /logos/…', () => {
  test('GET /logos/… answers only on the public site, and only to names of logos', async () => {
    const { url } = await logoOf((await put(await picture().png().toBuffer())).body);
    const get = async (address: string, host?: string) =>
      (await stand.platform.inject({ method: 'GET', url: address, ...(host === undefined ? {} : { host }) }))
        .statusCode;
    expect(await get(url)).toBe(200);
    expect(await get(url, 'demo.accounts.test')).toBe(404);
    for (const name of [
      'x.webp',
      `${'0'.repeat(64)}.webp`,
      url.slice(7).toUpperCase(),
      url.slice(7, -5),
      '..%2f..%2fetc%2fpasswd',
    ]) {
      expect(await get(`/logos/${name}`), name).toBe(404);
    }
    expect(await get('/logos/%00.webp')).toBe(400);
  });
});
