import { beforeAll, test } from 'vitest';
import { convTransposeCases } from '../../../test/net-cases.ts';
import { useWasm } from '../../../test/wasm.ts';

beforeAll(useWasm);

test.each(convTransposeCases)('$name', ({ check }) => check());
