import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../engine/errors.ts';
import type { ModelHost } from '../engine/models/host.ts';
import { checkCellsManifest } from '../engine/models/manifest.ts';
import { unzipModel } from '../engine/models/own-models.ts';
import { sha256 } from '../engine/models/sha256.ts';
import { filesIn } from './files.ts';
import { WrongUse } from './verb.ts';

/** The files of a model, from its folder or from a ZIP of it as the page exports it. @throws WrongUse, StudioError `file` */
async function modelIn(path: string): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const read = async (file: string) => new Uint8Array(await readFile(file));
  if (!(await stat(path)).isDirectory()) return unzipModel(path, await read(path));
  const files = await filesIn(path);
  if (!files.some((file) => basename(file) === 'manifest.json')) {
    throw new WrongUse(`the folder ${path} holds no model: it has no manifest.json.`);
  }
  return new Map(await Promise.all(files.map(async (file) => [basename(file), await read(file)] as const)));
}

/**
 * What `--model` names: a model of the shelf by its id, or one that tells cells apart by its folder or ZIP, which then stands on the shelf
 * too, before one of the same id.
 *
 * @param named an id, or a path; undefined for whatever is the default.
 * @returns the host to make the shelf of, and the id.
 * @throws WrongUse where a folder holds no model, StudioError `model` where its manifest does not fit.
 */
export async function modelNamed(
  host: ModelHost,
  named: string | undefined,
): Promise<{ readonly host: ModelHost; readonly id: string | undefined }> {
  const isPath = named !== undefined && (/[/\\]|\.zip$/i.test(named) || existsSync(named));
  if (!isPath) return { host, id: named };
  if (!existsSync(named)) throw new WrongUse(`there is no model at ${named}.`);
  const files = await modelIn(named);
  const name = join(named, 'manifest.json');
  const manifest = checkCellsManifest(parsedJson(files.get('manifest.json'), name), name);
  return {
    id: manifest.id,
    host: {
      ...host,
      manifests: async () => [
        ...(await host.manifests()).filter((one) => (one as { id?: unknown } | null)?.id !== manifest.id), // not yet checked
        manifest,
      ],
      async part(id, part, onBytes, signal) {
        if (id !== manifest.id) return host.part(id, part, onBytes, signal);
        const bytes = files.get(part.file);
        if (!bytes) throw new StudioError('model', `${join(named, part.file)} is missing.`);
        if ((await sha256(bytes)) !== part.sha256) {
          throw new StudioError(
            'model',
            `${join(named, part.file)} is damaged: its SHA-256 is not the manifest's.`,
          );
        }
        return bytes;
      },
    },
  };
}

function parsedJson(bytes: Uint8Array | undefined, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new StudioError('model', `${name} is damaged: it is no JSON.`, { cause });
  }
}
