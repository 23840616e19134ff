import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GrantFacts } from '../access/grant-status.ts';
import { grantStatus } from '../access/grant-status.ts';
import type { Change, NewCode, NewFamily } from '../change.ts';
import { decideConsent } from '../authorize/decide-consent.ts';
import { decideDisable, decideRevoke } from '../install/decide-end.ts';
import type { PresentedCode } from './decide-exchange.ts';
import { decideExchange } from './decide-exchange.ts';
import type { FamilyFacts } from './decide-refresh.ts';
import { decideRefresh } from './decide-refresh.ts';
import { aGrant } from '../testing/a-grant.ts';
import { anAccount } from '../testing/an-account.ts';
import { anInstallation } from '../testing/an-installation.ts';

const operator = {
  actor: { as: 'operator', userId: undefined, address: undefined },
  operator: true,
  deliveryId: 'd',
} as const;
const graceSeconds = 600;
const host = { kind: 'public' } as const;
/** Two users: the admin grants with full access, the member with their own rights. */
const people = { 1: 'admin', 2: 'member' } as const;
type Person = keyof typeof people;

interface Token {
  readonly grantId: string;
  readonly familyId: string;
  readonly generation: number;
  readonly keyEpoch: number;
}

/**
 * One account and one integration in memory, to which changes are applied as they describe. A separate ledger, which
 * knows nothing of epochs and states, records only which grants were ended, and which tokens predate a revoked secret.
 */
class World {
  now = 1_700_000_000_000;
  drawn = 0;
  installation: { state: 'enabled' | 'disabled'; epoch: number } | undefined;
  integration: { state: 'active' | 'stopped'; keyEpoch: number } = { state: 'active', keyEpoch: 1 };
  members = { 1: 'active', 2: 'active' } as Record<Person, 'active' | 'deactivated'>;
  grants: { grantId: string; userId: Person; fullAccess: boolean; epoch: number; revokedAt: number | undefined }[] = [];
  codes: (NewCode & { redeemedAt: number | undefined })[] = [];
  families = new Map<string, NewFamily & { rotatedAt: number }>();

  readonly tokens: Token[] = [];
  readonly ended = new Set<string>();
  readonly successors = new Map<string, string>();
  secretsGone = { tokens: 0, codes: 0 };

  grantFacts(grantId: string): GrantFacts {
    const grant = this.grants.find((one) => one.grantId === grantId);
    if (grant === undefined || this.installation === undefined) throw new Error('no such grant');
    return aGrant({
      ...grant,
      integrationId: 'n',
      scopes: [],
      installation: this.installation,
      integration: this.integration,
      membership: { role: people[grant.userId], state: this.members[grant.userId] },
    });
  }

  /** True while the ledger says that this grant works. */
  stands(grantId: string): boolean {
    return !this.ended.has(grantId) && this.integration.state === 'active';
  }

  client() {
    return { integrationId: 'n', redirectUri: 'r', secret: 'right', ...this.integration } as const;
  }

