import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { geoJson } from '../../src/engine/cells/geojson.ts';
import { measures } from '../../src/engine/cells/measures.ts';
import { outlines } from '../../src/engine/cells/outlines.ts';
import { roiSet } from '../../src/engine/cells/rois.ts';
import { encodeTiff } from '../../src/engine/formats/tiff-write.ts';
import { unzip, zip } from '../../src/engine/formats/zip.ts';
import { writeSafetensors } from '../../src/engine/models/safetensors.ts';
import type { Labels } from '../../src/engine/picture.ts';
import { defaultRecipe } from '../../src/engine/recipe.ts';
import { recipeFile } from '../../src/engine/share/recipe-file.ts';
import { drawPages, drawTiff } from '../drawn-tiff.ts';
import { kerasFile } from '../keras-file.ts';

/** A whole file to make faulty ones of. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const fixtures = new URL('../fixtures/', import.meta.url).pathname;

const grey = { 256: 16, 257: 8, 258: 8, 259: 1, 262: 1, 277: 1, 278: 8 };
const pixels = Uint8Array.from({ length: 128 }, (_, i) => i);

/** Kinds of TIFF that the fixtures lack: tiles, planes, several pages, inks, OME-XML. */
function drawnTiffs(): Seed[] {
  const ome = '<OME><Pixels SizeX="16" SizeY="8" PhysicalSizeX="0.5" PhysicalSizeXUnit="&#181;m"/></OME>';
  const tiled = { ...grey, 259: 8, 322: 16, 323: 16 };
  const planar = { ...grey, 257: 2, 258: [8, 8, 8, 8], 262: 5, 277: 4, 278: 2, 284: 2 };
  const half = { ...grey, 256: 8, 257: 4, 278: 4, 254: 1 };
  return [
    { name: 'ome.tif', bytes: drawTiff({ ...grey, 270: ome }, [pixels]) },
    { name: 'big-endian.tif', bytes: drawTiff(grey, [pixels], { isLittle: false }) },
    { name: 'tiles.tif', bytes: drawTiff(tiled, [deflateSync(new Uint8Array(256))], { isTiled: true }) },
    {
      name: 'planar-inks.tif',
      bytes: drawTiff(
        planar,
        [0, 1, 2, 3].map((c) => pixels.subarray(32 * c, 32 * c + 32)),
      ),
    },
    {
      name: 'pages.tif',
      bytes: drawPages([
        { fields: half, blocks: [pixels.subarray(0, 32)], sub: [{ fields: grey, blocks: [pixels] }] },
        { fields: grey, blocks: [pixels] },
      ]),
    },
  ];
}

/** The same six cells as a label map, as ImageJ's regions and as QuPath's. */
async function cellFiles(): Promise<Seed[]> {
  const [width, height] = [24, 16];
  const data = Uint32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x % 8 < 6 && y % 8 < 5 ? 1 + Math.floor(x / 8) + 3 * Math.floor(y / 8) : 0;
  });
  const labels: Labels = { width, height, count: 6, data };
  const outlined = outlines(labels);
  const text = new TextEncoder().encode(geoJson(outlined, measures(labels)));
  return [
    { name: 'cells.labels.tif', bytes: encodeTiff(Uint16Array.from(data), width, height, [0.5, 0.5]) },
    { name: 'cells.rois.zip', bytes: await roiSet(outlined) },
    { name: 'cells.geojson', bytes: text },
  ];
}

/** OME-Zarr in stored ZIPs: chunks are packed in ways of their own. */
async function zarrs(): Promise<Seed[]> {
  const folder = join(fixtures, 'zarr');
  const bytes = new Uint8Array(readFileSync(join(folder, 'many.zip')));
  const all = await unzip(bytes, () => true);
  const packings = [
    'blosc-blocks-lz4',
    'blosc-blosclz-1',
    'blosc-zstd-2',
    'lz4',
    'gzip',
    'delta',
    'v3-shards',
    'v3-shards-start',
    'v3-transposed',
    'v3-half',
  ];
  const seeds = packings.map(async (name) => {
    const files = [...all].filter(([path]) => path.startsWith(`${name}/`));
    return { name: `${name}.ozx`, bytes: await zip(new Map(files)) };
  });
  const whole = ['v04.zarr.zip', 'bioformats2raw.zarr.zip', 'plate.zarr.zip', 'v05-shards.ozx'];
  return [
    ...(await Promise.all(seeds)),
    ...whole.map((name) => ({
      name: name.replace('.zarr.zip', '.ozx'),
      bytes: new Uint8Array(readFileSync(join(folder, name))),
    })),
  ];
}

/** Of every kind that is read: pictures from the fixtures, archives and weights made here. */
export async function seeds(): Promise<readonly Seed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-fuzz-'));
  try {
    const pictures = ['formats', 'stacks', 'dicom'].flatMap((kind) =>
      readdirSync(join(fixtures, kind))
        .filter((name) => !name.endsWith('.json'))
        .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(fixtures, kind, name))) })),
    );
    const png = pictures.find(({ name }) => name === 'rgb.png')?.bytes ?? pixels;
    const files = new Map([
      ['manifest.json', new TextEncoder().encode('{"format": 1, "id": "mine"}')],
      ['sample.png', new Uint8Array(png)],
    ]);
    const tensors = new Map([
      ['a', { dtype: 'F32', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) } as const],
      ['b', { dtype: 'F16', shape: [4], values: Uint16Array.of(1, 2, 3, 4) } as const],
      ['c', { dtype: 'I8', shape: [1, 1, 2, 2], values: Int8Array.of(1, 2, 3, 4) } as const],
    ]);
    return [
      ...pictures,
      ...(await zarrs()),
      ...drawnTiffs(),
      ...(await cellFiles()),
      {
        name: 'recipe.json',
        bytes: new TextEncoder().encode(
          recipeFile({
            picture: { kind: 'drawn', name: 'A dish', scene: 'dish', seed: 3 },
            recipe: defaultRecipe,
          }),
        ),
      },
      { name: 'model.zip', bytes: await zip(files) },
      { name: 'weights.safetensors', bytes: writeSafetensors({ tensors, metadata: { model: 'mine' } }) },
      { name: 'keras.h5', bytes: new Uint8Array(readFileSync(await kerasFile(folder, 0))) },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
