import type { PDFDict } from '@cantoo/pdf-lib';
import { StudioError } from '../errors.ts';
import { type Picture, type Planes, planesOf } from '../picture.ts';
import { decode } from '../stages/decode.ts';

/** Pictures that a figure's SVG or PDF holds, in the order in which they were drawn. */
export type ImagesIn = readonly { readonly name: string; readonly planes: Planes }[];

async function inSvg(text: string): Promise<ImagesIn> {
  const found: { name: string; planes: Planes }[] = [];
  const images = text.matchAll(/<image id="([^"]*)"[^>]*href="data:image\/png;base64,([^"]*)"/g);
  for (const [, name = '', base64 = ''] of images) {
    const png = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    found.push({ name, planes: await decode(name, png) });
  }
  return found;
}

async function inPdf(bytes: Uint8Array): Promise<ImagesIn> {
  const { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFNumber, PDFRawStream } = await import(
    '@cantoo/pdf-lib'
  );
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const resources = document.getPage(0).node.Resources();
  const objects: PDFDict | undefined = resources?.lookupMaybe(PDFName.of('XObject'), PDFDict);
  return (objects?.entries() ?? []).flatMap(([key, one]) => {
    const stream = document.context.lookup(one);
    if (!(stream instanceof PDFRawStream)) return [];
    const side = (name: string) => stream.dict.lookup(PDFName.of(name), PDFNumber).asNumber();
    const picture: Picture = {
      width: side('Width'),
      height: side('Height'),
      channels: 3,
      data: new Uint8Array(decodePDFRawStream(stream).decode()),
    };
    return [{ name: key.decodeText(), planes: planesOf(picture) }];
  });
}

/**
 * The panels' pixels out of a figure that Eosin wrote.
 *
 * @throws StudioError `file` where it is damaged.
 */
export async function imagesIn(name: string, bytes: Uint8Array, format: 'svg' | 'pdf'): Promise<ImagesIn> {
  try {
    return format === 'svg' ? await inSvg(new TextDecoder().decode(bytes)) : await inPdf(bytes);
  } catch (cause) {
    throw new StudioError('file', `${name} is damaged: its pictures cannot be read.`, { cause });
  }
}
