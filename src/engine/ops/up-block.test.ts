import { beforeAll, test } from 'vitest';
import { upBlockCases } from '../../../test/net-cases.ts';
import { startWasm } from '../../../test/wasm.ts';

beforeAll(startWasm);

test.each(upBlockCases)('$name', ({ check }) => check());
