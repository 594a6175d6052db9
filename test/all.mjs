import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideBrowser, provideEngines, provideReaders, provideVulkan } from './browser.mjs';

/**
 * `npm test`: format and lint, types, and every tier of the tests, each to its end whatever the others gave. The last
 * line is `N passed, N failed`; a check, a crash and a tier that hangs or holds no test count as one each.
 *
 * What stands in a folder `long` is left to `npm run test:all`: `npm test` goes the main ways through the page in minutes,
 * and those files take three times as long as all else together.
 */
const all = process.argv.includes('--all');

const root = fileURLToPath(new URL('../', import.meta.url));
const results = mkdtempSync(join(tmpdir(), 'eosin-test-'));
const tool = (path) => join(root, 'node_modules', path);
const MINUTE_MS = 60_000;

const checks = [
  { name: 'format and lint', args: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'types', args: [tool('typescript/bin/tsc'), '--noEmit', '-p', '.'] },
  { name: 'types of the engine', args: [tool('typescript/bin/tsc'), '--noEmit', '-p', 'src/engine'] },
];
const CHECK_MINUTES = 5;

/** Vitest's projects, but for `cluster`, which takes a quarter of an hour: `npm run test:cluster`. */
const tiers = ['unit', 'devices', 'e2e', 'engines'];

/**
 * A tier that has written nothing for so long hangs: a test is told of as it ends, and none may take longer than four
 * minutes, three times over. How long a tier takes in all is the machine's affair.
 */
const SILENT_MINUTES = 13;

const total = { passed: 0, failed: 0 };
const leftOut = [];
const running = new Set();
let interrupted = false;

const say = (line) => process.stdout.write(`${line}\n`);
const fail = (line) => {
  total.failed++;
  say(`FAILED  ${line}`);
};
const end = () => {
  rmSync(results, { recursive: true, force: true });
  for (const name of leftOut) say(`left out  ${name}`);
  if (!all) say('left out  the long tests: npm run test:all');
  say(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
};

/** Ends a process with all that it started: politely, so that browsers go too, and after five seconds by force. */
function stop(child) {
  const group = process.platform === 'win32' ? child.pid : -child.pid;
  const send = (signal) => {
    try {
      process.kill(group, signal);
    } catch {
      // it has ended
    }
  };
  send('SIGTERM');
  setTimeout(() => send('SIGKILL'), 5000).unref();
}

/**
 * Runs Node on a tool, and ends it when it has written nothing for so many minutes.
 *
 * @returns how it ended: the exit status, or the words for it; its output where `quiet`, which else is passed on.
 */
function run(args, { env = {}, minutes, quiet = false }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let output = '';
    let silent = false;
    let clock;
    const signOfLife = () => {
      clearTimeout(clock);
      clock = setTimeout(() => {
        silent = true;
        stop(child);
      }, minutes * MINUTE_MS).unref();
    };
    signOfLife();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        signOfLife();
        if (quiet) output += text;
        else process.stdout.write(text);
      });
    }
    const settle = (how) => {
      clearTimeout(clock);
      running.delete(child);
      resolve({
        ok: how === 0,
        how: silent ? `wrote nothing for ${minutes} minutes` : `ended with ${how}`,
        output,
      });
    };
    child.on('error', ({ message }) => settle(message));
    child.on('close', (status, signal) => settle(status ?? signal));
    // A browser that a tier left behind may hold its output open.
    child.on('exit', (status, signal) => setTimeout(() => settle(status ?? signal), 5000).unref());
  });
}

async function check({ name, args }) {
  const begin = Date.now();
  const { ok, how, output } = await run(args, { minutes: CHECK_MINUTES, quiet: true });
  if (ok) {
    total.passed++;
    say(`passed  ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
  } else {
    say(output.trimEnd());
    fail(`${name}: ${how}`);
  }
}

/** What Vitest wrote about a tier; undefined where it crashed before that. */
function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function tier(name, env) {
  say(`\n${name}`);
  const file = join(results, `${name}.json`);
  const files = all ? [] : ['--exclude=**/long/**'];
  const options = [
    '--maxWorkers=2',
    ...files,
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const { ok, how } = await run([tool('vitest/vitest.mjs'), 'run', '--project', name, ...options], {
    env,
    minutes: SILENT_MINUTES,
  });
  const told = report(file);
  const before = total.failed;
  for (const { name: path, status, message, assertionResults } of told?.testResults ?? []) {
    const states = assertionResults.map((test) => test.status);
    total.passed += states.filter((state) => state === 'passed').length;
    total.failed += states.filter((state) => state === 'failed').length;
    for (const test of assertionResults) {
      if (!['passed', 'failed'].includes(test.status)) leftOut.push(`${name}: ${test.fullName}`);
    }
    if (status === 'failed' && !states.includes('failed'))
      fail(`${name}: ${path} did not run: ${message.split('\n')[0]}`);
  }
  if (!told) fail(`${name}: ${how} and left no report`);
  else if (told.numTotalTests === 0 && total.failed === before) fail(`${name}: there are no tests`);
  else if (!ok && total.failed === before) fail(`${name}: ${how} though no test failed`);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    interrupted = true;
    fail(`interrupted by ${signal}`);
    for (const child of running) stop(child);
  });
}

/** The software Vulkan driver for Dawn; where even that is missing the tiers still run, and one failure is counted. */
function vulkanFor(chrome) {
  try {
    return provideVulkan(chrome, say);
  } catch (error) {
    fail(error.message);
    return {};
  }
}

try {
  const chrome = await provideBrowser(say);
  say(`browser: ${chrome}`);
  const env = { ...vulkanFor(chrome), EOSIN_CHROME: chrome };
  provideEngines(say);
  provideReaders(say);
  await Promise.all(checks.map(check));
  for (const one of tiers) if (!interrupted) await tier(one, env);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
end();
