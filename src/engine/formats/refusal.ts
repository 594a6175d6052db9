/**
 * A file that is not read. The message continues a sentence that begins with the file's name:
 * what is wrong, then what would do ("is cut short: ... Copy it again from the source.").
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** A whole number as a person reads it: 4,096. */
export const count = (n: number): string => n.toLocaleString('en');

/** A name from a file, as a sentence can hold it: without line ends and other signs that control a terminal. */
export const printable = (name: string): string => name.replace(/\p{C}/gu, '?');

/** @param detail what was found, as a clause ("its last row ends at byte 9,120, the file at 4,096"). */
export const cutShort = (detail: string): Refusal =>
  new Refusal(`is cut short: ${detail}. Copy it again from the source.`);

/** @param detail what was found, as a clause. */
export const damaged = (detail: string): Refusal =>
  new Refusal(`is damaged: ${detail}. Copy it again from the source, or save it anew.`);

/** @param what the kind of content, as an object of "holds" ("samples of 64 bits"). */
export const notRead = (what: string, cure: string): Refusal =>
  new Refusal(`holds ${what}, and that is not read here. ${cure}`);

/** A kind that is not read here but by most browsers: a host that brings their decoder may try it. */
export class BrowserReads extends Refusal {
  /** The MIME type to tell the browser. */
  readonly type: string;

  constructor(type: string, what: string, cure: string) {
    super(notRead(what, cure).message);
    this.type = type;
  }
}
