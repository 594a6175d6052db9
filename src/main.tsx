import { base, looker, version } from './early.ts'; // before all else
import './page/frame/page-language.ts'; // before any part that reads the language when it is loaded
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from './bridge/client.ts';
import { lateWorker } from './bridge/late-worker.ts';
import { offlineCopy } from './bridge/offline-copy.ts';
import type { Backend } from './engine/device/device.ts';
import { App } from './page/App.tsx';
import { DeskProvider } from './page/desk.ts';
import { openLiveView } from './page/live/live-view.ts';
import { createPictures } from './page/pictures.ts';
import { followTheme } from './page/theme.ts';
import { browserTab, keepDesk } from './state/kept/keep-desk.ts';
import { openOffline } from './state/offline.ts';
import { openSession } from './state/session.ts';
import { openSharing } from './state/sharing.ts';
import { createStudio } from './state/studio.ts';

const backends: readonly string[] = ['webgpu', 'webgl', 'wasm'] satisfies Backend[];

/** The backend that `?backend=` forces; anything else in its place is no choice. */
function forcedBackend(): Backend | null {
  const asked = new URLSearchParams(location.search).get('backend');
  return asked !== null && backends.includes(asked) ? (asked as Backend) : null; // one of the list above
}

const studio = createStudio();
const pictures = createPictures();
followTheme(studio);
// On a phone four panes alike are too small to see anything.
if (matchMedia('(max-width: 859px)').matches) studio.getState().setLayout('large');
// Two cores are busy with the page's first round and the first look: an engine beside them would keep all three waiting.
const engineMay = navigator.hardwareConcurrency > 2 ? Promise.resolve() : looker.nearlyOver;
const client = createClient(() =>
  lateWorker(
    engineMay,
    () => new Worker(new URL('./bridge/worker.ts', import.meta.url), { type: 'module', name: 'engine' }),
  ),
);
const address = { base, backend: forcedBackend(), script: import.meta.url, version };
const broughtBack = keepDesk(studio, browserTab());
const session = openSession(studio, client, address, pictures, broughtBack, looker);
const offline = openOffline(studio, client, (tell) => offlineCopy(address, tell));
const sharing = openSharing(studio, client, session, base);
const openLink = () =>
  void sharing.openLink(location.hash, () =>
    history.replaceState(null, '', location.pathname + location.search),
  );
void broughtBack.then(openLink); // a link changes what was brought back
addEventListener('hashchange', openLink);
// Vite's word for a part of the page that does not come.
addEventListener('vite:preloadError', () => void session.partMissing());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element "root"');
createRoot(root).render(
  <StrictMode>
    <DeskProvider
      value={{
        studio,
        client,
        session: { ...session, addFiles: sharing.addFiles },
        offline,
        sharing,
        live: openLiveView(studio, client, pictures, sharing.addFiles),
        pictures,
        base,
      }}
    >
      <App />
    </DeskProvider>
  </StrictMode>,
);
