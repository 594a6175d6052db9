import { readFile } from 'node:fs/promises';
import { beforeAll, describe, test } from 'vitest';
import { startWasm } from '../../wasm.ts';
import { checkTwin, TWINS } from './twins.ts';

beforeAll(startWasm);

describe.each(TWINS)('$name', (twin) => {
  test('gives what PyTorch gives, forward and back', async () => {
    await checkTwin(twin, await readFile(new URL(`${twin.name}.safetensors`, import.meta.url)));
  });
});
