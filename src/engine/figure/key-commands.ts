import { type Colour, type Command, MM_PER_PT } from './drawing.ts';
import type { ColourKey } from './panel.ts';
import { fitted, textWidth } from './text-width.ts';

const INK: Colour = [24, 24, 24];
/** Pixels of a run of colours: one picture, since readers leave seams between rectangles. */
const STEPS = 256;
const ROWS = 4;

/** As a person writes it: at most three digits that say something. */
const number = (value: number) => String(Number(value.toPrecision(3)));

interface Room {
  /** Names the panel. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly sizePt: number;
}

/** A key's commands, and how far down they reach. */
interface Drawn {
  readonly commands: readonly Command[];
  readonly height: number;
}

/** A patch and a name for each channel, in as many lines as they take. */
function channelKey(
  channels: Extract<ColourKey, { kind: 'channels' }>['channels'],
  { x, y, width, sizePt }: Room,
): Drawn {
  const line = 1.35 * sizePt * MM_PER_PT;
  const patch = 0.72 * sizePt * MM_PER_PT;
  const commands: Command[] = [];
  let [left, top] = [x, y];
  for (const { name, colour } of channels) {
    const text = fitted(name, sizePt, false, width - patch - 0.6);
    const wide = patch + 0.6 + textWidth(text, sizePt, false);
    if (left > x && left + wide > x + width) [left, top] = [x, top + line];
    commands.push(
      {
        kind: 'rect',
        x: left,
        y: top,
        width: patch,
        height: patch,
        fill: colour,
        opacity: 1,
        border: { colour: INK, width: 0.1 },
      },
      {
        kind: 'text',
        text,
        x: left + patch + 0.6,
        baseline: top + patch,
        sizePt,
        isBold: false,
        colour: INK,
      },
    );
    left += wide + 2;
  }
  return { commands, height: top + line - y };
}

/** The colours from low to high, with their ends in numbers and what they say. */
function measureKey(
  { title, unit, low, high, stops }: Extract<ColourKey, { kind: 'measure' }>['legend'],
  { name, x, y, width, sizePt }: Room,
): Drawn {
  const tall = 0.72 * sizePt * MM_PER_PT;
  const commands: Command[] = [];
  const last = stops.length - 1;
  const colourAt = (share: number): Colour => {
    const from = stops[Math.floor(share * last)];
    const to = stops[Math.ceil(share * last)];
    const part = share * last - Math.floor(share * last);
    const mix = (c: 0 | 1 | 2) => Math.round((from?.[c] ?? 0) * (1 - part) + (to?.[c] ?? 0) * part);
    return [mix(0), mix(1), mix(2)];
  };
  const data = new Uint8Array(STEPS * ROWS * 3);
  for (let i = 0; i < STEPS * ROWS; i++) data.set(colourAt((i % STEPS) / (STEPS - 1)), 3 * i);
  const picture = { width: STEPS, height: ROWS, channels: 3, data } as const;
  commands.push({ kind: 'image', name: `${name}-key`, picture, x, y, width, height: tall });
  const baseline = y + 2 * tall + 0.6;
  const [from, to] = [number(low), number(high)];
  const room = width - textWidth(`${from}  ${to}  `, sizePt, false);
  const words = fitted(unit ? `${title} (${unit})` : title, sizePt, false, room);
  const text = (said: string, left: number): Command => ({
    kind: 'text',
    text: said,
    x: left,
    baseline,
    sizePt,
    isBold: false,
    colour: INK,
  });
  commands.push(
    text(from, x),
    text(words, x + (width - textWidth(words, sizePt, false)) / 2),
    text(to, x + width - textWidth(to, sizePt, false)),
  );
  return { commands, height: 2 * tall + 0.6 + 0.4 * sizePt * MM_PER_PT };
}

/** What the colours of a panel say, drawn from the top left corner of a room. */
export const keyCommands = (key: ColourKey, room: Room): Drawn =>
  key.kind === 'channels' ? channelKey(key.channels, room) : measureKey(key.legend, room);
