import type { Client } from '../bridge/client.ts';
import type { StudioStore } from './studio.ts';
import type { OwnShown } from './trainer.ts';

/** Tells the store what the page shows of a person's own models; the addresses of before are given back. */
export async function findOwnModels(studio: StudioStore, client: Pick<Client, 'run'>): Promise<void> {
  const models = await client.run('ownModels', {});
  const { ownModels, ownModelsFound } = studio.getState();
  const shown = models.map(({ id, sample, card }): [string, OwnShown] => [
    id,
    { sample: URL.createObjectURL(new Blob([sample], { type: 'image/png' })), card },
  ]);
  ownModelsFound(Object.fromEntries(shown));
  for (const { sample } of Object.values(ownModels)) URL.revokeObjectURL(sample);
}
