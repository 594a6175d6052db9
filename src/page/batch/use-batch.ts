import { useStore } from 'zustand';
import type { BatchState } from '../../state/batch/batch-store.ts';
import { holdBatch } from '../../state/batch/hold-batch.ts';
import { keptBatch } from '../../state/batch/kept-batch.ts';
import { type Batch, openBatch } from '../../state/batch/open-batch.ts';
import type { StudioStore } from '../../state/studio.ts';
import { useDesk } from '../desk.ts';
import { saveBlob } from '../export/save.ts';

/** The batch of each studio: it works on while its page of the drawer is closed. */
const batches = new WeakMap<StudioStore, Batch>();

export function useBatch(): Batch {
  const { studio, client } = useDesk();
  const known = batches.get(studio);
  if (known) return known;
  const host = { kept: keptBatch, save: saveBlob, hold: holdBatch };
  const batch = openBatch(studio, client, host, () => performance.now());
  batches.set(studio, batch);
  return batch;
}

/** @param select returns something stored. */
export const useBatchState = <T>(select: (state: BatchState) => T): T => useStore(useBatch().store, select);
