/**
 * Resolves in a new task of the event loop, so that messages which arrived meanwhile (an abort, say) are read first.
 *
 * A promise that resolves at once would go on within the same task, `setTimeout` is held back to 4 ms once nested,
 * and `scheduler.yield` goes before the messages; a message to oneself waits its turn and takes some 20 microseconds.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close(); // an open port would keep a Node process alive
      resolve();
    };
    port2.postMessage(null);
  });
}
