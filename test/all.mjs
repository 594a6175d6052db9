import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideBrowser, provideEngines, provideVulkan } from './browser.mjs';

/**
 * `npm test`: format and lint, types, and every tier of the tests, each to its end whatever the others gave. The last
 * line is `N passed, N failed`; a check, a crash and a tier that hangs or holds no test count as one each.
 */

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

/** Vitest's projects with the longest that each may take, in minutes: some ten times what two cores need. */
const tiers = [
  { name: 'unit', minutes: 15 },
  { name: 'devices', minutes: 15 },
  { name: 'e2e', minutes: 20 },
  { name: 'engines', minutes: 15 },
];

const total = { passed: 0, failed: 0 };
const leftOut = [];
let running;
let interrupted = false;

const say = (line) => process.stdout.write(`${line}\n`);
const fail = (line) => {
  total.failed++;
  say(`FAILED  ${line}`);
};
const end = () => {
  rmSync(results, { recursive: true, force: true });
  for (const name of leftOut) say(`left out  ${name}`);
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

/** Runs Node on a tool. @returns how it ended: the exit status, or the words for it; its output where `quiet`. */
function run(args, { env = {}, minutes, quiet = false }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      detached: process.platform !== 'win32',
    });
    running = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    let overdue = false;
    const clock = setTimeout(() => {
      overdue = true;
      stop(child);
    }, minutes * MINUTE_MS);
    const settle = (how) => {
      clearTimeout(clock);
      running = undefined;
      resolve({
        ok: how === 0,
        how: overdue ? `did not end within ${minutes} minutes` : `ended with ${how}`,
        output,
      });
    };
    child.on('error', ({ message }) => settle(message));
    child.on('exit', (status, signal) => settle(status ?? signal));
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

async function tier({ name, minutes }, env) {
  say(`\n${name}`);
  const file = join(results, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { ok, how } = await run([tool('vitest/vitest.mjs'), 'run', '--project', name, ...reporters], {
    env,
    minutes,
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
    if (running) stop(running);
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
  for (const one of checks) if (!interrupted) await check(one);
  for (const one of tiers) if (!interrupted) await tier(one, env);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
end();
