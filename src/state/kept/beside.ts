import type { Source } from '../../bridge/messages.ts';

type FileSource = Extract<Source, { kind: 'file' }>;

/** A file beside a picture as it is kept: the id of the picture that it is, so that its bytes are kept once. */
export interface KeptBeside {
  readonly path: string;
  readonly picture: string;
}

/** Those of the files beside a picture that are pictures themselves. */
export function besideToKeep(
  { beside = [] }: FileSource,
  pictures: ReadonlyMap<string, { readonly source: Source }>,
): KeptBeside[] {
  const ids = new Map<Blob, string>();
  for (const [id, { source }] of pictures) if (source.kind === 'file') ids.set(source.blob, id);
  return beside.flatMap(({ path, blob }) => {
    const picture = ids.get(blob);
    return picture === undefined ? [] : [{ path, picture }];
  });
}

/** The files beside a picture again; one that is no longer kept is missing. @param blobs of the pictures, by their ids. */
export const besideAgain = (
  kept: readonly KeptBeside[],
  blobs: ReadonlyMap<string, Blob>,
): NonNullable<FileSource['beside']> =>
  kept.flatMap(({ path, picture }) => {
    const blob = blobs.get(picture);
    return blob ? [{ path, blob }] : [];
  });
