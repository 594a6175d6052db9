/**
 * How many bits each symbol's code has, so that all together take the fewest (Huffman 1952, doi:10.1109/JRPROC.1952.273898), none more than
 * `most`: where one has, bits are given back from the shortest codes that can spare them.
 *
 * @param counts how often each symbol occurs; fewer than 2 ** most of them.
 * @returns 0 for a symbol that does not occur; 1 where only one does.
 */
export function codeLengths(counts: Uint32Array, most: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const used = Array.from(counts.keys()).filter((symbol) => counts[symbol] !== 0);
  used.sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || a - b);
  const [only] = used;
  if (used.length <= 1) {
    if (only !== undefined) lengths[only] = 1;
    return lengths;
  }
  const leaves = used.length;
  // Nodes in the order in which they are made, rarest first: leaves, then pairs.
  const weight = new Float64Array(2 * leaves - 1);
  const parent = new Uint16Array(2 * leaves - 1);
  for (const [i, symbol] of used.entries()) weight[i] = counts[symbol] ?? 0;
  let [leaf, pair] = [0, leaves];
  for (let made = leaves; made < weight.length; made++) {
    for (let child = 0; child < 2; child++) {
      const takesLeaf = leaf < leaves && (pair >= made || (weight[leaf] ?? 0) <= (weight[pair] ?? 0));
      const one = takesLeaf ? leaf++ : pair++;
      weight[made] = (weight[made] ?? 0) + (weight[one] ?? 0);
      parent[one] = made;
    }
  }
  const depth = new Uint16Array(weight.length);
  for (let i = weight.length - 2; i >= 0; i--) depth[i] = (depth[parent[i] ?? 0] ?? 0) + 1;
  const ofLength = new Uint32Array(most + 1);
  let taken = 0; // of 2 ** most places
  for (let i = 0; i < leaves; i++) {
    const length = Math.min(depth[i] ?? 0, most);
    ofLength[length] = (ofLength[length] ?? 0) + 1;
    taken += 2 ** (most - length);
  }
  for (; taken > 2 ** most; taken--) {
    // One of the longest codes goes beside a shorter one, which grows by a bit.
    let length = most - 1;
    while (ofLength[length] === 0) length--;
    ofLength[length] = (ofLength[length] ?? 0) - 1;
    ofLength[length + 1] = (ofLength[length + 1] ?? 0) + 2;
    ofLength[most] = (ofLength[most] ?? 0) - 1;
  }
  let next = 0;
  for (let length = most; length > 0; length--)
    for (let k = ofLength[length] ?? 0; k > 0; k--) lengths[used[next++] ?? 0] = length;
  return lengths;
}

/** The codes of those lengths (RFC 1951, 3.2.2), turned so that their first bit is the lowest, as a stream takes them. */
export function codesOf(lengths: Uint8Array): Uint16Array {
  const next = new Uint16Array(17); // by length
  for (const length of lengths) if (length > 0) next[length + 1]!++; // at most 15
  for (let length = 1; length < 17; length++) next[length] = (next[length - 1]! + next[length]!) << 1;
  const codes = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!; // below the length
    if (length === 0) continue;
    const code = next[length]!++;
    let turned = 0;
    for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit);
    codes[symbol] = turned;
  }
  return codes;
}
