import { createShelf } from '../../engine/models/shelf.ts';
import { openDevice } from '../device.ts';
import { modelsOnDisk } from '../files.ts';
import { parsed, type Verb, WrongUse } from '../verb.ts';

/** The page's pictures that explain its controls. */
export const explain: Verb = {
  summary: 'the pictures that explain the controls of the page',
  help: `eosin explain --out DIR [CONTROL...]

  Draws what stands behind the page's ⓘ and in its tour, from the samples and scenes that come with
  Eosin, and writes
  DIR/explained/<control>.webp   before and after, side by side
  DIR/tour/<pane>.webp           a sample in each of its stages
  Computed by WebAssembly, so that a second run gives the same files. Some minutes on two cores.

  --out DIR     made where it does not exist; the page's own is public
  CONTROL       only these controls, or "tour"
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, { out: { type: 'string' } });
    if (!values.out) throw new WrongUse('explain needs --out DIR, the folder to write to.');
    const { explainedPictures } = await import('../../engine/explained/pictures.ts');
    const unknown = positionals.find((one) => one !== 'tour' && !Object.hasOwn(explainedPictures, one));
    if (unknown !== undefined)
      throw new WrongUse(
        `no picture is called "${unknown}". There are: ${Object.keys(explainedPictures).join(', ')}, tour.`,
      );
    const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
    const device = await openDevice('wasm');
    try {
      const { drawExplained } = await import('../explained.ts');
      await drawExplained(values.out, root, new Set(positionals), { device, shelf });
      return 0;
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
