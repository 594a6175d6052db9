import { beforeAll, test } from 'vitest';
import { upBlockCases } from '../../../test/net-cases.ts';
import { useWasm } from '../../../test/wasm.ts';

beforeAll(useWasm);

test.each(upBlockCases)('$name', ({ check }) => check());
