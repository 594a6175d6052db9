import { describe, expect, test } from 'vitest';
import type { Command, ImageCommand, RectCommand, TextCommand } from './drawing.ts';
import { looksOfTwo, plain, twoPanels } from './figure.fixture.ts';
import { layout } from './layout.ts';

const texts = (commands: readonly Command[]) =>
  commands.filter((one): one is TextCommand => one.kind === 'text').map(({ text }) => text);
const images = (commands: readonly Command[]) =>
  commands.filter((one): one is ImageCommand => one.kind === 'image');
const bars = (commands: readonly Command[]) =>
  commands.filter((one): one is RectCommand => one.kind === 'rect' && one.name === 'scale-bar');

test('panels share the width, keep their proportions and lie below their heads', () => {
  const { drawing, panels } = layout({ ...looksOfTwo, gapMm: 5 }, twoPanels(null), ['Cells']);
  expect(drawing.width).toBe(85);
  expect(panels.map(({ x, width, height }) => [x, width, height])).toEqual([
    [0, 40, 32],
    [45, 40, 32],
  ]);
  expect(panels[0]?.y).toBeCloseTo(1.3 * 7 * (25.4 / 72), 9);
  expect(texts(drawing.commands)).toEqual(['a', 'Input', 'b', 'Colour', 'generated colour: blood-smear']);
});

test('a bar is as long as its label says, at the size of its panel', () => {
  const { drawing } = layout({ ...looksOfTwo, gapMm: 5 }, twoPanels(0.5), ['Cells']);
  // 100 pixels of 0.5 µm are 50 µm on 40 mm; three tenths take a bar of 10 µm: 8 mm.
  expect(bars(drawing.commands).map(({ width }) => width)).toEqual([8, 8]);
  expect(texts(drawing.commands).filter((text) => text === '10 µm')).toHaveLength(2);
});

test('bars are white on dark ground and black on bright ground', () => {
  const { drawing } = layout(looksOfTwo, twoPanels(0.5), ['Cells']);
  expect(bars(drawing.commands).map(({ fill }) => fill)).toEqual([
    [255, 255, 255],
    [0, 0, 0],
  ]);
});

describe('an inset', () => {
  const inset = { row: 0, part: [0.1, 0.2, 0.2, 0.25], times: 2, corner: 'bottom-right' } as const;
  const { drawing } = layout({ ...looksOfTwo, gapMm: 5, insets: [inset] }, twoPanels(0.5), ['Cells']);

  test('shows just the pixels of its frame, so many times larger', () => {
    const [, first] = images(drawing.commands);
    expect(first).toMatchObject({
      name: 'a-inset-1',
      picture: { width: 20, height: 20 },
      width: 16,
      height: 16,
    });
    expect(texts(drawing.commands).filter((text) => text === '2×')).toHaveLength(2);
  });

  test('is framed where it comes from', () => {
    const [, , , frame] = drawing.commands.filter(({ kind }) => kind !== 'text');
    expect(frame).toMatchObject({ kind: 'rect', fill: null, x: 4, width: 8, height: 8 });
  });

  test('sends the bar to the other side', () => {
    const [bar] = bars(drawing.commands);
    expect(bar?.x).toBeLessThan(20);
  });

  test('that would cover its panel is drawn smaller, and says how large', () => {
    const large = layout({ ...looksOfTwo, insets: [{ ...inset, times: 20 }] }, twoPanels(0.5), ['Cells']);
    expect(texts(large.drawing.commands)).toContain('2.5×');
  });
});

test('several rows are called what their pictures are, and cut where they are too long', () => {
  const panels = [0, 1].flatMap((row) => twoPanels(null).map((panel) => ({ ...panel, row })));
  const { drawing, panels: placed } = layout(looksOfTwo, panels, ['First', 'W'.repeat(200)]);
  const words = texts(drawing.commands);
  expect(words[0]).toBe('First');
  expect(words.find((text) => text.startsWith('WW'))).toMatch(/^W{35,50}…$/);
  expect(placed.map(({ label, row }) => `${label}${row}`)).toEqual(['a0', 'b0', 'c1', 'd1']);
});

test('what colours mean stands below the panel: channels by name, measures from low to high', () => {
  const [input, colour] = twoPanels(null);
  const stops = [
    [0, 0, 0],
    [255, 255, 255],
  ] as const;
  const legend = {
    palette: 'area',
    title: 'Area',
    unit: 'µm²',
    low: 12.345,
    high: 400,
    least: 1,
    most: 900,
    stops,
  } as const;
  const { drawing } = layout(
    { ...looksOfTwo, generatedNotes: false },
    [
      { ...input!, key: { kind: 'channels', channels: [{ name: 'DAPI', colour: [0, 0, 255] }] } },
      { ...colour!, key: { kind: 'measure', legend } },
    ],
    ['Cells'],
  );
  expect(texts(drawing.commands).slice(-4)).toEqual(['Colour', '12.3', 'Area (µm²)', '400']);
  const ramp = images(drawing.commands).at(-1);
  expect(ramp).toMatchObject({ name: 'b-key', picture: { width: 256, height: 4 } });
  expect([...(ramp?.picture.data.slice(0, 3) ?? []), ...(ramp?.picture.data.slice(-3) ?? [])]).toEqual([
    0, 0, 0, 255, 255, 255,
  ]);
  expect(texts(drawing.commands)).toContain('DAPI');
  expect(drawing.commands.filter(({ kind }) => kind === 'rect')).toContainEqual(
    expect.objectContaining({ fill: [0, 0, 255] }),
  );
});

test('nothing reaches beyond the figure', () => {
  const insets = [{ row: 0, part: [0.7, 0.7, 0.3, 0.3], times: 2, corner: 'top-left' } as const];
  const { drawing } = layout({ ...looksOfTwo, insets }, twoPanels(0.2), ['Cells']);
  for (const command of drawing.commands) {
    const bottom = command.kind === 'text' ? command.baseline : command.y + command.height;
    expect(bottom).toBeLessThanOrEqual(drawing.height + 1e-9);
    if (command.kind !== 'text') expect(command.x + command.width).toBeLessThanOrEqual(85 + 1e-9);
  }
});

test('grey panels become RGB without a change of their values', () => {
  const grey = { width: 2, height: 1, channels: 1, data: Uint8Array.of(7, 255) } as const;
  const [input] = twoPanels(null);
  const { drawing } = layout(looksOfTwo, [{ ...input!, picture: grey }], ['Cells']);
  expect(images(drawing.commands)[0]?.picture).toEqual({
    ...plain(2, 1, [7, 7, 7]),
    data: Uint8Array.of(7, 7, 7, 255, 255, 255),
  });
});
