import { type AgainRoom, type MadeFormat, makersOf, videoPictures } from '../engine/again.ts';
import { createCache } from '../engine/cache.ts';
import { StudioError } from '../engine/errors.ts';
import type { FigureProvenance } from '../engine/export/figure-provenance.ts';
import type { Provenance } from '../engine/export/provenance.ts';
import { isAsSealed } from '../engine/film/video-seal.ts';
import { bytesOf } from '../engine/formats/opened-file.ts';
import { pictureDifference } from '../engine/metrics/picture-difference.ts';
import type { RenderContext } from '../engine/render.ts';
import type { Weights } from '../engine/render-event.ts';
import { saidBy } from '../engine/share/carried.ts';
import { figureIn } from '../engine/share/figure-in.ts';
import { provenanceIn } from '../engine/share/provenance-in.ts';
import { decode } from '../engine/stages/decode.ts';
import { resultOf } from '../engine/steps/result-of.ts';
import { spilling } from '../engine/tiles/scratch.ts';
import { now } from './device.ts';
import { fileBytes } from './file-bytes.ts';
import { ASIDE_BYTES, fileScratch } from './file-scratch.ts';
import { guideOf, labelsOf, sourceOf } from './sources-of-export.ts';
import type { Given, Verdict } from './verdict.ts';

const CACHE_BYTES = 2 ** 30;

const formatOf = (bytes: Uint8Array): MadeFormat | 'video' | null => {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  const kind = String.fromCharCode(...bytes.subarray(4, 8));
  if (kind === 'ftyp' || head === '\x1a\x45\xdf\xa3') return 'video';
  if (head === '\x89PNG') return 'png';
  if (head === 'GIF8') return 'gif';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  return head.startsWith('II') ? 'tiff' : null;
};

/** @throws StudioError `file` where the file says nothing that can be followed. */
function readProvenance(path: string, bytes: Uint8Array<ArrayBuffer>): Provenance | FigureProvenance {
  let said: unknown;
  try {
    said = saidBy(bytesOf(bytes));
  } catch {
    said = null; // damaged, or of another program
  }
  const provenance = provenanceIn(said) ?? figureIn(said);
  if (provenance) return provenance;
  throw new StudioError(
    'file',
    `${path} carries no recipe of Eosin, or a damaged one; PNG, JPEG, TIFF, GIF, MP4, WebM, SVG and PDF as Eosin writes them do, unless another program saved them again.`,
  );
}

/** The models of one that are not those of the other. */
function othersThan(told: Provenance, made: Provenance | null): readonly string[] {
  const pairs: readonly (readonly [Weights | null, Weights | null | undefined])[] = [
    [told.model, made?.model],
    [told.dream, made?.dream],
    [told.cells, made?.cells],
  ];
  return pairs.flatMap(([before, after]) => (before && before.sha256 !== after?.sha256 ? [before.id] : []));
}

type VideoVerdict = Pick<Verdict, 'same' | 'difference' | 'otherWeights' | 'video'>;

/** What a video's seal says without its pictures; null where it is as it was written. @throws StudioError `file` where it has none. */
async function brokenSeal(
  path: string,
  bytes: Uint8Array,
  { video, film }: Provenance,
): Promise<VideoVerdict | null> {
  if (!video || !film)
    throw new StudioError(
      'file',
      `${path} does not say which pictures went into it, as an earlier version wrote videos; export it once more to have one that can be verified.`,
    );
  if (await isAsSealed(bytes, video)) return null;
  return { same: false, difference: null, otherWeights: [], video: { isWhole: false } };
}

/** How a video compares: its pixels are those of the encoder that made it, so it is asked for the pictures that went in. */
async function videoVerdict(provenance: Provenance, again: AgainRoom): Promise<VideoVerdict> {
  const made = await resultOf(videoPictures(provenance, again));
  return {
    same: made?.pictures === provenance.video?.pictures,
    difference: null,
    otherWeights: made ? othersThan(provenance, provenanceIn(JSON.parse(made.comment))) : [],
    video: { isWhole: true },
  };
}

/**
 * Makes a file again by what it says of itself, and compares.
 *
 * @throws WrongUse where its source or guide is not named; StudioError where it says nothing, its source is another, or as `render`.
 */
export async function verifyFile(
  path: string,
  given: Given,
  room: Pick<RenderContext, 'device' | 'shelf'>,
): Promise<Verdict> {
  const stored = await fileBytes(path);
  const bytes = stored.read(0, stored.size);
  const provenance = readProvenance(path, bytes);
  const context: RenderContext = { ...room, cache: createCache(CACHE_BYTES), now };
  if (provenance.shows === 'figure') {
    const { figureFormatOf, verifyFigure } = await import('./verify-figure.ts');
    const format = figureFormatOf(bytes);
    if (format) return await verifyFigure(path, bytes, format, provenance, given, context);
    throw new StudioError('file', `${path} is no SVG, PDF, PNG, JPEG or TIFF, as figures are.`);
  }
  const format = formatOf(bytes);
  const makers = format && format !== 'video' ? makersOf(provenance, format) : [];
  if (format !== 'video' && makers.length === 0)
    throw new StudioError(
      'file',
      `${path} is of a kind that cannot be made again here; PNG, JPEG, TIFF, GIF, MP4 and WebM can.`,
    );
  if (format === 'video') {
    const broken = await brokenSeal(path, bytes, provenance); // for which no source is needed
    if (broken) return { file: path, source: provenance.source.name, shows: provenance.shows, ...broken };
  }
  const source = await sourceOf(path, provenance, given.source ?? []);
  const extras = {
    ...(await guideOf(path, provenance.dream?.guide ?? null, given.guide)),
    ...(await labelsOf(path, provenance.labels ?? null, given.labels ?? [])),
  };
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const beyond = fileScratch();
  const again = { source, context, scratch: spilling(ASIDE_BYTES, beyond), signal, extras };
  const base = { file: path, source: source.name, shows: provenance.shows };
  try {
    if (format === 'video') return { ...base, ...(await videoVerdict(provenance, again)) };
    let nearest: Verdict | null = null;
    for (const make of makers) {
      const made = await resultOf(make(again));
      const isSame = made.length === bytes.length && Buffer.compare(made, bytes) === 0;
      const difference = isSame
        ? null
        : pictureDifference(await decode(path, bytes), await decode(path, made));
      const same = isSame || (format !== 'gif' && difference?.differing === 0);
      const verdict = {
        ...base,
        same,
        difference: same ? null : difference,
        otherWeights: othersThan(provenance, provenanceIn(saidBy(bytesOf(made)))),
      };
      if (same) return verdict;
      if (!nearest?.difference || (difference && difference.mean < nearest.difference.mean))
        nearest = verdict;
    }
    if (nearest) return nearest;
    throw new Error('a file that can be made was not made');
  } finally {
    beyond.end();
  }
}
