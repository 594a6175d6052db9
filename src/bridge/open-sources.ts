import type { FileEntry } from '../engine/formats/opened-file.ts';
import { drawnSource, type Source as EngineSource, fileSource } from '../engine/source.ts';
import { blobBytes } from './blob-bytes.ts';
import { browserDecoder } from './browser-decoder.ts';
import type { Source } from './messages.ts';

/** Files that stay open: what is kept of each are its directories, a megabyte at most, not its pixels. */
const MOST_OPEN = 32;

type File = Extract<Source, { kind: 'file' }>;

const opened = ({ id, name, blob, beside = [] }: File): EngineSource =>
  fileSource(id, name, () => blobBytes(blob, name), {
    browser: browserDecoder,
    siblings: () =>
      Promise.all(
        beside.map(async (one): Promise<FileEntry> => {
          return { path: one.path, bytes: await blobBytes(one.blob, one.path) };
        }),
      ),
  });

/** The engine's sources of the page's; a file's is the same each time, so that its directories are walked once. */
export function openSources(): (source: Source) => EngineSource {
  const open = new Map<string, EngineSource>();
  return (source) => {
    if (source.kind === 'drawn') return drawnSource(source.id, source.name, source.scene, source.seed);
    const key = [source.id, ...(source.beside ?? []).map(({ path }) => path)].join('\n');
    const known = open.get(key) ?? opened(source);
    open.delete(key);
    open.set(key, known); // the one last used last
    for (const oldest of open.keys()) {
      if (open.size <= MOST_OPEN) break;
      open.delete(oldest);
    }
    return known;
  };
}
