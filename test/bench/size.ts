import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileSink } from '../../src/cli/file-sink.ts';
import { tileWriter } from '../../src/engine/formats/tiff-tiles-write.ts';
import { cannyByBands } from '../../src/engine/tiles/canny-by-bands.ts';
import { rowsOf } from '../../src/engine/tiles/rows.ts';
import { memoryScratch } from '../../src/engine/tiles/scratch.ts';
import { mixedField } from '../mixed-field.ts';
import { holdTo, opencv, opencvStarted, PEER } from './canny.ts';
import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';

/** A whole picture through the shell, in tiles. */
export interface SizeRow extends Row {
  /** The most memory that the process held, in MB of 1e6 bytes. */
  readonly residentMb?: number;
  /** Its time over that at the size before, by as many times as the picture has more pixels. */
  readonly byArea?: number;
}

const TILE = 512;
/** EOSIN_BENCH_SIZES, as "1024,2048", looks at these only. */
const sizes = (process.env.EOSIN_BENCH_SIZES ?? '1024,2048,4096,8192').split(',').map(Number);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Writes a field of cells as a tiled TIFF. */
async function drawField(path: string, side: number): Promise<string> {
  const sink = fileSink(path);
  const rows = rowsOf(mixedField(side));
  const writer = await tileWriter(
    { width: side, height: side, channels: 1, tile: TILE, pixelSizeUm: [0.5, 0.5] },
    sink,
  );
  for (let top = 0; top < side; top += TILE) {
    const height = Math.min(TILE, side - top);
    const { data } = await rows.read(top, height);
    for (let x = 0; x < side; x += TILE) {
      const width = Math.min(TILE, side - x);
      const part = new Uint8Array(width * height);
      for (let y = 0; y < height; y++) part.set(data.subarray(y * side + x, y * side + x + width), y * width);
      await writer.put({ width, height, channels: 1, data: part }, x, top);
    }
  }
  await writer.end();
  sink.close(true);
  return path;
}

/** Runs the command in a process of its own. @returns what its processor spent, in ms, and the most that it held. */
function rendered(folder: string, file: string, options: readonly string[]) {
  const report = join(folder, 'report.json');
  const atExit = join(folder, 'at-exit.mjs');
  const command = join(root, 'src/cli/launch.mjs');
  execFileSync(
    process.execPath,
    ['--import', pathToFileURL(atExit).href, command, 'render', file, `--out=${folder}/out`, ...options],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, EOSIN_REPORT: report } },
  );
  const { ms, bytes } = JSON.parse(readFileSync(report, 'utf8'));
  return { ms: Number(ms), residentMb: Number(bytes) / 1e6 };
}

/**
 * Edges and colours of fields of cells at true size, from a tiled TIFF to a tiled TIFF, and Canny of the largest by bands beside
 * opencv-js. Some minutes for each thousand pixels a side at the largest.
 */
export async function bench(): Promise<SizeRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-bench-size-'));
  writeFileSync(
    join(folder, 'at-exit.mjs'),
    `import { writeFileSync } from 'node:fs';
import { mostResident } from '${pathToFileURL(join(root, 'test/most-resident.mjs')).href}';
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.EOSIN_REPORT, JSON.stringify({ ms: (user + system) / 1000, bytes: mostResident() }));
});
`,
  );
  const rows: SizeRow[] = [];
  try {
    const works = {
      'edges at true size': ['--model=none', '--stage=edges'],
      'colours at true size (blood-stain)': ['--model=blood-stain', '--stage=colour'],
    };
    rendered(folder, await drawField(join(folder, 'first.tif'), 64), [
      '--scale=1',
      '--stage=edges',
      '--tile=64',
    ]); // bundles
    const files = new Map<number, string>();
    for (const size of sizes) {
      const file = join(folder, `${size}.tif`);
      await drawField(file, size);
      files.set(size, file);
    }
    for (const [what, options] of Object.entries(works)) {
      let before: { size: number; ms: number } | undefined;
      for (const [size, file] of files) {
        const shared = ['--scale=1', `--tile=${TILE}`, '--format=tiff', '--backend=wasm', ...options];
        const { ms, residentMb } = rendered(folder, file, shared);
        const row = {
          what,
          size,
          engine: `Eosin, tiles of ${TILE}`,
          threads: 1,
          clock: 'processor',
        } as const;
        const byArea = before && ms / before.ms / (size / before.size) ** 2;
        rows.push({ ...rowOf(row, [ms]), residentMb, ...(byArea !== undefined && { byArea }) });
        before = { size, ms };
      }
    }
    rows.push(...(await againstOpencv(Math.max(...sizes))));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return rows;
}

async function againstOpencv(size: number): Promise<Row[]> {
  await opencvStarted();
  const picture = mixedField(size);
  const settings = { sigma: 1.4, aperture: 3, norm: 'L2', low: 30, high: 80 } as const;
  const peer = opencv(picture, settings);
  const out = new Uint8Array(size * size);
  const ours = async () => {
    const take = async ({ data }: { data: Uint8Array }, top: number) => out.set(data, top * size);
    for await (const _ of cannyByBands(rowsOf(picture), settings, TILE, memoryScratch, take));
  };
  const theirs = async () => peer.run();
  await theirs();
  await ours();
  holdTo(peer.edges(), 'Eosin, by bands', out);
  const row = { what: 'Canny L2, blur 1.4', size, threads: 1, clock: 'processor' } as const;
  const times = await race({ ours, theirs }, 5, row.clock);
  peer.free();
  return [
    rowOf({ ...row, engine: PEER }, times.theirs),
    rowOf({ ...row, engine: `Eosin, bands of ${TILE} rows` }, times.ours, {
      peer: PEER,
      times: times.theirs,
    }),
  ];
}
