import { figureGeneratedBy, panelProvenances } from '../export/figure-provenance.ts';
import { SOFTWARE } from '../export/provenance.ts';
import { figureXmp } from '../export/xmp.ts';
import { encodePng } from '../formats/png-write.ts';
import { encodePrintTiff } from '../formats/tiff-write.ts';
import { XMP } from '../formats/xmp.ts';
import type { Picture } from '../picture.ts';
import type { RenderContext } from '../render.ts';
import type { ProgressEvent } from '../render-event.ts';
import { layout } from './layout.ts';
import { type FigureRow, figurePanels, type MadePanels } from './panels.ts';
import type { FigureLooks } from './plan.ts';
import { inBytes, rasterised } from './raster.ts';
import { figureSvg } from './svg.ts';

export const figureFormats = ['svg', 'pdf', 'png', 'jpg', 'tif'] as const;
export type FigureFormat = (typeof figureFormats)[number];

/** A figure as the bytes of a file that says what it follows from. */
export async function figureFile(
  { panels, provenance }: MadePanels,
  format: FigureFormat,
): Promise<Uint8Array<ArrayBuffer>> {
  const { looks, rows } = provenance;
  const { drawing } = layout(
    looks,
    panels,
    rows.map(({ caption }) => caption),
  );
  const description = figureGeneratedBy(provenance);
  const xmp = figureXmp(provenance, panelProvenances(provenance), description);
  const title = `Figure of ${rows.map(({ caption }) => caption).join(', ')}`;
  if (format === 'svg') return await figureSvg(drawing, title, xmp);
  if (format === 'pdf') {
    const { figurePdf } = await import('./pdf.ts'); // its library is large
    return await figurePdf(drawing, title, SOFTWARE, xmp);
  }
  const raster = rasterised(drawing, looks.dpi);
  const texts = {
    Software: SOFTWARE,
    ...(description && { Description: description }),
    eosin: JSON.stringify(provenance),
    [XMP]: xmp,
  };
  const { width, height } = raster;
  if (format === 'tif') return encodePrintTiff(raster.data, width, height, looks.dpi, texts);
  const picture: Picture = { width, height, channels: 3, data: inBytes(raster) };
  if (format === 'png') return await encodePng(picture, texts, looks.dpi);
  const { encodeJpeg } = await import('../formats/jpeg-write.ts'); // its encoder is large
  return await encodeJpeg(picture, texts, looks.dpi);
}

/** Renders the pictures of a figure and writes it. @throws as `figurePanels`, `figurePdf` and `rasterised`. */
export async function* makeFigure(
  rows: readonly FigureRow[],
  looks: FigureLooks,
  format: FigureFormat,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent | null, MadePanels & { readonly bytes: Uint8Array<ArrayBuffer> }> {
  const made = yield* figurePanels(rows, looks, context, signal);
  return { ...made, bytes: await figureFile(made, format) };
}
