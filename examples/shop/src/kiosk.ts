import type { Keys } from './platform.ts';

const KIOSKS_MAX = 1000;

interface HandedOver {
  readonly keys: Keys;
  readonly state: string;
}

/**
 * The keys of external integrations that the platform created for visitors of this shop, one per Allow. The keys arrive
 * at `/kiosk/keys` before the visitor arrives at `/kiosk/callback`.
 */
export function createKiosk(platform: Pick<Keys, 'platformUrl' | 'baseDomain'>, site: string) {
  const handedOver = new Map<string, HandedOver>();
  const redirectUri = `${site}/kiosk/callback`;
  return {
    redirectUri,
    secretsUri: `${site}/kiosk/keys`,

    /**
     * Stores the keys in a secrets hook if this site issued its state; receiving them again changes nothing. @returns
     * whether this site issued the state
     */
    take(body: string, isOurs: (state: string) => boolean): boolean {
      const { client_id: clientId, client_secret: clientSecret, state } = JSON.parse(body) as Record<string, string>;
      if (clientId === undefined || clientSecret === undefined || state === undefined || !isOurs(state)) return false;
      handedOver.set(clientId, { keys: { ...platform, clientId, clientSecret, redirectUri }, state });
      const [oldest] = handedOver.keys();
      if (handedOver.size > KIOSKS_MAX && oldest !== undefined) handedOver.delete(oldest);
      return true;
    },

    /** The keys of the integration that this visitor's Allow created. */
    keysOf(clientId: string | null, state: string): Keys | undefined {
      const found = clientId === null ? undefined : handedOver.get(clientId);
      return found?.state === state ? found.keys : undefined;
    },
  };
}

export type Kiosk = ReturnType<typeof createKiosk>;
