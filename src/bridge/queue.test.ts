import { expect, test } from 'vitest';
import { nextTask } from '../engine/steps/next-task.ts';
import { createQueue, type Work } from './queue.ts';

type Story = string[];

/** A job that writes what happens to it into a story. */
function told(
  story: Story,
  job: number,
  steps: (signal: AbortSignal) => AsyncGenerator<string, string>,
  background = false,
): Work<string, string> {
  return {
    job,
    background,
    steps,
    begun: () => story.push(`${job} begun`),
    event: (event) => story.push(`${job} ${event}`),
    done: (answer) => story.push(`${job} done ${answer}`),
    failed: (error, cancelled) => story.push(`${job} ${cancelled ? 'cancelled' : `failed ${error}`}`),
  };
}

async function* count(to: number) {
  for (let i = 1; i <= to; i++) yield `step ${i}`;
  return 'well';
}

const endings = (story: Story, job: number) =>
  story.filter((line) => new RegExp(`^${job} (done|failed|cancelled)`).test(line));

async function until(story: Story, line: string) {
  for (let i = 0; i < 1000 && !story.includes(line); i++) await nextTask();
  expect(story).toContain(line);
}

/** Long enough for whatever would still happen. */
async function aWhile() {
  for (let i = 0; i < 20; i++) await nextTask();
}

test('jobs run one after the other, each step told', async () => {
  const story: Story = [];
  const queue = createQueue<string, string>();
  queue.add(told(story, 1, () => count(2)));
  queue.add(told(story, 2, () => count(1)));
  await until(story, '2 done well');
  expect(story).toEqual([
    '1 begun',
    '1 step 1',
    '1 step 2',
    '1 done well',
    '2 begun',
    '2 step 1',
    '2 done well',
  ]);
});

test('a background job stands still between two steps while another waits or runs, and goes on after it', async () => {
  const story: Story = [];
  const queue = createQueue<string, string>();
  async function* training() {
    yield 'step 1';
    queue.add(told(story, 2, () => count(2))); // asked for in the middle of a step
    yield 'step 2';
    yield 'step 3';
    return 'well';
  }
  queue.add(told(story, 1, training, true));
  await until(story, '1 done well');
  expect(story).toEqual([
    '1 begun',
    '1 step 1',
    '1 step 2',
    '2 begun',
    '2 step 1',
    '2 step 2',
    '2 done well',
    '1 step 3',
    '1 done well',
  ]);
});

test('a job that is cancelled while it waits never begins', async () => {
  const story: Story = [];
  const queue = createQueue<string, string>();
  queue.add(told(story, 1, () => count(3)));
  queue.add(told(story, 2, () => count(1)));
  queue.cancel(2);
  await until(story, '1 done well');
  expect(story.filter((line) => line.startsWith('2'))).toEqual(['2 cancelled']);
});

test('a cancelled job stops after its step, frees what it holds and ends once', async () => {
  const story: Story = [];
  const queue = createQueue<string, string>();
  async function* endless(signal: AbortSignal): AsyncGenerator<string, string> {
    try {
      for (let i = 1; ; i++) {
        if (i === 3) queue.cancel(1);
        yield `step ${i}, ${signal.aborted ? 'aborted' : 'going'}`;
      }
    } finally {
      story.push('1 freed');
    }
  }
  queue.add(told(story, 1, endless));
  queue.add(told(story, 2, () => count(0)));
  await until(story, '2 done well');
  expect(story).toEqual([
    '1 begun',
    '1 step 1, going',
    '1 step 2, going',
    '1 freed',
    '1 cancelled',
    '2 begun',
    '2 done well',
  ]);
});

test('a background job that stands still is cancelled without waiting for the job before it', async () => {
  const story: Story = [];
  const queue = createQueue<string, string>();
  let release = () => {};
  async function* slow() {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return 'well';
  }
  queue.add(told(story, 1, () => count(1_000_000), true));
  await until(story, '1 step 2');
  queue.add(told(story, 2, slow));
  await until(story, '2 begun');
  queue.cancel(1);
  await until(story, '1 cancelled');
  expect(story).not.toContain('2 done well');
  release();
  await until(story, '2 done well');
  expect(endings(story, 1)).toEqual(['1 cancelled']);
});

test('an error in a step is the end of its job only', async () => {
  const story: Story = [];
  const queue = createQueue<string, string>();
  async function* broken(): AsyncGenerator<string, string> {
    yield 'step 1';
    throw new Error('no such channel');
  }
  queue.add(told(story, 1, broken));
  queue.add(told(story, 2, () => count(0)));
  await until(story, '2 done well');
  expect(endings(story, 1)).toEqual(['1 failed Error: no such channel']);
});

test('an answer that cannot be told ends its job as failed, and the next one runs', async () => {
  const story: Story = [];
  const queue = createQueue<string, string>();
  const done = () => {
    throw new Error('could not be cloned');
  };
  queue.add({ ...told(story, 1, () => count(0)), done });
  queue.add(told(story, 2, () => count(0)));
  await until(story, '2 done well');
  expect(endings(story, 1)).toEqual(['1 failed Error: could not be cloned']);
});

test('a cancel after the end, or twice, changes nothing', async () => {
  const story: Story = [];
  const queue = createQueue<string, string>();
  queue.add(told(story, 1, () => count(0)));
  queue.add(told(story, 2, () => count(1)));
  queue.cancel(2);
  queue.cancel(2);
  await until(story, '1 done well');
  queue.cancel(1);
  await aWhile();
  expect(endings(story, 1)).toHaveLength(1);
  expect(endings(story, 2)).toHaveLength(1);
});
