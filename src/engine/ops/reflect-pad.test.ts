import { beforeAll, test } from 'vitest';
import { reflectPadCases } from '../../../test/gradient-cases.ts';
import { startWasm } from '../../../test/wasm.ts';

beforeAll(startWasm);

test.each(reflectPadCases)('$name', ({ check }) => check());
