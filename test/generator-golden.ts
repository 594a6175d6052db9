import { decode } from 'fast-png';
import { type Generator, loadModel } from '../src/engine/models/load.ts';
import { checkManifest, isCellsManifest, isDreamManifest } from '../src/engine/models/manifest.ts';
import { webHost } from '../src/engine/models/web-host.ts';
import { resultOf } from '../src/engine/steps/result-of.ts';

// A shipped generator in a browser, on the backend that is current.

const ID = 'blood-stain';

/** @param models where the shelf is served. @param onBytes hears of the download. */
export async function loadGenerator(models: URL, onBytes = (_: number) => {}): Promise<Generator> {
  const host = webHost(models, { fetch: globalThis.fetch.bind(globalThis), caches: globalThis.caches });
  const shelved = (await host.manifests()).filter(
    (value) => !isDreamManifest(value) && !isCellsManifest(value),
  );
  const manifests = shelved.map((value) => checkManifest(value, 'a shipped model'));
  const manifest = manifests.find((one) => one.id === ID);
  if (!manifest) throw new Error(`there is no ${ID} on the shelf`);
  return loadModel(manifest, host, onBytes, new AbortController().signal);
}

/** How far a generator's painting is from its golden picture, in the mean over all values; of 255. */
export async function offGolden(generator: Generator, models: URL): Promise<number> {
  const pixels = async (file: string) => {
    const response = await fetch(new URL(`${ID}/${file}`, models));
    return decode(await response.arrayBuffer()).data;
  };
  const inputs = await Promise.all(generator.manifest.golden.input.map(pixels));
  const planes = inputs.map((input) => Float32Array.from(input, (value) => value / 127.5 - 1));
  const golden = await pixels(generator.manifest.golden.output);
  const rgb = await resultOf(generator.paint(planes, 256, 256));
  if (rgb.length !== golden.length) throw new Error(`${rgb.length} values, not ${golden.length}`);
  return (
    rgb.reduce((sum, y, i) => sum + Math.abs((y + 1) * 127.5 - (golden[i] ?? Number.NaN)), 0) / rgb.length
  );
}
