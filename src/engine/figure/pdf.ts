import {
  drawObject,
  PDFDocument,
  type PDFFont,
  PDFName,
  PDFNumber,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  rgb,
  StandardFonts,
} from '@cantoo/pdf-lib';
import { StudioError } from '../errors.ts';
import type { Colour, Command, Drawing, TextCommand } from './drawing.ts';

const PT_PER_MM = 72 / 25.4;

/** The fonts that every PDF reader has, of which none needs to be embedded. */
interface Fonts {
  readonly regular: PDFFont;
  readonly bold: PDFFont;
  /** Greek. */
  readonly symbol: PDFFont;
}

/** A text in runs of one font each. @throws StudioError `recipe` on letters that no such font has. */
function runs(
  { text, isBold }: TextCommand,
  { regular, bold, symbol }: Fonts,
): readonly { readonly font: PDFFont; readonly letters: string }[] {
  const fonts = [isBold ? bold : regular, symbol].map((font) => ({
    font,
    has: new Set(font.getCharacterSet()),
  }));
  const out: { font: PDFFont; letters: string }[] = [];
  for (const letter of text.normalize('NFC').replace(/\p{Cc}/gu, ' ')) {
    const font = fonts.find(({ has }) => has.has(letter.codePointAt(0) ?? 0))?.font;
    if (!font)
      throw new StudioError(
        'recipe',
        `“${text}” has a letter that the fonts of a PDF lack, “${letter}”: write it in others, or save the figure as SVG.`,
      );
    const last = out.at(-1);
    if (last?.font === font) last.letters += letter;
    else out.push({ font, letters: letter });
  }
  return out;
}

/**
 * A drawing as a PDF of one page: letters as text in Helvetica, pictures pixel for pixel and packed without loss. The same drawing gives the
 * same bytes: it names no time.
 *
 * @param xmp the packet that says where it comes from, in the document's Metadata stream, not packed, so that scanners find it.
 * @throws StudioError `recipe` on letters outside of Windows-1252 and Greek, naming the text.
 */
export async function figurePdf(
  { width, height, commands }: Drawing,
  title: string,
  software: string,
  xmp: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(title);
  document.setCreator(software);
  document.setProducer(software);
  const fonts: Fonts = {
    regular: await document.embedFont(StandardFonts.Helvetica),
    bold: await document.embedFont(StandardFonts.HelveticaBold),
    symbol: await document.embedFont(StandardFonts.Symbol),
  };
  const page = document.addPage([width * PT_PER_MM, height * PT_PER_MM]);
  for (const command of commands) draw(page, command, height, fonts);
  const metadata = document.context.stream(new TextEncoder().encode(xmp), {
    Type: 'Metadata',
    Subtype: 'XML',
  });
  document.catalog.set(PDFName.of('Metadata'), document.context.register(metadata));
  return new Uint8Array(await document.save({ useObjectStreams: false }));
}

function draw(page: PDFPage, command: Command, pageHeight: number, fonts: Fonts): void {
  const colour = ([red, green, blue]: Colour) => rgb(red / 255, green / 255, blue / 255);
  if (command.kind === 'text') {
    const size = command.sizePt;
    let x = command.x * PT_PER_MM;
    for (const { font, letters } of runs(command, fonts)) {
      const y = (pageHeight - command.baseline) * PT_PER_MM;
      page.drawText(letters, { x, y, size, font, color: colour(command.colour) });
      x += font.widthOfTextAtSize(letters, size);
    }
    return;
  }
  const box = {
    x: command.x * PT_PER_MM,
    y: (pageHeight - command.y - command.height) * PT_PER_MM,
    width: command.width * PT_PER_MM,
    height: command.height * PT_PER_MM,
  };
  if (command.kind === 'rect') {
    const { fill, opacity, border } = command;
    page.drawRectangle({
      ...box,
      ...(fill && { color: colour(fill), opacity }),
      ...(border && { borderColor: colour(border.colour), borderWidth: border.width * PT_PER_MM }),
    });
    return;
  }
  const { context } = page.doc;
  const { picture, name } = command;
  const image = context.flateStream(picture.data, {
    Type: 'XObject',
    Subtype: 'Image',
    Width: picture.width,
    Height: picture.height,
    ColorSpace: 'DeviceRGB',
    BitsPerComponent: 8,
    Interpolate: true,
  });
  const key = PDFName.of(name);
  page.node.setXObject(key, context.register(image));
  const numbers = [box.width, 0, 0, box.height, box.x, box.y].map((one) => PDFNumber.of(one));
  page.pushOperators(
    pushGraphicsState(),
    PDFOperator.of(PDFOperatorNames.ConcatTransformationMatrix, numbers),
    drawObject(key),
    popGraphicsState(),
  );
}
