import { expect, test } from 'vitest';
import { nextTask } from './next-task.ts';

test('a message that was sent before is read before the next task', async () => {
  const { port1, port2 } = new MessageChannel();
  const order: string[] = [];
  port1.onmessage = () => order.push('message');
  port2.postMessage('abort');
  await Promise.resolve().then(() => order.push('promise'));
  await nextTask();
  order.push('next task');
  port1.close();
  expect(order).toEqual(['promise', 'message', 'next task']);
});
