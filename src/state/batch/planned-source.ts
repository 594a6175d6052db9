import type { Source } from '../../bridge/messages.ts';
import { fileAt } from './folders.ts';
import type { BatchPlan, PlannedPicture } from './plan.ts';

/** Where a picture of a batch is read from. @throws Error in a sentence where it is gone from its folder. */
export async function plannedSource(
  { name, source }: PlannedPicture,
  { id, from }: Pick<BatchPlan, 'id' | 'from'>,
): Promise<Source> {
  if (source) return { ...source, name };
  const blob = from && (await fileAt(from, name).catch(() => null));
  if (!blob) throw new Error(`${name} is no longer there: put it back, then try again.`);
  return { kind: 'file', id: `batch ${id} ${name}`, name, blob };
}
