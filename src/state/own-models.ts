import type { Client } from '../bridge/client.ts';
import type { StudioStore } from './studio.ts';
import type { OwnShown } from './trainer.ts';

const addressOf = (parts: BlobPart[], type: string) => URL.createObjectURL(new Blob(parts, { type }));

/** Tells the store what the shelf shows of a person's own models; the addresses of before are given back. */
export async function findOwnModels(studio: StudioStore, client: Pick<Client, 'run'>): Promise<void> {
  const models = await client.run('ownModels', {});
  const { ownModels, ownModelsFound } = studio.getState();
  const shown = models.map(({ id, sample, card }): [string, OwnShown] => [
    id,
    { sample: addressOf([sample], 'image/png'), card: addressOf([card], 'text/plain;charset=utf-8') },
  ]);
  ownModelsFound(Object.fromEntries(shown));
  for (const { sample, card } of Object.values(ownModels)) {
    URL.revokeObjectURL(sample);
    URL.revokeObjectURL(card);
  }
}
