import type { RawChannels } from '../cells/found-cells.ts';
import type { Planes, Samples } from '../picture.ts';
import { type DevelopSettings, framed } from './develop.ts';
import { lightOf } from './light.ts';

const COLOURS = ['Red', 'Green', 'Blue'];
const INKS = ['Cyan', 'Magenta', 'Yellow', 'Black'];

/** What is worth measuring of a file: its channels as stored, without alpha; of a palette the colours that it stands for. */
function channelsOf(planes: Planes): readonly { readonly name: string; readonly samples: Samples }[] {
  const { channels, photometric } = planes;
  if (photometric.kind === 'palette') {
    return lightOf(planes, 'grey').planes.map((samples, c) => ({ name: COLOURS[c]!, samples })); // three
  }
  const known = photometric.kind === 'rgb' ? COLOURS : photometric.kind === 'cmyk' ? INKS : [];
  const lights = channels.filter(({ alpha }) => !alpha);
  return lights.map(({ name, samples }, c) => ({
    name: name ?? known[c] ?? (lights.length === 1 ? 'Grey' : `Channel ${c + 1}`),
    samples,
  }));
}

/** The file's own numbers at each pixel of the working picture: neither stretched nor rounded. */
export function rawChannels(planes: Planes, recipe: DevelopSettings): RawChannels {
  const channels = channelsOf(planes);
  const isColour = planes.photometric.kind === 'rgb' || planes.photometric.kind === 'palette';
  const own = typeof recipe.channel === 'number' ? [recipe.channel] : isColour ? [0, 1, 2] : [0];
  return {
    names: channels.map(({ name }) => name),
    shown: own.filter((channel) => channel < channels.length),
    values: framed(
      channels.map(({ samples }) => samples),
      planes,
      recipe,
    ).planes,
  };
}
