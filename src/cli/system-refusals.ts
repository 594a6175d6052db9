/** What the system's most frequent refusals mean to a person. */
const meanings: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be opened with your permissions',
  EPERM: 'may not be opened with your permissions',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'leads through something that is no folder',
  EROFS: 'lies on a disk that cannot be written',
  ENOSPC: 'does not fit: the disk is full',
  ERR_FS_FILE_TOO_LARGE: 'has more than 2 GiB, which is not read',
};

/** What a failure of `node:fs` says of a file, to follow its name. */
export const meaning = (cause: unknown): string => {
  const { code = '', message } = cause as NodeJS.ErrnoException; // all that node:fs throws is one
  return meanings[code] ?? `cannot be opened (${message})`;
};
