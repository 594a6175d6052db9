import * as v from 'valibot';

/** What does not fit in data from outside, field by field, each with what was found. @param whole what the data is called. */
export function faultsIn(issues: readonly v.BaseIssue<unknown>[], whole: string): string {
  return issues.map((issue) => fault(issue, v.getDotPath(issue) ?? whole)).join('; ');
}

/** Valibot's short form, as `(("a" | undefined) | "b")` or `>=1`, in words. */
const inWords = (expected: string | null): string =>
  (expected ?? 'something else')
    .replace(/[()]|\s*\| undefined/g, '')
    .replaceAll(' | ', ' or ')
    .replace(/^>=/, 'at least ')
    .replace(/^<=/, 'at most ');

function fault({ expected, received }: v.BaseIssue<unknown>, field: string): string {
  if (expected === 'never') return `there is no field ${field}`;
  if (received === 'undefined') return `${field} is missing`;
  return `${field} must be ${inWords(expected)}, not ${received}`;
}
