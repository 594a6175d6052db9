import { encodePng } from '../formats/png-write.ts';
import type { Colour } from './drawing.ts';
import { type Command, type Drawing, MM_PER_PT, type RectCommand } from './drawing.ts';

const escaped = (text: string) =>
  text
    .replace(/[\p{Cc}\ufffe\uffff]/gu, ' ') // XML has no place for them
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** In millimetres, to a hundredth of a micrometre. */
const mm = (value: number) => String(Number(value.toFixed(5)));
const hex = (colour: Colour) => `#${colour.map((one) => one.toString(16).padStart(2, '0')).join('')}`;

/** Letters at a time: a call takes so many arguments, not more. */
const PIECE = 0x8000;

function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  return btoa(pieces.join(''));
}

function rect({ x, y, width, height, fill, opacity, border, name }: RectCommand): string {
  const edge = border ? ` stroke="${hex(border.colour)}" stroke-width="${mm(border.width)}"` : '';
  const inside = fill
    ? `fill="${hex(fill)}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}`
    : 'fill="none"';
  const title = name ? ` class="${escaped(name)}"` : '';
  return `<rect${title} x="${mm(x)}" y="${mm(y)}" width="${mm(width)}" height="${mm(height)}" ${inside}${edge}/>`;
}

async function element(command: Command): Promise<string> {
  if (command.kind === 'rect') return rect(command);
  if (command.kind === 'image') {
    const { name, x, y, width, height } = command;
    const png = base64(await encodePng(command.picture));
    return `<image id="${escaped(name)}" x="${mm(x)}" y="${mm(y)}" width="${mm(width)}" height="${mm(height)}" preserveAspectRatio="none" href="data:image/png;base64,${png}"/>`;
  }
  const { x, baseline, sizePt, isBold, colour } = command;
  const weight = isBold ? ' font-weight="bold"' : '';
  return `<text x="${mm(x)}" y="${mm(baseline)}" font-size="${mm(sizePt * MM_PER_PT)}"${weight} fill="${hex(colour)}" xml:space="preserve">${escaped(command.text)}</text>`;
}

/**
 * A drawing as SVG 1.1 with one unit a millimetre: letters as text, pictures as PNGs inside, pixel for pixel.
 *
 * @param xmp the packet that says where it comes from. @param title for people who hear it read.
 */
export async function figureSvg(
  { width, height, commands }: Drawing,
  title: string,
  xmp: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${mm(width)}mm" height="${mm(height)}mm" viewBox="0 0 ${mm(width)} ${mm(height)}" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">`,
    `<title>${escaped(title)}</title>`,
    ...(xmp ? [`<metadata>${xmp}</metadata>`] : []),
  ];
  for (const command of commands) lines.push(await element(command));
  return new TextEncoder().encode([...lines, '</svg>', ''].join('\n'));
}
