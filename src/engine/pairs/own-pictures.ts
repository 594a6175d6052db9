/** How many pictures make a training, at least and at most. */
export const OWN_PICTURES = { least: 5, most: 200 } as const;

/** What is wrong with a number of pictures, and what would do; null where it is right. */
export function picturesFault(count: number): string | null {
  const { least, most } = OWN_PICTURES;
  if (count >= least && count <= most) return null;
  const found = count === 1 ? 'there is one' : `there are ${count}`;
  const cure = count < least ? 'Add some, or let Eosin draw dishes' : 'Leave some out';
  return `A training takes ${least} to ${most} coloured pictures; ${found}. ${cure}.`;
}