  store(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'installation_enabled') {
        this.installation = { state: 'enabled', epoch: change.expectedEpoch ?? 1 };
      } else if (change.kind === 'installation_disabled') {
        this.installation = { state: 'disabled', epoch: change.expectedEpoch + 1 };
      } else if (change.kind === 'grant_given') {
        const userId = change.userId === 1 ? 1 : 2;
        this.grants.push({
          grantId: change.grantId,
          userId,
          fullAccess: change.fullAccess,
          epoch: change.epoch,
          revokedAt: undefined,
        });
      } else if (change.kind === 'grant_revoked') {
        this.grants = this.grants.map((one) =>
          one.grantId === change.grantId ? { ...one, revokedAt: change.at } : one,
        );
        if (change.last && this.installation)
          this.installation = { ...this.installation, epoch: this.installation.epoch + 1 };
      } else if (change.kind === 'code_issued') {
        this.codes.push({ ...change.code, redeemedAt: undefined });
      } else if (change.kind === 'code_redeemed') {
        this.codes = this.codes.map((one) => (one.codeId === change.codeId ? { ...one, redeemedAt: change.at } : one));
        this.families.set(change.family.familyId, { ...change.family, rotatedAt: change.at });
      } else if (change.kind === 'family_rotated') {
        const family = this.families.get(change.familyId);
        if (family?.generation !== change.from) throw new Error('stale');
        const { macKeyId, expiresAt, at } = change;
        this.families.set(change.familyId, {
          ...family,
          generation: change.from + 1,
          macKeyId,
          expiresAt,
          rotatedAt: at,
        });
      }
    }
  }

  consent(userId: Person): void {
    const held = this.grants.find(
      (one) => one.userId === userId && one.revokedAt === undefined && one.epoch === this.installation?.epoch,
    );
    const { outcome, changes } = decideConsent(
      {
        integration: {
          kind: 'public',
          published: true,
          accountId: 9,
          integrationId: 'n',
          redirectUri: 'r',
          scopes: [],
          version: 1,
          ...this.integration,
        },
        account: anAccount({
          subdomain: 's',
          name: 'S',
          role: people[userId],
          state: this.members[userId],
          installation: this.installation?.state ?? 'none',
        }),
        epoch: this.installation?.epoch,
        grantId: held?.grantId,
      },
      {
        userId,
        actor: { userId, address: undefined },
        codeChallenge: undefined,
        newGrantId: `g${(this.drawn += 1)}`,
        code: { codeId: `c${(this.drawn += 1)}`, keyId: 'm' },
      },
      this.now,
    );
    if (outcome.kind === 'granted') this.store(changes);
  }

  exchange(at: number): void {
    const place = at % Math.max(this.codes.length, 1);
    const code = this.codes[place];
    if (code === undefined) return;
    const { redeemedAt, ...rest } = code;
    const facts: PresentedCode = {
      ...rest,
      accountId: 7,
      hasChallenge: false,
      redeemedAt,
      grant: this.grantFacts(code.grantId),
      families: 0,
    };
    const { outcome, changes } = decideExchange(
      {
        clientId: 'n',
        hasSecret: true,
        redirectUri: 'r',
        hasCode: true,
        verifier: 'absent',
        host,
        familyId: `f${(this.drawn += 1)}`,
        macKeyId: 'm',
        address: '',
      },
      { client: this.client(), code: facts },
      this.now,
    );
    if (outcome.kind !== 'issue') return;
    expect(redeemedAt, 'a code is exchanged once').toBeUndefined();
    expect(place, 'a code from before the secret went').toBeGreaterThanOrEqual(this.secretsGone.codes);
    expect(this.stands(code.grantId), 'a code of a grant that ended').toBe(true);
    this.store(changes);
    this.tokens.push({
      grantId: code.grantId,
      familyId: outcome.family.familyId,
      generation: 1,
      keyEpoch: outcome.keyEpoch,
    });
  }

  decideRefresh(token: Token) {
    const family = this.families.get(token.familyId);
    if (family === undefined) throw new Error('no such family');
    const facts: FamilyFacts = {
      ...family,
      rotatedAddress: '',
      revokedAt: undefined,
      grant: this.grantFacts(token.grantId),
    };
    return decideRefresh(
      {
        clientId: 'n',
        hasSecret: true,
        redirectUri: undefined,
        hasToken: true,
        generation: token.generation,
        host,
        macKeyId: `m${this.drawn}`,
        graceSeconds,
        address: '',
      },
      { client: this.client(), family: facts },
      this.now,
    );
  }

  refresh(at: number): void {
    const token = this.tokens[at % Math.max(this.tokens.length, 1)];
    if (token === undefined) return;
    const place = `${token.familyId} ${token.generation}`;
    const newest = this.families.get(token.familyId)?.generation ?? 0;
    const { outcome, changes } = this.decideRefresh(token);
    if (outcome.kind !== 'issue') return;
    expect(newest - token.generation, 'older than the previous one').toBeLessThanOrEqual(1);
    expect(this.stands(token.grantId), 'a token of a grant that ended').toBe(true);
    const successor = `${outcome.generation} ${outcome.macKeyId}`;
    expect(this.successors.get(place) ?? successor, 'two successors').toBe(successor);
    this.successors.set(place, successor);
    this.store(changes);
    this.tokens.push({ ...token, generation: outcome.generation, keyEpoch: outcome.keyEpoch });
  }

  disable(): void {
    const facts = this.installation && anInstallation({ integrationId: 'n', ...this.installation });
    const { outcome, changes } = decideDisable(facts, operator, this.now);
    if (outcome.kind !== 'disabled') return;
    this.store(changes);
    for (const grant of this.grants) this.ended.add(grant.grantId);
  }

  revoke(at: number): void {
    const grant = this.grants[at % Math.max(this.grants.length, 1)];
    if (grant === undefined) return;
    const active = (one: typeof grant) =>
      one.revokedAt === undefined && this.installation?.state === 'enabled' && one.epoch === this.installation.epoch;
    const { changes } = decideRevoke(
      {
        accountId: 7,
        integrationId: 'n',
        grantId: grant.grantId,
        userId: grant.userId,
        active: active(grant),
        epoch: grant.epoch,
        disconnectUri: undefined,
        othersActive: this.grants.filter((one) => one !== grant && active(one)).length,
      },
      operator,
      this.now,
    );
    this.store(changes);
    this.ended.add(grant.grantId);
  }

  move(userId: Person, state: 'active' | 'deactivated'): void {
    this.members[userId] = state;
    if (state === 'active') return;
    // The store also revokes these grants in the commit that deactivates a member.
    this.grants = this.grants.map((one) =>
      one.userId === userId && !one.fullAccess ? { ...one, revokedAt: one.revokedAt ?? this.now } : one,
    );
    if (people[userId] === 'member')
      for (const one of this.grants) if (one.userId === userId) this.ended.add(one.grantId);
  }

  revokeSecret(): void {
    this.secretsGone = { tokens: this.tokens.length, codes: this.codes.length };
    this.integration = { ...this.integration, keyEpoch: this.integration.keyEpoch + 1 };
  }

  check(): void {
    for (const [at, token] of this.tokens.entries()) {
      const alive = this.stands(token.grantId) && at >= this.secretsGone.tokens;
      if ((grantStatus(this.grantFacts(token.grantId), token) === 'live') !== alive) expect.fail('an access token');
      const family = this.families.get(token.familyId);
      const refreshes = this.decideRefresh(token).outcome.kind === 'issue';
      if (refreshes && !alive) expect.fail('a refresh token without a live grant');
      const current = family?.generation === token.generation;
      if (current && refreshes !== (alive && this.now < family.expiresAt)) expect.fail('the current refresh token');
    }
  }
}

