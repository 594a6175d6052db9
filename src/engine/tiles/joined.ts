/** Sets that are joined two at a time (Tarjan 1975, doi:10.1145/321879.321884): members are numbers, from 0 on. */
export interface Sets {
  /** A new set of one. @returns its member. */
  add(): number;
  join(a: number, b: number): void;
  /** The least member of a set: two members are in one set where it is the same. */
  leastOf(a: number): number;
}

export function sets(): Sets {
  const parents: number[] = [];
  const leastOf = (a: number): number => {
    let at = a;
    for (let parent = parents[at]!; parent !== at; parent = parents[at]!) {
      parents[at] = parents[parent]!; // halves the way for whoever comes next; all are members
      at = parents[at]!;
    }
    return at;
  };
  return {
    add: () => parents.push(parents.length) - 1,
    join(a, b) {
      const [one, other] = [leastOf(a), leastOf(b)];
      parents[Math.max(one, other)] = Math.min(one, other);
    },
    leastOf,
  };
}
