import { createCache } from '../engine/cache.ts';
import { firstLook } from '../engine/first-look.ts';
import '../engine/formats/png.ts'; // the sample that opens by itself is one: with a round of its own it came later
import type { ModelHost } from '../engine/models/host.ts';
import { checkManifest, type Manifest } from '../engine/models/manifest.ts';
import { webHost } from '../engine/models/web-host.ts';
import type { Recipe } from '../engine/recipe.ts';
import { trainedDevelop, trainedEdges } from '../engine/starting-recipe.ts';
import { ofVersion } from '../offline/versions.ts';
import { buffersIn } from './buffers-in.ts';
import type { LookAsk, LookReply } from './first-look-messages.ts';
import { openSources } from './open-sources.ts';
import { show } from './shown.ts';

// A worker of its own, without tfjs: its first colours are there while the engine's scripts are still being compiled. It answers
// once and ends; where it fails it says nothing, since the engine comes to the same picture and will.

/** The worker's own scope; the DOM's types call it a window. */
const port = globalThis as unknown as {
  postMessage(reply: LookReply, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<LookAsk>) => void) | null;
  close(): void;
};

const LOOK_BYTES = 64 * 2 ** 20;

async function look({ source, recipe, isTrained, base, version }: LookAsk): Promise<void> {
  const models = new URL('models/', base);
  const fetchOf: typeof fetch = (file, init) =>
    fetch(file instanceof URL ? ofVersion(file, version) : file, init);
  const host = webHost(models, { fetch: fetchOf, caches: globalThis.caches });
  const painter = await painterOf(recipe.colour.model, models, host, fetchOf);
  const context = { cache: createCache(LOOK_BYTES), now: () => performance.now() / 1000 };
  const wanted = painter && isTrained ? trained(recipe, painter.manifest) : recipe;
  const { signal } = new AbortController(); // whoever wants no more ends the worker
  for await (const event of firstLook(openSources()(source), wanted, painter, context, signal)) {
    const reply = show(event);
    if (reply.type === 'picture') port.postMessage(reply, [...buffersIn(reply)]);
  }
}

/** The model of that id among those that the page came with; null where it is none of them. */
async function painterOf(
  id: string,
  models: URL,
  host: ModelHost,
  fetchOf: typeof fetch,
): Promise<{ readonly manifest: Manifest; readonly host: ModelHost } | null> {
  if (id === 'none' || id === 'cells') return null;
  const answer = await fetchOf(new URL(`${id}/manifest.json`, models));
  return answer.ok ? { manifest: checkManifest(await answer.json(), id), host } : null;
}

const trained = (recipe: Recipe, manifest: Manifest): Recipe => ({
  ...recipe,
  develop: trainedDevelop(recipe, manifest),
  edges: trainedEdges(recipe, manifest),
});

port.onmessage = ({ data }) => {
  look(data)
    .catch(() => {}) // the engine comes to it too, and says so
    .finally(() => port.close());
};
