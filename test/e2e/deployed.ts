import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepable } from '../../src/offline/write-service-worker.ts';

const dist = join(import.meta.dirname, '../../dist');

/** What tells the second version from the first: among the limits that a model's card names. */
export const SECOND = 'This is the second version.';

/** Copies of the production build to put on servers; removed by `clear`. */
export function deployments() {
  const folders: string[] = [];
  const copy = () => {
    const folder = mkdtempSync(join(tmpdir(), 'eosin-deployed-'));
    folders.push(folder);
    cpSync(dist, folder, { recursive: true });
    return folder;
  };
  return {
    first: copy,
    /** Another version: all its scripts have other names, and a file that has kept its name holds something else. */
    async second(): Promise<string> {
      const folder = copy();
      const assets = readdirSync(join(folder, 'assets'));
      const renamed = (name: string) => name.replace(/(\.\w+)$/, '_second$1');
      const texts = [
        'index.html',
        ...assets.filter((name) => /\.(js|css)$/.test(name)).map((name) => `assets/${name}`),
      ];
      const names = new RegExp(assets.map((name) => name.replaceAll('.', '\\.')).join('|'), 'g');
      for (const path of texts) {
        const text = readFileSync(join(folder, path), 'utf8');
        writeFileSync(join(folder, path), text.replaceAll(names, renamed));
      }
      for (const name of assets)
        renameSync(join(folder, 'assets', name), join(folder, 'assets', renamed(name)));
      const card = join(folder, 'models/blood-stain/card.md');
      const heading = /## Where it fails\s+/;
      writeFileSync(
        card,
        readFileSync(card, 'utf8').replace(heading, (found) => `${found}- ${SECOND}\n`),
      );
      await keepable(folder);
      return folder;
    },
    clear() {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}
