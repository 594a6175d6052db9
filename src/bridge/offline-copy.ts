import { holdVersion, newestVersion, TIDY, WHICH } from '../offline/versions.ts';

/** Where the page is, and which version of it. */
interface Place {
  readonly base: string;
  /** Empty where the page was not built to be kept, as in development. */
  readonly version: string;
}

interface Listeners {
  /** The page is kept: it opens without a network. */
  kept(): void;
  /** A newer version is kept: a reload brings it. */
  newer(): void;
}

/** A tab that stays open for days looks for a newer version when somebody comes back to it, at most so often. */
const LOOK_EVERY_MS = 30 * 60_000;

/**
 * Keeps the page and its parts in the browser, through a service worker of this version. Without service workers (plain HTTP,
 * some private windows, old browsers) nothing is kept and nothing is said.
 */
export function offlineCopy({ base, version }: Place, { kept, newer }: Listeners) {
  const container = version === '' ? undefined : navigator.serviceWorker;
  let looked = 0;

  const compare = async () => {
    const newest = await newestVersion(base).catch(() => undefined); // a full disk, say
    if (newest !== undefined && newest !== version) newer();
  };

  const watch = (registration: ServiceWorkerRegistration) => {
    const follow = (worker: ServiceWorker | null) => {
      if (!worker) return;
      const look = () => {
        if (worker.state === 'installed' || worker.state === 'activated') void compare();
        if (worker.state === 'activated') kept();
      };
      look();
      worker.addEventListener('statechange', look);
    };
    registration.addEventListener('updatefound', () => follow(registration.installing));
    for (const worker of [registration.installing, registration.waiting, registration.active]) follow(worker);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden || performance.now() - looked < LOOK_EVERY_MS) return;
      looked = performance.now();
      registration.update().catch(() => {}); // offline, perhaps
    });
  };

  if (container) {
    void holdVersion(version, navigator.locks);
    container.addEventListener('message', ({ data, ports: [port] }) => {
      if (data === WHICH) port?.postMessage(version);
    });
    container.startMessages();
  }

  return {
    async keep(): Promise<void> {
      if (!container) return;
      try {
        const script = new URL('service-worker.js', base);
        await container.register(script, { scope: base, updateViaCache: 'none' });
        const registration = await container.getRegistration(base);
        if (!registration) return;
        watch(registration);
        registration.active?.postMessage(TIDY);
      } catch {
        // a private window, or a server without the file: the page works as long as there is a network
      }
    },
    async persist(): Promise<void> {
      await navigator.storage?.persist?.().catch(() => false);
    },
  };
}
