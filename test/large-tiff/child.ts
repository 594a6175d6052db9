import { fileBytes } from '../../src/cli/file-bytes.ts';
import type { Bytes } from '../../src/engine/formats/opened-file.ts';
import { openFile } from '../../src/engine/stages/decode.ts';
import { mostResident } from '../most-resident.mjs';
import { FULL, pixelOf } from './draw.ts';

/** What opening and looking at a large file took. */
export interface Report {
  readonly size: number;
  readonly axes: object;
  readonly openingBytes: number;
  readonly openingMs: number;
  /** Pixels of the plane that is all written that were read wrongly. */
  readonly wrong: number;
  /** The first pixel of each of the planes that were moved through. */
  readonly firsts: readonly number[];
  readonly msAPlane: number;
  readonly windowBytes: number;
  readonly mostResident: number;
}

/** Opens the file as a shell does, shows a plane, and moves through others. @param planes their numbers in depth. */
export async function look(path: string, planes: readonly number[]): Promise<Report> {
  const file = await fileBytes(path);
  let read = 0;
  const counted: Bytes = {
    size: file.size,
    read(at, length) {
      const bytes = file.read(at, length);
      read += bytes.length;
      return bytes;
    },
  };
  const started = performance.now();
  const opened = await openFile('large.tif', counted);
  const [openingMs, openingBytes] = [performance.now() - started, read];

  const { channels } = await opened.read({ z: FULL, t: 0 });
  let wrong = 0;
  for (const [i, value] of (channels[0]?.samples ?? []).entries()) if (value !== pixelOf(i)) wrong++;

  const moving = performance.now();
  const firsts: number[] = [];
  for (const z of planes) {
    const plane = await opened.read({ z, t: 0 });
    firsts.push(plane.channels[0]?.samples[0] ?? -1);
  }
  const msAPlane = (performance.now() - moving) / planes.length;
  read = 0;
  await opened.read({ z: 20, t: 0 }, 0, { left: 1000, top: 1000, width: 256, height: 256 });
  return {
    size: file.size,
    axes: opened.axes,
    openingBytes,
    openingMs,
    wrong,
    firsts,
    msAPlane,
    windowBytes: read,
    mostResident: mostResident(),
  };
}
