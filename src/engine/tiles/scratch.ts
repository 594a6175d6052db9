/** Bytes that a long work puts aside: as many as were asked for, read and written at any place. */
export interface Aside {
  read(at: number, length: number): Uint8Array<ArrayBuffer>;
  write(at: number, bytes: Uint8Array): void;
  /** Gives the room back; nothing is read or written afterwards. */
  close(): void;
}

/** Where a long work puts bytes aside: memory, a file on a disk, or a file that belongs to the page. */
export interface Scratch {
  open(size: number): Promise<Aside>;
}

/** Bytes put aside in memory. */
export const memoryScratch: Scratch = { open: async (size) => inMemory(size, () => {}) };

function inMemory(size: number, onClose: () => void): Aside {
  let bytes = new Uint8Array(size);
  return {
    read: (at, length) => bytes.slice(at, at + length),
    write: (at, some) => bytes.set(some, at),
    close() {
      if (bytes.length > 0) onClose();
      bytes = new Uint8Array();
    },
  };
}

/** Keeps up to `budgetBytes` in memory; what does not fit goes to `beyond`. */
export function spilling(budgetBytes: number, beyond: Scratch): Scratch {
  let held = 0;
  return {
    async open(size) {
      if (held + size > budgetBytes) return beyond.open(size);
      held += size;
      return inMemory(size, () => {
        held -= size;
      });
    },
  };
}
