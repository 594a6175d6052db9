import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readers } from '../../../test/browser.mjs';
import { bytesOf } from '../formats/opened-file.ts';
import type { Planes } from '../picture.ts';
import { saidBy } from '../share/carried.ts';
import { figureIn } from '../share/figure-in.ts';
import { decode } from '../stages/decode.ts';
import type { RectCommand } from './drawing.ts';
import { followsFrom, looksOfTwo, plain, twoPanels } from './figure.fixture.ts';
import { imagesIn } from './images-in.ts';
import { layout } from './layout.ts';
import { type FigureFormat, figureFile, figureFormats } from './make-figure.ts';

const figure = (pixelUm: number | null, captions?: readonly string[]) => {
  const rows = captions ?? ['Cells <µ> & more'];
  const panels = rows.flatMap((_, row) => twoPanels(pixelUm).map((panel) => ({ ...panel, row })));
  return { panels, provenance: followsFrom(panels, looksOfTwo, rows) };
};

test.each(
  figureFormats,
)('a %s carries the whole of what it follows from, and is the same each time', async (format) => {
  const made = figure(0.5);
  const bytes = await figureFile(made, format);
  expect(figureIn(saidBy(bytesOf(bytes)))).toEqual(made.provenance);
  expect(Buffer.compare(bytes, await figureFile(made, format))).toBe(0);
  expect(Buffer.from(bytes).includes('digitalsourcetype/trainedAlgorithmicMedia')).toBe(true);
});

test.each(['svg', 'pdf'] as const)('a %s holds the pixels of its panels as they are', async (format) => {
  const bytes = await figureFile(figure(0.5), format);
  const images = await imagesIn('a', bytes, format);
  expect(images.map(({ name }) => name)).toEqual(['a', 'b']);
  for (const [i, { planes }] of images.entries()) {
    const { data } = twoPanels(0.5)[i]!.picture;
    expect([planes.width, planes.height]).toEqual([100, 80]);
    expect(planes.channels.map(({ samples }) => [...new Set(samples)])).toEqual(
      [...data.slice(0, 3)].map((one) => [one]),
    );
  }
});

test('a letter that a PDF’s own fonts lack is named; Greek is written', async () => {
  await expect(figureFile(figure(null, ['β', 'Жук']), 'pdf')).rejects.toThrow(
    '“Жук” has a letter that the fonts of a PDF lack, “Ж”: write it in others, or save the figure as SVG.',
  );
  expect((await figureFile(figure(null, ['β', 'α']), 'pdf')).length).toBeGreaterThan(1000);
});

test('more pixels than fit into memory are refused with the cure', async () => {
  const { panels } = figure(null);
  const looks = { ...looksOfTwo, widthMm: 1000, dpi: 1200 };
  await expect(figureFile({ panels, provenance: followsFrom(panels, looks) }, 'tif')).rejects.toThrow(
    /The figure would have 47244 × \d+ pixels; make it smaller/,
  );
});

test('a TIFF has 16 bits a channel and says its dots an inch', async () => {
  const bytes = await figureFile(figure(0.5), 'tif');
  const planes = await decode('a.tif', bytes);
  expect([planes.bitDepth, planes.channels.length, planes.width]).toEqual([
    16,
    3,
    Math.round((85 / 25.4) * 300),
  ]);
});

/** Length of the longest run of one value in a row of pixels that is about as high as the middle of the first bar, in millimetres. */
function barLength(planes: Planes, bar: RectCommand, height: number): number {
  const perMm = planes.height / height;
  const row = Math.floor((bar.y + bar.height / 2) * perMm);
  const samples = planes.channels[0]!.samples;
  const full = planes.bitDepth === 16 ? 65535 : 255;
  let sum = 0;
  // On a dark panel of one value: what the bar adds, pixels that it covers in part by their share.
  const from = Math.max(0, Math.floor((bar.x - 0.3) * perMm));
  const to = Math.ceil((bar.x + bar.width + 0.3) * perMm);
  const value = (x: number) => samples[row * planes.width + x] ?? 0;
  const ground = value(from);
  for (let x = from; x < to; x++) sum += (value(x) - ground) / (full - ground);
  return sum / perMm;
}

const { exiftool, pdftotext, pdftocairo, rsvg } = readers();
const missing = Object.entries({ exiftool, pdftotext, pdftocairo, rsvg }).flatMap(([name, path]) =>
  path ? [] : [name],
);
if (missing.length > 0 && process.env.CI === 'true')
  throw new Error(`the tests of figures read them by ${missing.join(', ')}, which is not installed`);

