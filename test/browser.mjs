import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const root = fileURLToPath(new URL('../', import.meta.url));
const isRootOnDebian =
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Where installers put Chrome, Chromium and Edge; names without a folder are looked for on the PATH. */
const usualPlaces = {
  linux: () => [
    ...['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'microsoft-edge', 'chrome'],
    ...[
      '/usr/bin/chromium',
      '/opt/google/chrome/chrome',
      '/opt/microsoft/msedge/msedge',
      '/snap/bin/chromium',
    ],
  ],
  darwin: () =>
    ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', join(homedir(), 'Applications')].map(
        (at) => `${at}/${name}.app/Contents/MacOS/${name}`,
      ),
    ),
  win32: () =>
    [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((at) =>
      ['Google\\Chrome', 'Chromium', 'Microsoft\\Edge'].map((name) =>
        join(at ?? 'C:\\', name, 'Application', name.endsWith('Edge') ? 'msedge.exe' : 'chrome.exe'),
      ),
    ),
};

/** Browsers that Playwright downloaded earlier, of this or another version, newest first. */
function playwrightsOwn() {
  const folder =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      darwin: join(homedir(), 'Library/Caches/ms-playwright'),
      win32: join(homedir(), 'AppData/Local/ms-playwright'),
    }[process.platform] ??
    join(homedir(), '.cache/ms-playwright');
  const versions = existsSync(folder)
    ? readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name))
    : [];
  return [
    chromium.executablePath(),
    ...versions
      .sort()
      .reverse()
      .flatMap((version) =>
        [
          'chrome-linux64/chrome',
          'chrome-linux/chrome',
          'chrome-win64/chrome.exe',
          'chrome-win/chrome.exe',
        ].map((binary) => join(folder, version, binary)),
      ),
  ];
}

/** Of files, and of names that are looked for on the PATH, those that are there. */
function existing(names) {
  const onPath = (process.env.PATH ?? '').split(delimiter);
  const places = names.flatMap((name) =>
    /[\\/]/.test(name) ? [name] : onPath.map((folder) => join(folder, name)),
  );
  return places.filter((path) => existsSync(path));
}

function installed() {
  const places = existing((usualPlaces[process.platform] ?? usualPlaces.linux)());
  return [...new Set([...places, ...playwrightsOwn().filter((path) => existsSync(path))])];
}

/** Whether a browser starts without a window and runs a script: Ubuntu's `chromium-browser` without its snap does not. */
async function starts(path) {
  try {
    const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'], timeout: 30_000 });
    try {
      return (await (await browser.newPage()).evaluate('6 * 7')) === 42;
    } finally {
      await browser.close();
    }
  } catch {
    return false;
  }
}

async function firstThatStarts(paths) {
  for (const path of paths) if (await starts(path)) return path;
  return undefined;
}

function ran(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}

/** Installs Debian packages. @returns whether that went well; false where apt may not be used. */
function apt(...packages) {
  return isRootOnDebian && ran('apt-get', ['update']) && ran('apt-get', ['install', '-y', ...packages]);
}

/**
 * A Chrome, Chromium or Edge that really starts: the one that EOSIN_CHROME names, else an installed one, else Debian's
 * `chromium` package (as root), else Playwright's download.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the path of its binary.
 * @throws {Error} with one line that says what to install.
 */
export async function provideBrowser(say) {
  const named = process.env.EOSIN_CHROME;
  if (named) {
    if (await starts(named)) return named;
    throw new Error(
      `EOSIN_CHROME names ${named}, which does not start; name another Chrome, Chromium or Edge`,
    );
  }
  const found = await firstThatStarts(installed());
  if (found) return found;

  if (isRootOnDebian) {
    say('no browser found; installing the chromium package');
    const fromDebian = apt('chromium', 'libvulkan1') && (await firstThatStarts(installed()));
    if (fromDebian) return fromDebian;
  }
  say("no browser found; trying Playwright's download");
  const cli = join(root, 'node_modules/playwright/cli.js');
  ran(process.execPath, [cli, 'install', ...(isRootOnDebian ? ['--with-deps'] : []), 'chromium']);
  const downloaded = await firstThatStarts(installed());
  if (downloaded) return downloaded;
  throw new Error('the tests need a browser: install Chrome, Chromium or Edge, or name one in EOSIN_CHROME');
}

/** The binary of an installed Firefox, or the one that EOSIN_FIREFOX names; undefined where there is none. */
export function firefox() {
  const { EOSIN_FIREFOX: named } = process.env;
  return existing([...(named ? [named] : []), 'firefox-esr', 'firefox', ...firefoxElsewhere])[0];
}

const firefoxElsewhere = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/**
 * WebKitGTK's browser, its driver and a screen to run it on; undefined where one of them is missing.
 *
 * @returns {{ miniBrowser: string, driver: string, xvfb: string } | undefined}
 */
