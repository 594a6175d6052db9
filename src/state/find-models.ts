import type { Client } from '../bridge/client.ts';
import type { Manifest } from '../engine/models/manifest.ts';
import { sentenceAbout } from './failure.ts';
import { findOwnModels } from './own-models.ts';
import type { StudioStore } from './studio.ts';

type Runner = Pick<Client, 'run'>;

/** The models that paint; those that find cells go to the store at once. None, and an alert, where the list cannot be had. */
export async function findPainters(studio: StudioStore, client: Runner): Promise<readonly Manifest[]> {
  const { cellModelsFound, alert } = studio.getState();
  try {
    const own = findOwnModels(studio, client).catch((error: unknown) => {
      alert('own models', sentenceAbout('Your own models', error)); // the others are there
    });
    const [models, cellModels, unread] = await Promise.all([
      client.run('shelf', {}),
      client.run('cellModels', {}),
      client.run('unreadModels', {}),
      own,
    ]);
    cellModelsFound(cellModels);
    for (const sentence of unread) alert(sentence, sentence);
    return models;
  } catch (error) {
    alert('shelf', sentenceAbout('Eosin', error));
    return []; // edges need no model
  }
}

/** Puts the networks to dream with into the store. The studio works without one; the card then says how to get one. */
export async function findDreams(studio: StudioStore, client: Runner): Promise<void> {
  const { dreamModelsFound, alert } = studio.getState();
  try {
    const models = await client.run('dreams', {});
    const { changeDream, recipe } = studio.getState();
    const [first] = models;
    if (first && !models.some(({ id }) => id === recipe.dream.model)) {
      studio.unrecorded(() => changeDream({ model: first.id }));
    }
    dreamModelsFound(models);
  } catch (error) {
    dreamModelsFound([]);
    alert('dreams', sentenceAbout('Eosin', error));
  }
}
