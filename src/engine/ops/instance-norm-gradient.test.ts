import { beforeAll, test } from 'vitest';
import { instanceNormGradientCases } from '../../../test/gradient-cases.ts';
import { startWasm } from '../../../test/wasm.ts';

beforeAll(startWasm);

test.each(instanceNormGradientCases)('$name', ({ check }) => check());
