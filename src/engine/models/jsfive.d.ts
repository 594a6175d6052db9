/** What we use of jsfive, which comes without types: a reader of HDF5. */
declare module 'jsfive' {
  /** Numbers: row-major, of the stored type where that is plain. */
  export class Dataset extends Array<never> {
    readonly shape: readonly number[];
    readonly value: ArrayLike<number>;
  }
  export class Group {
    /** The names of its members. */
    readonly keys: readonly string[];
    get(name: string): Group | Dataset | null;
  }
  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string);
  }
}
