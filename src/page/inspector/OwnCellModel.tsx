import { useState } from 'react';
import { useDesk, useStudio } from '../desk.ts';
import { save } from '../export/save.ts';
import { Question } from '../frame/Question.tsx';
import './learn-corrections.css';

/** What can be done with the chosen cell model where it is the person's own. */
export function OwnCellModel() {
  const { session } = useDesk();
  const chosen = useStudio(({ cellModels, recipe }) =>
    cellModels.find(({ id }) => id === recipe.cells.model),
  );
  const isOwn = useStudio(({ ownModels, recipe }) => ownModels[recipe.cells.model] !== undefined);
  const isAsked = useStudio(({ learning }) => learning?.state === 'learnt'); // Keep or Undo comes first
  const [asking, setAsking] = useState<string | null>(null);
  if (!chosen || !isOwn || isAsked) return null;
  const { id, title } = chosen;
  if (asking === id) {
    return (
      <Question
        words={`Take ${title} away? Without a ZIP of it, it is lost.`}
        yes="Remove"
        onYes={() => {
          setAsking(null);
          void session.training().then((jobs) => jobs.removeModel(id));
        }}
        onNo={() => setAsking(null)}
      />
    );
  }
  const exportZip = async () => {
    const file = await (await session.training()).exportModel(id);
    if (file) save(file.name, file.zip, 'zip');
  };
  return (
    <p className="own-cell-model">
      <button type="button" className="button-quiet" onClick={() => setAsking(id)}>
        Remove model…
      </button>
      <button type="button" className="button-quiet" onClick={() => void exportZip()}>
        Export ZIP
      </button>
    </p>
  );
}
