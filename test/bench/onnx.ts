/** A tensor of 32-bit floats, row-major. */
export interface Floats {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A number of a node: whole (ONNX INT), or `{ float }`. A list is INTS. */
type Attribute = number | readonly number[] | { readonly float: number };

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  /** Also the name of the node's one output. */
  readonly output: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface Graph {
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  readonly output: { readonly name: string; readonly shape: readonly number[] };
  readonly nodes: readonly Node[];
  readonly weights: ReadonlyMap<string, Floats>;
}

/** Fields of a protobuf message, each as its chunks of bytes. */
type Bytes = readonly Uint8Array[];

const length = (chunks: Bytes) => chunks.reduce((sum, chunk) => sum + chunk.length, 0);

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.of(...bytes, Number(rest));
}

const whole = (field: number, value: number): Bytes => [varint(field * 8), varint(value)];
const float = (field: number, value: number): Bytes => [
  varint(field * 8 + 5),
  new Uint8Array(Float32Array.of(value).buffer),
];
const chunk = (field: number, chunks: Bytes): Bytes => [
  varint(field * 8 + 2),
  varint(length(chunks)),
  ...chunks,
];
const text = (field: number, value: string): Bytes => chunk(field, [new TextEncoder().encode(value)]);

/** The field numbers below are those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). */
const FLOAT = 1;

function attribute(name: string, value: Attribute): Bytes {
  if (typeof value === 'number') return [...text(1, name), ...whole(3, value), ...whole(20, 2)];
  if ('float' in value) return [...text(1, name), ...float(2, value.float), ...whole(20, 1)];
  return [...text(1, name), ...value.flatMap((one) => whole(8, one)), ...whole(20, 7)];
}

function node({ inputs, output, op, attributes = {} }: Node): Bytes {
  const all = Object.entries(attributes).flatMap(([name, value]) => chunk(5, attribute(name, value)));
  return [
    ...inputs.flatMap((name) => text(1, name)),
    ...text(2, output),
    ...text(3, output),
    ...text(4, op),
    ...all,
  ];
}

function weight(name: string, { shape, values }: Floats): Bytes {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [
    ...shape.flatMap((side) => whole(1, side)),
    ...whole(2, FLOAT),
    ...text(8, name),
    ...chunk(9, [raw]),
  ];
}

function place({ name, shape }: Graph['input']): Bytes {
  const sides = shape.flatMap((side) => chunk(1, whole(1, side)));
  return [...text(1, name), ...chunk(2, chunk(1, [...whole(1, FLOAT), ...chunk(2, sides)]))];
}

/** The bytes of an ONNX file (IR 8, operators of version 17) of a graph with one input and one output. */
export function onnx(graph: Graph): Uint8Array<ArrayBuffer> {
  const body = [
    ...graph.nodes.flatMap((one) => chunk(1, node(one))),
    ...text(2, 'graph'),
    ...[...graph.weights].flatMap(([name, floats]) => chunk(5, weight(name, floats))),
    ...chunk(11, place(graph.input)),
    ...chunk(12, place(graph.output)),
  ];
  const model = [...whole(1, 8), ...chunk(7, body), ...chunk(8, [...text(1, ''), ...whole(2, 17)])];
  const bytes = new Uint8Array(length(model));
  let begin = 0;
  for (const one of model) {
    bytes.set(one, begin);
    begin += one.length;
  }
  return bytes;
}
