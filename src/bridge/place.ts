/** Something that several jobs read, until each has released it. */
export interface Shared<T> {
  readonly value: T;
  release(): void;
}

/** A place for one thing at a time, which is closed once it was dropped or replaced and nobody reads it any more. */
export interface Place<T> {
  /** What lies there under that key, to be released; null for none. */
  take(key: string): Shared<T> | null;
  /** Puts a thing there, which the caller has taken too. */
  put(key: string, value: T, close: () => void): Shared<T>;
  drop(): void;
}

export function createPlace<T>(): Place<T> {
  let here: { readonly key: string; take(): Shared<T>; drop(): void } | null = null;

  const drop = () => {
    here?.drop();
    here = null;
  };

  return {
    take: (key) => (here?.key === key ? here.take() : null),
    put(key, value, close) {
      drop();
      let readers = 1; // the place itself
      const leave = () => {
        if (--readers === 0) close();
      };
      const take = () => {
        readers++;
        return { value, release: leave };
      };
      here = { key, take, drop: leave };
      return take();
    },
    drop,
  };
}
