/** One tab of a browser, as its driver gives it: all that the tests of this folder need, so that each is written once. */
export interface Tab {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** What an expression comes to in the page, as JSON; a promise is awaited. @throws Error with what it threw. */
  run(expression: string): Promise<unknown>;
  /** A click of the mouse in the middle of an element, which is scrolled into sight. */
  click(selector: string): Promise<void>;
  /** Types in place of what stands in a field, then Enter. */
  fill(selector: string, text: string): Promise<void>;
  /** Chooses what lies on the disk in a field for files. */
  choose(selector: string, paths: readonly string[]): Promise<void>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** Runs a function in the page, by its text: it closes over nothing. Arguments and result cross as JSON. */
export async function evaluate<Args extends readonly unknown[], Result>(
  tab: Tab,
  what: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  // What crosses as JSON has the function's own type.
  return (await tab.run(`(${what})(...${JSON.stringify(args)})`)) as Awaited<Result>;
}
