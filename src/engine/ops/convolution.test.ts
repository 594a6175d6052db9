import { beforeAll, test } from 'vitest';
import { convolutionCases } from '../../../test/gradient-cases.ts';
import { startWasm } from '../../../test/wasm.ts';

beforeAll(startWasm);

test.each(convolutionCases)('$name', ({ check }) => check());
