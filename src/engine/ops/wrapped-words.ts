/**
 * Words in lines, as many on each as fit.
 *
 * @param fits whether a line is short enough.
 * @param cut what becomes of a word that begins a line, which may be too long by itself; as it is where nobody says.
 */
export function wrappedWords(
  text: string,
  fits: (line: string) => boolean,
  cut: (word: string) => string = (word) => word,
): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const joined = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && fits(joined)) lines[lines.length - 1] = joined;
    else lines.push(cut(word));
  }
  return lines;
}
