import type { Bytes, FileEntry } from './opened-file.ts';
import { count, damaged } from './refusal.ts';

/** Metadata with the attributes of many pictures are some 100 kB. */
const MOST_BYTES = 32_000_000;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What lies at a path of keys, where it is an object. */
export const objectAt = (
  value: Json | undefined,
  ...keys: readonly string[]
): { readonly [key: string]: Json } => {
  let found: Json | undefined = value;
  for (const key of keys) found = isObject(found) ? found[key] : undefined;
  return isObject(found) ? found : {};
};

export const listAt = (value: Json | undefined, key: string): readonly Json[] => {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
};

export const textAt = (value: Json | undefined, key: string): string | undefined => {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
};

/** @param path names the file in the sentence. @throws Refusal where it is no JSON object. */
export function jsonOf(path: string, bytes: Bytes): { readonly [key: string]: Json } {
  if (bytes.size > MOST_BYTES) throw damaged(`its file ${path} has ${count(bytes.size)} bytes`);
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes.read(0, bytes.size)));
  } catch (cause) {
    throw Object.assign(damaged(`its file ${path} is no JSON`), { cause });
  }
  if (!isObject(value)) throw damaged(`its file ${path} holds no JSON object`);
  return value;
}

/** Files by path. */
export type Files = ReadonlyMap<string, Bytes>;

/** The files of a Zarr that describe it. */
const described = /(?:^|\/)(?:\.zattrs|\.zgroup|\.zarray|zarr\.json)$/;

/** The files by their path within the outermost folder that describes itself as Zarr; null where none does. */
export function filesOfZarr(entries: readonly FileEntry[]): Files | null {
  let top: string | null = null;
  for (const { path } of entries) {
    if (!described.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (top === null || folder.length < top.length) top = folder;
  }
  if (top === null) return null;
  const begin = top;
  return new Map(
    entries
      .filter(({ path }) => path.startsWith(begin))
      .map(({ path, bytes }) => [path.slice(begin.length), bytes]),
  );
}

/** A folder within the files, as a beginning of paths: empty, or with a slash at its end. */
export const folderOf = (path: string): string => {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
};

/** What a folder's metadata says of it beside its arrays: attributes, OME's among them. @param folder as {@link folderOf}. */
export function attributesOf(files: Files, folder: string): { readonly [key: string]: Json } {
  const three = files.get(`${folder}zarr.json`);
  if (three) {
    const attributes = objectAt(jsonOf(`${folder}zarr.json`, three), 'attributes');
    return { ...attributes, ...objectAt(attributes, 'ome') };
  }
  const two = files.get(`${folder}.zattrs`);
  return two ? jsonOf(`${folder}.zattrs`, two) : {};
}
