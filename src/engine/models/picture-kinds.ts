/** What a picture can be taken for. */
export const pictureKinds = ['fluorescence', 'smear', 'tissue', 'dish', 'photograph', 'flat'] as const;

export type PictureKind = (typeof pictureKinds)[number];

/** A kind as people call it. */
export const kindWords: Readonly<Record<PictureKind, string>> = {
  fluorescence: 'fluorescence',
  smear: 'blood smear',
  tissue: 'stained tissue',
  dish: 'dish or art',
  photograph: 'photograph',
  flat: 'nothing to see',
};

/** Whether a model was made for a kind of picture; one that names no kinds, as a person's own, fits all. */
export const isMadeFor = (
  { kinds }: { readonly kinds?: readonly PictureKind[] | undefined },
  kind: PictureKind,
): boolean => kinds?.includes(kind) ?? true;