export function webkit() {
  // Debian's path holds the machine's kind, as /usr/lib/x86_64-linux-gnu/.
  const kinds = process.platform === 'linux' ? readdirSync('/usr/lib').map((kind) => `/usr/lib/${kind}`) : [];
  const [miniBrowser] = existing(
    [...kinds, '/usr/lib', '/usr/libexec'].map((folder) => `${folder}/webkit2gtk-4.1/MiniBrowser`),
  );
  const [driver] = existing(['WebKitWebDriver']);
  const [xvfb] = existing(['Xvfb']);
  return miniBrowser && driver && xvfb ? { miniBrowser, driver, xvfb } : undefined;
}

/**
 * Firefox and WebKit for the tests in other engines, installed from Debian's packages where they are missing and that may
 * be done. Tests of what is still missing are left out and named, except where CI=true.
 *
 * @param {(line: string) => void} say
 */
export function provideEngines(say) {
  if (!isRootOnDebian) return;
  if (!firefox()) {
    say('no Firefox found; installing the firefox-esr package');
    apt('firefox-esr', 'mesa-vulkan-drivers');
  }
  if (!webkit()) {
    say('no WebKit found; installing the webkit2gtk-driver and xvfb packages');
    apt('webkit2gtk-driver', 'xvfb');
  }
}

/** Programs that read what Eosin writes: XMP, PDF and SVG; undefined where one is missing. */
export const readers = () => ({
  exiftool: existing(['exiftool'])[0],
  pdftotext: existing(['pdftotext'])[0],
  pdftocairo: existing(['pdftocairo'])[0],
  rsvg: existing(['rsvg-convert'])[0],
});

/**
 * Those programs for the tests, installed as {@link provideEngines} does.
 *
 * @param {(line: string) => void} say
 */
export function provideReaders(say) {
  if (!isRootOnDebian || Object.values(readers()).every(Boolean)) return;
  say('installing the libimage-exiftool-perl, poppler-utils and librsvg2-bin packages');
  apt('--no-install-recommends', 'libimage-exiftool-perl', 'poppler-utils', 'librsvg2-bin');
}

/** What Dawn finds in Node: `real`, `software` or `none`. */
function vulkan(env) {
  const script = `
    const { create } = await import('webgpu');
    const adapter = await create([]).requestAdapter();
    const words = adapter ? Object.values(adapter.info.toJSON?.() ?? {}).join(' ') + adapter.info.description : '';
    const software = adapter?.info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(words);
    process.stdout.write('found ' + (adapter ? (software ? 'software' : 'real') : 'none'));
    process.exit();`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return /found (\w+)/.exec(stdout ?? '')?.[1] ?? 'none';
}

/**
 * What Dawn in Node needs in the environment: nothing where there is a GPU, else the software Vulkan driver that comes
 * with the browser.
 *
 * @param {string} chrome the browser's binary.
 * @param {(line: string) => void} say
 * @returns {Record<string, string>}
 * @throws {Error} with one line that says what to install.
 */
export function provideVulkan(chrome, say) {
  if (vulkan({}) === 'real' || (process.env.VK_ICD_FILENAMES && vulkan({}) !== 'none')) return {};
  const driver = [
    dirname(realpathSync(chrome)),
    '/usr/lib/chromium',
    '/opt/google/chrome',
    '/opt/microsoft/msedge',
  ]
    .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
    .find((file) => existsSync(file));
  const env = driver ? { VK_ICD_FILENAMES: driver } : {};
  if (vulkan(env) !== 'none') return env;
  if (isRootOnDebian) {
    say('WebGPU does not start in Node; installing the libvulkan1 package');
    if (apt('libvulkan1') && vulkan(env) !== 'none') return env;
  }
  throw new Error('WebGPU does not start in Node: install a Vulkan loader (Debian and Ubuntu: libvulkan1)');
}

/** Whether Snakemake, and SLURM with what it needs, are installed. */
export function clusterEngines() {
  return {
    snakemake: existing(['snakemake']).length > 0,
    slurm: ['slurmctld', 'slurmd', 'sbatch', 'munged'].every(
      (name) => existing([name, `/usr/sbin/${name}`]).length > 0,
    ),
  };
}

/**
 * Snakemake and SLURM for the tests on a cluster, installed as {@link provideEngines} does.
 *
 * @param {(line: string) => void} say
 */
export function provideClusterEngines(say) {
  const { snakemake, slurm } = clusterEngines();
  if (!isRootOnDebian || (snakemake && slurm)) return;
  say('no Snakemake or SLURM found; installing the snakemake, slurm-wlm and munge packages');
  apt('--no-install-recommends', 'snakemake', 'slurm-wlm', 'munge');
}
