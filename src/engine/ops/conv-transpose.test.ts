import { beforeAll, test } from 'vitest';
import { convTransposeCases } from '../../../test/net-cases.ts';
import { startWasm } from '../../../test/wasm.ts';

beforeAll(startWasm);

test.each(convTransposeCases)('$name', ({ check }) => check());
