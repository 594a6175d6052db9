import type { FigureProvenance } from '../export/figure-provenance.ts';
import { panelWidth, smallPt } from './layout.ts';
import { type FigurePanel, noteOf } from './panel.ts';
import { panelLabel } from './plan.ts';
import { confused } from './told-apart.ts';

/** Something that a figure for a paper should have. */
export interface Light {
  readonly name: string;
  readonly isMet: boolean;
  /** What is there, or what is missing and what would cure it. */
  readonly sentence: string;
}

/** Dots an inch below which print looks soft. */
const LEAST_DPI = 300;
/** Points below which print cannot be read. */
const LEAST_PT = 5;
/** Per cent of all pixels that may become black or white. */
const MOST_CLIPPED = 5;

/** As "a", "a and b", "a, b and c". */
const listed = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const light = (name: string, isMet: boolean, good: string, bad: string): Light => ({
  name,
  isMet,
  sentence: isMet ? good : bad,
});

/**
 * What a figure has and lacks of what Schmied et al. 2024 (doi:10.1038/s41592-023-01987-9) ask of published images, and of what print needs. Points
 * that do not concern it are left out.
 */
export function checklist(
  panels: readonly FigurePanel[],
  { looks, rows }: FigureProvenance,
): readonly Light[] {
  const labels = panels.map((_, i) => panelLabel(i));
  const those = (is: (panel: FigurePanel) => boolean) =>
    listed(panels.flatMap((panel, i) => (is(panel) ? [labels[i] ?? ''] : [])));
  const lights: Light[] = [];

  const unscaled = those(({ pixelUm }) => pixelUm === null);
  const silent = [
    ...new Set(
      panels.flatMap(({ row, pixelUm }) => (pixelUm === null ? [rows[row]?.source.name ?? ''] : [])),
    ),
  ];
  lights.push(
    light(
      'Scale bars',
      looks.scaleBars && unscaled === '',
      'Every panel has a bar from its own pixel size.',
      looks.scaleBars
        ? `None on ${unscaled}: ${listed(silent)} ${silent.length > 1 ? 'do' : 'does'} not say how wide a pixel is; give a length in the caption.`
        : 'Scale bars are switched off.',
    ),
  );

  const stains = panels.flatMap(({ key }) => (key?.kind === 'channels' ? [key.channels] : []));
  if (stains.length > 0) {
    const nameless = stains.flat().filter(({ name }) => /^Channel \d+$/.test(name));
    lights.push(
      light(
        'Channels named',
        looks.legends && nameless.length === 0,
        'The legend names every channel and its colour.',
        looks.legends
          ? `The file gives ${listed([...new Set(nameless.map(({ name }) => name))])} no name: say in the caption what is stained.`
          : 'Legends are switched off.',
      ),
    );
    const alike = stains.map(confused).find((one) => one !== null) ?? null;
    lights.push(
      light(
        'Colours for all eyes',
        alike === null,
        'Eyes that lack red or green cones tell the channels apart.',
        `${alike?.one} and ${alike?.other} look alike in ${alike?.vision}: give one of them magenta, green or blue in the input’s settings.`,
      ),
    );
  }

  const measured = panels.some(({ key }) => key?.kind === 'measure');
  if (measured)
    lights.push(
      light(
        'Colour legend',
        looks.legends,
        'A legend says what the colours of cells measure.',
        'Legends are switched off: nobody knows what the colours of cells measure.',
      ),
    );

  const generated = those((panel) => noteOf(panel) !== null);
  lights.push(
    light(
      'Generated content named',
      generated === '' || looks.generatedNotes,
      generated === ''
        ? 'No network made any of it.'
        : `${generated}: the network that made it is named below.`,
      `${generated} ${generated.length > 1 ? 'are' : 'is'} made by networks, and the notes that say so are switched off.`,
    ),
  );

  if (looks.insets.length > 0)
    lights.push(
      light('Insets marked', true, 'Each inset says where it comes from and how much larger it is.', ''),
    );

  if (panels.length > 1)
    lights.push(
      light(
        'Panels labelled',
        looks.labels,
        `Panels are called ${listed(labels.length > 3 ? [labels[0] ?? '', '…', labels.at(-1) ?? ''] : labels).replace(', … and', ' to')}.`,
        'Panel labels are switched off: a caption cannot name a panel.',
      ),
    );

  const smallest = smallPt(looks.typePt);
  lights.push(
    light(
      'Readable type',
      smallest >= LEAST_PT,
      `The smallest letters have ${Number(smallest.toFixed(1))} points.`,
      `The smallest letters have ${Number(smallest.toFixed(1))} points; print needs ${LEAST_PT}.`,
    ),
  );

  const perInch = ({ picture }: FigurePanel) => (picture.width / panelWidth(looks)) * 25.4;
  const soft = those((panel) => perInch(panel) < LEAST_DPI);
  const least = Math.floor(Math.min(...panels.map(perInch)));
  lights.push(
    light(
      'Resolution',
      soft === '',
      `Every panel has at least ${LEAST_DPI} pixels an inch.`,
      `${soft}: ${least} pixels an inch at this width, below ${LEAST_DPI}; work at a larger size, or make the figure narrower.`,
    ),
  );

  const clipped = rows.filter(({ recipe: { develop } }) => develop.low + 100 - develop.high > MOST_CLIPPED);
  lights.push(
    light(
      'Little is clipped',
      clipped.length === 0,
      `At most ${MOST_CLIPPED} % of the pixels are stretched to black or white; the methods say how.`,
      `The contrast of ${listed(clipped.map(({ source }) => source.name))} makes more than ${MOST_CLIPPED} % of the pixels black or white.`,
    ),
  );
  const bent = rows.filter(
    ({ recipe: { develop } }) =>
      develop.gamma !== 1 || develop.channels?.some(({ shown, gamma }) => shown && gamma !== 1),
  );
  if (bent.length > 0)
    lights.push(
      light(
        'Brightness in proportion',
        false,
        '',
        `A gamma other than 1 changes the brightness of ${listed(bent.map(({ source }) => source.name))}: say so in the caption.`,
      ),
    );
  return lights;
}