describe.skipIf(missing.length > 0)('other programs', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'eosin-figure-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const written = async (format: FigureFormat, pixelUm: number | null, captions?: readonly string[]) => {
    const path = join(folder, `a.${format}`);
    writeFileSync(path, await figureFile(figure(pixelUm, captions), format));
    return path;
  };
  /** Drawn by Poppler or librsvg at 600 dots an inch. */
  const drawn = async (path: string) => {
    const png = `${path}.png`;
    if (path.endsWith('pdf')) execFileSync(pdftocairo!, ['-png', '-r', '600', '-singlefile', path, path]);
    else if (path.endsWith('svg')) execFileSync(rsvg!, ['-d', '600', '-p', '600', path, '-o', png]);
    return await decode('drawn', new Uint8Array(readFileSync(/\.(pdf|svg)$/.test(path) ? png : path)));
  };

  describe.each(figureFormats)('draw the bar of a %s as long as it says', (format) => {
    test.each([0.13, 0.65, 12])('with pixels of %d µm', async (pixelUm) => {
      const { panels, provenance } = figure(pixelUm);
      const { drawing } = layout(provenance.looks, panels, ['Cells']);
      const bar = drawing.commands.find(
        (one): one is RectCommand => one.kind === 'rect' && one.name === 'scale-bar',
      )!;
      const label = drawing.commands.find((one) => one.kind === 'text' && /µm|nm|mm/.test(one.text));
      const said = label?.kind === 'text' ? label.text : '';
      const um = Number.parseFloat(said) * (said.endsWith('nm') ? 1e-3 : said.endsWith('mm') ? 1e3 : 1);
      const [panel] = layout(provenance.looks, panels, ['Cells']).panels;
      const mmPerUm = panel!.width / (100 * pixelUm);
      const long = barLength(await drawn(await written(format, pixelUm)), bar, drawing.height);
      expect(Math.abs(long / (um * mmPerUm) - 1)).toBeLessThan(0.01);
    });
  });

  test('find the words of a PDF as text', async () => {
    const path = await written('pdf', 0.5, ['Ätzung µ', 'β-Catenin']);
    const text = execFileSync(pdftotext!, ['-layout', path, '-'], { encoding: 'utf8' });
    for (const words of ['Ätzung µ', 'β-Catenin', 'Input', 'generated colour: blood-smear', '10 µm'])
      expect(text).toContain(words);
  });

  test('find the words of an SVG as text', async () => {
    const path = await written('svg', 0.5);
    const pdf = `${path}.pdf`;
    execFileSync(rsvg!, ['-f', 'pdf', path, '-o', pdf]);
    const text = execFileSync(pdftotext!, [pdf, '-'], { encoding: 'utf8' });
    for (const words of ['Input', 'generated colour: blood-smear', '10 µm']) expect(text).toContain(words);
  });

  test.each(figureFormats)('read where a %s comes from', async (format) => {
    const path = await written(format, 0.5);
    const [said] = JSON.parse(
      execFileSync(exiftool!, ['-j', '-struct', '-XMP:all', path], { encoding: 'utf8' }),
    );
    const { provenance } = figure(0.5);
    expect(said).toMatchObject({
      CreatorTool: 'Eosin 0.1.0',
      DigitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      Source: 'cells-1.tif',
      Description: expect.stringContaining('b: Colours generated by blood-smear'),
      Models: [`blood-smear sha256:${'ab'.repeat(32)}`],
    });
    expect(JSON.parse(said.Provenance)).toEqual(provenance);
  });

  test.each([
    ['png', { ResolutionUnit: undefined, PixelsPerUnitX: 11811 }],
    ['tif', { ResolutionUnit: 'inches', XResolution: 300, BitsPerSample: '16 16 16' }],
  ] as const)('read how large a %s is to be printed', async (format, wanted) => {
    const [said] = JSON.parse(
      execFileSync(exiftool!, ['-j', await written(format, 0.5)], { encoding: 'utf8' }),
    );
    expect(said).toMatchObject(
      Object.fromEntries(Object.entries(wanted).filter(([, one]) => one !== undefined)),
    );
  });
});

test('a figure of one plain picture is those pixels, with white around', async () => {
  const planes = await decode('a.png', await figureFile(figure(null), 'png'));
  const value = (x: number, y: number) => planes.channels.map(({ samples }) => samples[y * planes.width + x]);
  expect(value(100, 200)).toEqual([...plain(1, 1, [10, 10, 10]).data]);
  expect(value(900, 200)).toEqual([220, 230, 210]);
  expect(value(493, 200)).toEqual([255, 255, 255]);
});
