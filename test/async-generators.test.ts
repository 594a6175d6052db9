import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Part of a syntax tree, as ESTree has it. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly async?: boolean;
  readonly generator?: boolean;
  readonly argument?: Node | null;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const parts = (node: Node): readonly Node[] =>
  Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );

/** Expressions whose value an expression may be, as both arms of a choice. */
function values(node: Node): readonly Node[] {
  if (node.type === 'ConditionalExpression')
    return [node.consequent, node.alternate].filter(isNode).flatMap(values);
  if (node.type === 'LogicalExpression') return [node.left, node.right].filter(isNode).flatMap(values);
  return [node];
}

/** Places where an async generator returns what a call gives, without awaiting it. */
function tailCalls(node: Node, inside = false): readonly number[] {
  const isFunction = /Function/.test(node.type) && node.type !== 'TSFunctionType';
  const within = isFunction ? node.async === true && node.generator === true : inside;
  const own =
    within && node.type === 'ReturnStatement' && node.argument
      ? values(node.argument).filter(({ type }) => type === 'CallExpression')
      : [];
  return [...own.map(({ start }) => start), ...parts(node).flatMap((part) => tailCalls(part, within))];
}

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !/\.(test|fixture|d)\.tsx?$/.test(path),
);

const found = (name: string, code: string) => {
  const { program } = parseSync(name, code);
  return tailCalls(program as unknown as Node).map((at) => `${name}:${code.slice(0, at).split('\n').length}`);
};

test('what an async generator returns is awaited, if a call gives it', () => {
  expect(found('a.ts', 'async function* f() { return g(); }')).toEqual(['a.ts:1']);
  expect(found('a.ts', 'const o = { async *f() {\n return a ? b : g(); } };')).toEqual(['a.ts:2']);
  expect(found('a.ts', 'async function* f() { return await g(); }')).toEqual([]);
  expect(
    found('a.ts', 'async function* f() { const h = () => { return g(); }; return yield* h(); }'),
  ).toEqual([]);

  // JavaScriptCore skips the await of `return g()` (a tail call), and whoever delegates gets a promise.
  expect(files.flatMap((path) => found(path, readFileSync(join(root, 'src', path), 'utf8')))).toEqual([]);
});
