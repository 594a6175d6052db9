/** What a model was measured on. @param count held-out pictures; undefined where nobody has written how many. */
export function heldOutWords(count: number | undefined): string {
  if (count === undefined) return 'On pictures it never saw';
  return count === 1 ? 'On the one picture it never saw' : `On ${count} pictures it never saw`;
}