const index = fc.nat(40);
const step: fc.Arbitrary<(world: World) => void> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Person>(1, 2).map((who) => (world: World) => world.consent(who)) },
  { weight: 5, arbitrary: index.map((at) => (world: World) => world.exchange(at)) },
  { weight: 8, arbitrary: index.map((at) => (world: World) => world.refresh(at)) },
  { weight: 1, arbitrary: index.map((at) => (world: World) => world.revoke(at)) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.disable()) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.revokeSecret()) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('stopped', 'active', 'active').map((state) => (world: World) => {
      world.integration = { ...world.integration, state };
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom<Person>(1, 2), fc.constantFrom('active', 'active', 'deactivated')).map(
      ([who, state]) =>
        (world: World) =>
          world.move(who, state),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 599_000, 601_000, 1_201_000, 7_700_000_000).map((ms) => (world: World) => {
      world.now += ms;
    }),
  },
);

describe('any sequence of consents, exchanges, refreshes and ends', () => {
  test('after any steps a token lives exactly as long as its grant, has one successor, and no older token is accepted', () => {
    let refreshed = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 80 }), (steps) => {
        const world = new World();
        world.consent(1);
        world.exchange(0);
        for (const take of steps) {
          take(world);
          world.check();
        }
        refreshed += world.successors.size;
      }),
      { numRuns: 100 },
    );
    expect(refreshed, 'the steps reached what they are about').toBeGreaterThan(100);
  });
});
