import { labelsOfFile } from '../../src/engine/cells/label-file.ts';
import { StudioError } from '../../src/engine/errors.ts';
import { bytesOf } from '../../src/engine/formats/opened-file.ts';
import { Refusal } from '../../src/engine/formats/refusal.ts';
import { unzip } from '../../src/engine/formats/zip.ts';
import { readKerasInception } from '../../src/engine/models/keras-inception.ts';
import { readSafetensors } from '../../src/engine/models/safetensors.ts';
import { randomFrom } from '../../src/engine/random.ts';
import { defaultRecipe, RecipeError } from '../../src/engine/recipe.ts';
import { carriedBy } from '../../src/engine/share/carried.ts';
import { recipeInFile } from '../../src/engine/share/recipe-file.ts';
import { decode, openFile } from '../../src/engine/stages/decode.ts';
import { develop } from '../../src/engine/stages/develop.ts';
import { mutate } from './mutate.ts';
import type { Seed } from './seeds.ts';

/** Of the cells in the seeds. */
const CELLS = { width: 24, height: 16 };
const frame = { ...CELLS, window: { x: 0, y: 0, ...CELLS }, pixelUm: null };

const kindOf = (name: string) => name.split('.').at(-1) ?? '';

/** What reads a file of a kind; a picture is developed too, as the page does it at once. */
async function read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  if (/^cells\./.test(name)) {
    const decodeLabels = (all: Uint8Array<ArrayBuffer>) => decode(name, all);
    await labelsOfFile({ id: name, name, read: async () => bytes, decode: decodeLabels }, frame, CELLS);
    return [];
  }
  switch (kindOf(name)) {
    case 'zip':
      await unzip(bytes, () => true);
      return [];
    case 'safetensors':
      readSafetensors(bytes, name);
      return [];
    case 'json':
      recipeInFile(name, new TextDecoder().decode(bytes));
      return [];
    case 'h5':
      await readKerasInception(bytes, name);
      return [];
    default: {
      carriedBy(bytesOf(bytes)); // has nothing to say of what does not fit
      const opened = await openFile(name, bytesOf(bytes));
      const planes = await opened.read({ z: 0, t: 0 });
      for (const { samples } of planes.channels) {
        if (samples.length !== planes.width * planes.height) throw new Error('a channel of another size');
      }
      develop(planes, { ...defaultRecipe.develop, frame: 'fit', size: 256 });
      const { axes, levels } = opened;
      const corner = { left: 0, top: 0, width: 1, height: 1 };
      const last = await opened.read({ z: axes.z - 1, t: axes.t - 1 }, levels.length - 1, corner);
      if (last.channels.some(({ samples }) => samples.length !== 1))
        throw new Error('a window of another size');
      return (planes.warnings ?? []).map((warning) => `${name} ${warning}`);
    }
  }
}

/** What is wrong with a sentence that a person is to read; null for nothing. */
function faultOf(sentence: string): string | null {
  if (!/[.]$/.test(sentence) || sentence.length > 500) return 'no sentence';
  if (/[\n\r\0]/.test(sentence)) return 'more than a line';
  if (/undefined|\bNaN x|\[object|reader stopped|TypeError|RangeError/.test(sentence))
    return 'words of a program';
  return null;
}

/**
 * The file of a number: always the same for the same seed.
 *
 * @returns the seed's name, and what is wrong with how the file was taken; null where it was read or refused as it should be.
 */
export async function fuzz(
  seeds: readonly Seed[],
  seed: number,
  number: number,
): Promise<{ readonly name: string; readonly fault: string | null }> {
  const random = randomFrom((seed * 1_000_003 + number) >>> 0);
  const [one, other] = [random(), random()].map((share) => seeds[Math.floor(share * seeds.length)]);
  if (!one || !other) throw new Error('there are no seeds');
  const { name } = one;
  const bytes = mutate(one.bytes, other.bytes, kindOf(name), random);
  try {
    const warnings = await read(name, bytes);
    return { name, fault: warnings.map(faultOf).find((fault) => fault !== null) ?? null };
  } catch (error) {
    if (error instanceof StudioError || error instanceof Refusal || error instanceof RecipeError) {
      const fault = faultOf(error.message);
      return { name, fault: fault && `${fault}: ${error.message}` };
    }
    return { name, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
