import { createCache } from '../engine/cache.ts';
import { type Drafter, firstLook, loadDrafter } from '../engine/first-look.ts';
import '../engine/formats/png.ts'; // the sample that opens by itself is one: with a round of its own it came later
import { checkManifest, type Manifest } from '../engine/models/manifest.ts';
import { webHost } from '../engine/models/web-host.ts';
import { trainedRecipe } from '../engine/starting-recipe.ts';
import { ofVersion } from '../offline/versions.ts';
import { buffersIn } from './buffers-in.ts';
import type { LookAsk, LookName, LookReply } from './first-look-messages.ts';
import { openSources } from './open-sources.ts';
import { show } from './shown.ts';

// A worker of its own, without tfjs: its first colours are there while the engine's scripts are still being compiled. It answers
// once and ends; where it fails it says nothing, since the engine comes to the same picture and will.

/** The worker's own scope; the DOM's types call it a window. */
const port = globalThis as unknown as {
  readonly name: string;
  postMessage(reply: LookReply, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<LookAsk>) => void) | null;
  close(): void;
};

const LOOK_BYTES = 64 * 2 ** 20;
const { signal } = new AbortController(); // whoever wants no more ends the worker

/** A model that is on its way. */
interface Painter {
  readonly id: string;
  readonly manifest: Promise<Manifest | null>;
  readonly drafter: Promise<Drafter | null>;
}

/** What is known of the page. */
interface Opened {
  /** A model of the shelf that the page came with; one of no such id has neither manifest nor drafter. */
  painter(id: string): Painter;
  /** The one that was guessed. */
  readonly guessed: Promise<Painter | null>;
}

function open({ base, version, model }: LookName): Opened {
  const fetchOf: typeof fetch = (file, init) =>
    fetch(file instanceof URL ? ofVersion(file, version) : file, init);
  const models = new URL('models/', base);
  const host = webHost(models, { fetch: fetchOf, caches: globalThis.caches });
  const json = async (file: URL): Promise<unknown> => {
    const answer = await fetchOf(file);
    return answer.ok ? answer.json() : null;
  };
  const painter = (id: string): Painter => {
    const manifest = json(new URL(`${id}/manifest.json`, models)).then((it) =>
      it === null ? null : checkManifest(it, id),
    );
    const drafter = manifest.then((one) => (one ? loadDrafter(one, host, signal) : null));
    drafter.catch(() => {}); // whoever waits for it hears of a failure
    return { id, manifest, drafter };
  };
  const guess = async () => {
    const last = model === null ? null : painter(model);
    if (await last?.manifest) return last;
    const first = firstModel(await json(new URL('samples/index.json', base))); // a person's own models are not on this shelf
    return first === null ? null : painter(first);
  };
  return { painter, guessed: guess().catch(() => null) };
}

/** The model of the first sample of a list. */
function firstModel(samples: unknown): string | null {
  const first: unknown = Array.isArray(samples) ? samples[0] : null;
  const model = typeof first === 'object' && first !== null && 'model' in first ? first.model : null;
  return typeof model === 'string' ? model : null;
}

async function look({ guessed, painter }: Opened, { source, recipe, isTrained }: LookAsk): Promise<void> {
  const { model } = recipe.colour;
  const guess = await guessed;
  const chosen = model === 'none' || model === 'cells' ? null : guess?.id === model ? guess : painter(model);
  const manifest = await chosen?.manifest;
  const wanted = manifest && isTrained ? trainedRecipe(recipe, manifest) : recipe;
  const context = { cache: createCache(LOOK_BYTES), now: () => performance.now() / 1000 };
  const steps = firstLook(openSources()(source), wanted, chosen?.drafter ?? null, context, signal);
  for await (const event of steps) {
    const reply = show(event);
    if (reply.type === 'picture') port.postMessage(reply, [...buffersIn(reply)]);
  }
}

const opened = open(JSON.parse(port.name) as LookName); // the page wrote it
port.onmessage = async ({ data }) => {
  await look(opened, data).catch(() => {}); // the engine comes to it too, and says so
  port.postMessage({ type: 'ended' });
  port.close();
};
