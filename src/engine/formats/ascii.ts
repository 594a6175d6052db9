/** A text in printable ASCII: any other letter is escaped as in JSON, so that JSON stays JSON. */
export const ascii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
