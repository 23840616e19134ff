import type { Fixtures } from './fixtures.ts';

/** Starts a session of the admin without the sign-in page. @returns its `Cookie` header */
export async function signedIn({ world, adminId }: Fixtures): Promise<string> {
  const secret = world.random.text(32);
  const now = world.clock.now();
  await world.store.sessions.add({
    idHash: world.secrets.hash(secret),
    sessionId: world.random.text(16),
    userId: adminId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + 3_600_000,
    userAgent: 'bench',
    address: '127.0.0.1',
    sendsFetchUser: false,
  });
  return `pristan=${secret}`;
}
