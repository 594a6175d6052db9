import { afterAll, beforeAll, describe, test } from 'vitest';
import golden from '../../golden/unet/twin.safetensors?url';
import { expectGolden, twin } from '../../golden/unet/twin.ts';
import { convTransposeCases, instanceNormCases, upBlockCases } from '../../net-cases.ts';
import { BACKENDS, startBackend } from '../backends.ts';

describe.each(BACKENDS)('on %s', (backend) => {
  beforeAll(() => startBackend(backend), 60_000);

  test.each([...instanceNormCases, ...convTransposeCases, ...upBlockCases])('$name', ({ check }) => check());

  describe('a small generator', () => {
    let small: ReturnType<typeof twin>;
    beforeAll(() => {
      small = twin();
    });
    afterAll(() => small.dispose());

    test('paints what PyTorch paints', async () => {
      const bytes = await (await fetch(golden)).arrayBuffer();
      await expectGolden(small.paint(), new Uint8Array(bytes));
    });
  });
});
