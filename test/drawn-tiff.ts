/** Numbers of another type than LONG: 5 RATIONAL over 1000, 11 FLOAT, 12 DOUBLE. */
interface Typed {
  readonly type: 5 | 11 | 12;
  readonly value: number;
}
export type DrawnFields = Readonly<Record<number, number | readonly number[] | string | Typed>>;

/** A page: any fields, any blocks, wrong ones too. LONG numbers, ASCII strings. */
export interface DrawnPage {
  readonly fields: DrawnFields;
  readonly blocks: readonly Uint8Array[];
  readonly isTiled?: boolean;
  /** Pages beside it (SubIFDs). */
  readonly sub?: readonly DrawnPage[];
}

/** A TIFF written by hand. @param next what the last page says follows it; -1 for the first page. */
export function drawPages(
  pages: readonly DrawnPage[],
  { isLittle = true, next = 0 } = {},
): Uint8Array<ArrayBuffer> {
  let data = Buffer.alloc(8);
  const append = (bytes: Uint8Array) => {
    const at = data.length;
    data = Buffer.concat([data, bytes, Buffer.alloc(bytes.length % 2)]);
    return at;
  };
  const long = (bytes: Buffer, value: number, at: number) =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  const short = (bytes: Buffer, value: number, at: number) =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const longs = (values: readonly number[]) => {
    const listed = Buffer.alloc(4 * values.length);
    for (const [i, one] of values.entries()) long(listed, one, 4 * i);
    return listed;
  };
  const typed = ({ type, value }: Typed) => {
    const bytes = Buffer.alloc(8);
    if (type === 5) {
      long(bytes, Math.round(1000 * value), 0);
      long(bytes, 1000, 4);
    } else if (type === 11) isLittle ? bytes.writeFloatLE(value) : bytes.writeFloatBE(value);
    else isLittle ? bytes.writeDoubleLE(value) : bytes.writeDoubleBE(value);
    return bytes;
  };
  const entryOf = ([tag, value]: [string, DrawnFields[number]]) => {
    const entry = Buffer.alloc(12);
    const values = typeof value === 'number' ? [value] : value;
    const isTyped = typeof values === 'object' && 'type' in values;
    short(entry, Number(tag), 0);
    short(entry, isTyped ? values.type : typeof values === 'string' ? 2 : 4, 2);
    long(entry, isTyped ? 1 : values.length, 4);
    if (isTyped) {
      const bytes = typed(values);
      if (values.type === 11) bytes.copy(entry, 8, 0, 4);
      else long(entry, append(bytes), 8);
    } else if (typeof values === 'string') long(entry, append(Buffer.from(values, 'utf8')), 8);
    else if (values.length === 1) long(entry, values[0] ?? 0, 8);
    else long(entry, append(longs(values)), 8);
    return entry;
  };
  /** @returns where its directory lies. */
  const drawPage = ({
    fields,
    blocks,
    isTiled = false,
    sub = [],
  }: DrawnPage): { at: number; tail: number } => {
    const [offsets, counts] = isTiled ? [324, 325] : [273, 279];
    const places = blocks.map(append);
    const beside = sub.map((page) => drawPage(page).at);
    const all: DrawnFields = {
      [offsets]: places,
      [counts]: blocks.map((block) => block.length),
      ...(beside.length > 0 && { 330: beside }),
      ...fields,
    };
    const entries = Object.entries(all).map(entryOf);
    const ifd = Buffer.alloc(2 + 12 * entries.length + 4);
    short(ifd, entries.length, 0);
    for (const [i, entry] of entries.entries()) entry.copy(ifd, 2 + 12 * i);
    const at = append(ifd);
    return { at, tail: at + 2 + 12 * entries.length };
  };
  const drawn = pages.map(drawPage);
  const first = drawn[0]?.at ?? 0;
  for (const [i, { tail }] of drawn.entries()) {
    long(data, drawn[i + 1]?.at ?? (next < 0 ? first : next), tail);
  }
  data.write(isLittle ? 'II' : 'MM', 0, 'latin1');
  short(data, 42, 2);
  long(data, first, 4);
  return new Uint8Array(data);
}

/** A TIFF of one page, as {@link drawPages}. */
export const drawTiff = (
  fields: DrawnFields,
  blocks: readonly Uint8Array[],
  { isLittle = true, next = 0, isTiled = false } = {},
): Uint8Array<ArrayBuffer> => drawPages([{ fields, blocks, isTiled }], { isLittle, next });
