import { beforeAll, test } from 'vitest';
import { instanceNormCases } from '../../../test/net-cases.ts';
import { useWasm } from '../../../test/wasm.ts';

beforeAll(useWasm);

test.each(instanceNormCases)('$name', ({ check }) => check());
