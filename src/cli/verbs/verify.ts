import { createShelf } from '../../engine/models/shelf.ts';
import { backends, openDevice } from '../device.ts';
import { modelsOnDisk } from '../files.ts';
import { oneOf, parsed, type Verb, WrongUse } from '../verb.ts';
import type { Verdict } from '../verdict.ts';
import { verifyFile } from '../verify-file.ts';

function inWords({ file, source, same, difference, otherWeights, video }: Verdict): string {
  const others =
    otherWeights.length > 0
      ? ` The weights of ${otherWeights.join(' and ')} are others than those that made it.`
      : '';
  if (video && !video.isWhole) return `${file}: not as Eosin wrote it; it was changed or damaged since.`;
  if (video)
    return same
      ? `${file}: same pixels as its recipe makes of ${source}, as they went to the browser's encoder.${others}`
      : `${file}: not the same; other pictures went to the browser's encoder than its recipe makes of ${source} here, or another kind of device made them.${others}`;
  if (same) return `${file}: same pixels as its recipe makes of ${source}.${others}`;
  if (!difference) return `${file}: not the same; its recipe makes another size of ${source}.${others}`;
  const { differing, pixels, mean, most } = difference;
  return `${file}: ${differing} of ${pixels} pixels differ from what its recipe makes of ${source}, by ${mean.toFixed(3)} levels in the mean and ${most} at most.${others}`;
}

/** Whether a file is what it says of itself. */
export const verify: Verb = {
  summary: 'make a file of Eosin again by the recipe inside it, and compare',
  help: `eosin verify FILE [--source IN]... [options]

  Reads the recipe that a PNG, JPEG, TIFF, GIF, MP4 or WebM of Eosin, or a figure in SVG or PDF, carries, makes it again from its source, and says
  "same pixels" or how far off it is. A video's own pixels are the browser's encoder's: of it the pictures are compared that went in, on the same
  kind of device, and whether the file was changed since, by accident or by another program; a forger can write a new seal. The source is known by its SHA-256; a drawn sample needs none. Exit status 1 where it is not the same. Another kind of
  device than the one that made it may differ in some pixels by a level.

  --source IN        the picture that it was made from; of a figure of several, once for each. Default: the file of that name beside FILE
  --guide FILE       the picture that its dream went towards
  --labels FILE      the cells that were taken in place of those that a network finds; of a figure of several, once for each. Default: the file of
                     that name beside FILE
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm
  --json             one line of JSON: {"file", "source", "shows", "same", "difference": {"pixels", "differing", "mean", "most"} | null,
                     "otherWeights": [id, ...]}, of a video also "video": {"isWhole"}
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      source: { type: 'string', multiple: true },
      guide: { type: 'string' },
      labels: { type: 'string', multiple: true },
      backend: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0)
      throw new WrongUse(
        `verify takes one file: eosin verify FILE [--source IN]; ${positionals.length} were given.`,
      );
    const backend = values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
    const device = await openDevice(backend);
    try {
      const verdict = await verifyFile(path, values, { device, shelf });
      process.stdout.write(`${values.json ? JSON.stringify(verdict) : inWords(verdict)}\n`);
      return verdict.same ? 0 : 1;
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
