import { beforeAll, test } from 'vitest';
import { instanceNormCases } from '../../../test/net-cases.ts';
import { startWasm } from '../../../test/wasm.ts';

beforeAll(startWasm);

test.each(instanceNormCases)('$name', ({ check }) => check());
