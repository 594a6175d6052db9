import { describe, expect, test } from 'vitest';
import { defaultRecipe } from '../recipe.ts';
import { checklist } from './checklist.ts';
import { followsFrom, looksOfTwo, painter, plain, twoPanels } from './figure.fixture.ts';
import { methods } from './methods.ts';
import type { ColourKey, FigurePanel } from './panel.ts';
import { confused } from './told-apart.ts';

const lights = (panels: readonly FigurePanel[], looks = looksOfTwo) =>
  Object.fromEntries(
    checklist(panels, followsFrom(panels, looks)).map(({ name, ...light }) => [name, light]),
  );
const stained = (channels: Extract<ColourKey, { kind: 'channels' }>['channels']) =>
  twoPanels(0.5).map((panel, i) =>
    i === 0 ? { ...panel, key: { kind: 'channels', channels } as const } : panel,
  );

test('a figure that has all is green, but for what its pixels lack', () => {
  const fine = twoPanels(0.5).map((panel) => ({ ...panel, picture: plain(600, 480, [9, 9, 9]) }));
  const all = checklist(fine, followsFrom(fine, looksOfTwo));
  expect(all.filter(({ isMet }) => !isMet)).toEqual([]);
  expect(all.map(({ name }) => name)).toEqual([
    'Scale bars',
    'Generated content named',
    'Panels labelled',
    'Readable type',
    'Resolution',
    'Little is clipped',
  ]);
});

describe('says what is missing', () => {
  test('a pixel size', () => {
    expect(lights(twoPanels(null))['Scale bars']).toEqual({
      isMet: false,
      sentence:
        'None on a and b: cells-1.tif does not say how wide a pixel is; give a length in the caption.',
    });
  });
  test('pixels for the width', () => {
    expect(lights(twoPanels(0.5)).Resolution?.sentence).toMatch(
      /^a and b: 61 pixels an inch at this width, below 300/,
    );
  });
  test('the word that colours are generated', () => {
    expect(
      lights(twoPanels(0.5), { ...looksOfTwo, generatedNotes: false })['Generated content named'],
    ).toEqual({
      isMet: false,
      sentence: 'b is made by networks, and the notes that say so are switched off.',
    });
  });
  test('letters of five points', () => {
    expect(lights(twoPanels(0.5), { ...looksOfTwo, typePt: 4.5 })['Readable type']?.isMet).toBe(false);
    expect(lights(twoPanels(0.5), { ...looksOfTwo, typePt: 5 })['Readable type']?.isMet).toBe(true);
  });
  test('names of channels, and colours that all eyes tell apart', () => {
    const bad = lights(
      stained([
        { name: 'DAPI', colour: [255, 0, 0] },
        { name: 'Channel 2', colour: [0, 255, 0] },
      ]),
    );
    expect(bad['Channels named']?.sentence).toBe(
      'The file gives Channel 2 no name: say in the caption what is stained.',
    );
    expect(bad['Colours for all eyes']?.sentence).toMatch(/^DAPI and Channel 2 look alike in deuteranopia:/);
    const good = lights(
      stained([
        { name: 'DAPI', colour: [255, 0, 255] },
        { name: 'GFP', colour: [0, 255, 0] },
      ]),
    );
    expect([good['Channels named']?.isMet, good['Colours for all eyes']?.isMet]).toEqual([true, true]);
  });
});

test('stains of one hue are taken for one, however bright', () => {
  const stain = (name: string, ...colour: [number, number, number]) => ({ name, colour });
  expect(confused([stain('a', 255, 0, 0), stain('b', 0, 90, 0)])).toMatchObject({ one: 'a', other: 'b' });
  expect(confused([stain('a', 255, 0, 255), stain('b', 0, 255, 0), stain('c', 0, 255, 255)])).toBeNull();
});

describe('the methods', () => {
  test('say nothing of edges that nobody sees and no model read, and stretch stains by their own', () => {
    const looks = { ...looksOfTwo, columns: ['input'] } as const;
    const [stainedInput] = stained([{ name: 'DAPI', colour: [0, 0, 255] }]);
    const said = methods(followsFrom([stainedInput!], looks), [stainedInput!]);
    expect(said).not.toContain('Canny');
    expect(said).toContain('Each channel was stretched linearly between its 0.1th and 99.9th percentiles.');
  });

  const panels = twoPanels(0.5);
  test('name program, sources, models by hash, edges and both to be cited', () => {
    const said = methods(followsFrom(panels, looksOfTwo), panels);
    expect(said).toContain(`Pictures were processed with Eosin 0.1.0`);
    expect(said).toContain(`cells-1.tif (SHA-256 ${'0'.repeat(64)})`);
    expect(said).toContain(
      `generated from the edges by the network blood-smear (SHA-256 of its weights ${painter.sha256})`,
    );
    expect(said).toContain(
      'a Gaussian blur of 1.4 pixels, a Sobel aperture of 3, the L2 norm and hysteresis thresholds 30 and 80',
    );
    expect(said).toContain('the lowest 1 % became black and the highest 1 % white');
    expect(said).toContain('Reimagining Single-Cell Coloring Through Generative Modeling');
  });
  test('tell pictures apart that were treated otherwise', () => {
    const figure = followsFrom(panels, looksOfTwo, ['A', 'B']);
    const [first, second] = figure.rows;
    const blurred = { ...defaultRecipe, edges: { ...defaultRecipe.edges, sigma: 3 } };
    const both = [...panels, ...panels.map((panel) => ({ ...panel, row: 1 }))];
    const of = followsFrom(both, looksOfTwo, ['A', 'B']);
    const said = methods({ ...of, rows: [first!, { ...second!, recipe: blurred }] }, both);
    expect(said).toContain(
      'cells-1.tif: Edges were found by the method of Canny (1986) in the grey picture, with a Gaussian blur of 1.4 pixels',
    );
    expect(said).toContain(
      'cells-2.tif: Edges were found by the method of Canny (1986) in the grey picture, with a Gaussian blur of 3 pixels',
    );
  });
});
