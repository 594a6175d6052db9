// Writes WebAssembly by functions that give its bytes, so that a kernel is unrolled by loops here. The numbers are those of
// the binary format (WebAssembly core specification 2.0, chapter 5).

/** Instructions, as bytes. What has a value leaves it on the stack. */
export type Code = readonly number[];

const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
type ValueType = keyof typeof TYPES;

/** Seven bits a byte, the lowest first. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

const plain =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, opcode];
const vector =
  (opcode: number) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(opcode)];
/** What follows an instruction that goes to the memory: no alignment is promised. */
const at = (offset: number): Code => [0, ...unsigned(offset)];

export const i32 = {
  of: (value: number): Code => [0x41, ...signed(value)],
  add: plain(0x6a),
  mul: plain(0x6c),
};

export const f32 = {
  of: (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)],
};

export const v128 = {
  zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)] as Code,
  load: (address: Code, offset = 0): Code => [...address, 0xfd, 0x00, ...at(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...[0xfd, 0x0b],
    ...at(offset),
  ],
};

/** `lanes` names 16 bytes of the 32 of both. */
const shuffled = (a: Code, b: Code, lanes: readonly number[]): Code => [...a, ...b, 0xfd, 0x0d, ...lanes];

/** From 16-bit integers, 0..255; and the bytes at those places. */
export const u8x16 = {
  narrowed: vector(0x66),
  at: (value: Code, lanes: readonly number[]): Code => shuffled(value, value, lanes),
};

export const i16x8 = {
  splat: vector(0x10),
  scaledBy: vector(0x82),
  narrowed: vector(0x85),
  max: vector(0x98),
};

export const i32x4 = {
  /** One of the four, four times. */
  spread: (value: Code, lane: number): Code =>
    shuffled(
      value,
      value,
      Array.from({ length: 16 }, (_, i) => 4 * lane + (i % 4)),
    ),
  add: vector(0xae),
  /** Of eight 16-bit integers each: the products of two neighbours, summed. */
  dot: vector(0xba),
  fromFloats: vector(0xf8),
};

export const f32x4 = {
  splat: vector(0x13),
  nearest: vector(0x6a),
  add: vector(0xe4),
  mul: vector(0xe6),
  div: vector(0xe7),
  min: vector(0xe8),
  max: vector(0xe9),
  fromIntegers: vector(0xfa),
};

/** Runs the body once, and again as long as the condition holds after it. */
export const repeat = (body: Code, condition: Code): Code => [
  0x03,
  0x40,
  ...body,
  ...condition,
  0x0d,
  0,
  0x0b,
];

/** The code for each, one after the other. */
export const each = <T>(values: readonly T[], code: (value: T, index: number) => Code): Code =>
  values.flatMap(code);

/** A parameter or a variable of a function. */
export interface Local {
  readonly value: Code;
  set(value: Code): Code;
}

/** Adds a constant or a value. */
export const raise = (local: Local, by: Code | number): Code =>
  local.set(i32.add(local.value, typeof by === 'number' ? i32.of(by) : by));

/** Runs the body `count` times, at least once; `counter` goes down to 0. */
export const times = (counter: Local, count: Code, body: Code): Code => [
  ...counter.set(count),
  ...repeat([...body, ...raise(counter, -1)], counter.value),
];

/** A function of a module, which gives no value. */
export interface Func {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/**
 * Writes a function.
 *
 * @param parameters names and types, in order.
 * @param write is handed the parameters' values by name, and what makes variables.
 */
export function func<Name extends string>(
  name: string,
  parameters: Readonly<Record<Name, ValueType>>,
  write: (given: Readonly<Record<Name, Local>>, variable: (type?: ValueType) => Local) => Code,
): Func {
  const types = Object.values<ValueType>(parameters);
  const locals: ValueType[] = [];
  const localAt = (index: number): Local => ({
    value: [0x20, ...unsigned(index)],
    set: (value) => [...value, 0x21, ...unsigned(index)],
  });
  const given = Object.fromEntries(Object.keys(parameters).map((key, i) => [key, localAt(i)]));
  const body = write(given as Record<Name, Local>, (type = 'i32') => {
    locals.push(type);
    return localAt(types.length + locals.length - 1);
  });
  return { name, parameters: types, locals, body };
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const section = (id: number, entries: readonly Code[]): Code => [
  id,
  ...sized([...unsigned(entries.length), ...entries.flat()]),
];
const text = (value: string): Code => sized([...new TextEncoder().encode(value)]);
const typesOf = (types: readonly ValueType[]): readonly Code[] => types.map((type) => [TYPES[type]]);
const counted = (entries: readonly Code[]): Code => [...unsigned(entries.length), ...entries.flat()];

/** A module of functions over a memory that is handed in as `host.memory`. */
export function moduleOf(funcs: readonly Func[]): Uint8Array<ArrayBuffer> {
  const code = ({ locals, body }: Func) =>
    sized([...counted(locals.map((type) => [1, TYPES[type]])), ...body, 0x0b]);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      funcs.map(({ parameters }) => [0x60, ...counted(typesOf(parameters)), 0]),
    ),
    ...section(2, [[...text('host'), ...text('memory'), 0x02, 0x00, 0]]),
    ...section(
      3,
      funcs.map((_, i) => unsigned(i)),
    ),
    ...section(
      7,
      funcs.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]),
    ),
    ...section(10, funcs.map(code)),
  ]);
}
