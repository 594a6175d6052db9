import { resolve } from 'node:path';
import { encodePng } from '../../engine/formats/png-write.ts';
import { canny } from '../../engine/ops/canny.ts';
import { automaticThresholds } from '../../engine/ops/thresholds.ts';
import { checkFolderOf, readPlanes, writePicture } from '../files.ts';
import { fullSizeGrey, fullSizePicture } from '../full-size-grey.ts';
import { numberIn, oneOf, parsed, type Verb, WrongUse } from '../verb.ts';

const apertures = { 3: 3, 5: 5, 7: 7 } as const;

/** Canny on a picture at its own size, as `cv2.Canny` does it. */
export const edges: Verb = {
  summary: 'Canny edges of one picture at its own size',
  help: `eosin edges IN OUT.png [options]

  Canny edges, bit for bit those of cv2.Canny on the picture as 8-bit grey, at the picture's own
  size. OUT is a PNG of one channel: 255 on an edge, 0 elsewhere. Colour becomes grey as by
  cv2.cvtColor, or each channel is looked at by itself. Values of more than 8 bits are first stretched to 0..255 from the smallest to the
  largest (percentiles 0 and 100); 8-bit values are taken as they are.

  --low N       threshold for what may continue an edge. Default: 100
  --high N      threshold for what begins one. Default: 200
  --auto        both from the picture: high at the 90th percentile of the gradient, low at 0.4 of it
  --aperture N  side of the Sobel kernel: 3, 5 or 7. Default: 3
  --channels C  grey, or colour: the largest gradient of red, green and blue, as cv2.Canny takes a picture of 3 channels.
                Default: grey
  --l2          magnitude as the root of the sum of squares; else |gx| + |gy|
  --sigma S     Gaussian blur before, standard deviation in pixels, 0 to 100. Default: 0, none
`,
  async run(args) {
    const { values, positionals } = parsed(args, {
      low: { type: 'string', default: '100' },
      high: { type: 'string', default: '200' },
      auto: { type: 'boolean' },
      aperture: { type: 'string', default: '3' },
      channels: { type: 'string', default: 'grey' },
      l2: { type: 'boolean' },
      sigma: { type: 'string', default: '0' },
    });
    const [from, to, ...more] = positionals;
    if (from === undefined || to === undefined || more.length > 0) {
      const found = positionals.length === 1 ? 'one file' : `${positionals.length} files`;
      throw new WrongUse(`edges takes two files, not ${found}: eosin edges IN OUT.png.`);
    }
    if (resolve(from) === resolve(to))
      throw new WrongUse(`${to} is the picture itself; name another file to write.`);
    const settings = {
      low: numberIn('low', values.low),
      high: numberIn('high', values.high),
      aperture: apertures[oneOf('aperture', values.aperture, ['3', '5', '7'])],
      norm: values.l2 ? 'L2' : 'L1',
      sigma: numberIn('sigma', values.sigma, { least: 0, most: 100 }),
    } as const;
    const isColour = oneOf('channels', values.channels, ['grey', 'colour']) === 'colour';
    await checkFolderOf(to);

    const picture = (isColour ? fullSizePicture : fullSizeGrey)(await readPlanes(from));
    const thresholds = values.auto ? automaticThresholds(picture, settings) : settings;
    await writePicture(
      to,
      await encodePng(canny(picture, { ...settings, low: thresholds.low, high: thresholds.high })),
    );
    process.stdout.write(
      values.auto ? `${to} (low ${thresholds.low}, high ${thresholds.high})\n` : `${to}\n`,
    );
    return 0;
  },
};
