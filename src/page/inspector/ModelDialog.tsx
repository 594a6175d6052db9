import { useEffect, useState } from 'react';
import type { Manifest } from '../../engine/models/manifest.ts';
import { spoken } from '../../state/trainer.ts';
import { useDesk, useStudio } from '../desk.ts';
import { save } from '../export/save.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { Question } from '../frame/Question.tsx';
import { MayForget } from '../training/MayForget.tsx';
import { heldOutWords } from './held-out-words.ts';
import { inputsOf } from './inputs-of.ts';

interface ModelDialogProps {
  model: Manifest;
  open: boolean;
  onOpenChange(open: boolean): void;
}

const figureNames: Readonly<Record<string, string>> = {
  l1: 'L1 (of 0 to 1)',
  psnr: 'PSNR, dB',
  ssim: 'SSIM',
  edgePrecision: 'Edge precision at 2 px',
  edgeRecall: 'Edge recall',
  edgeF1: 'Edge F1',
};

const BASELINE = 'OfMeanColour';

/** The items of the card's list of limits; empty where it has none. */
const limitsOf = (card: string) =>
  (/^## Where it fails\n([^#]*)/m.exec(card)?.[1] ?? '')
    .split(/^- /m)
    .map((item) => item.replace(/\s+/g, ' ').trim())
    .filter((item) => item !== '');

function Figures({ metrics }: Pick<Manifest, 'metrics'>) {
  const names = Object.keys(metrics).filter((name) => !name.endsWith(BASELINE) && name !== 'testTiles');
  const show = (value: number | undefined) => (value === undefined ? '' : value.toPrecision(3));
  return (
    <table className="figures">
      <thead>
        <tr>
          <td />
          <th scope="col">model</th>
          <th scope="col">single average colour</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{figureNames[name] ?? name}</th>
            <td>{show(metrics[name])}</td>
            <td>{show(metrics[`${name}${BASELINE}`])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What can be done with a model of a person's own. */
function OwnModel({ model, onGone }: { model: Manifest; onGone(): void }) {
  const { session } = useDesk();
  const [asking, setAsking] = useState(false);
  const exportZip = async () => {
    const file = await (await session.training()).exportModel(model.id);
    if (file) save(file.name, file.zip, 'zip');
  };
  const remove = async () => {
    onGone();
    await (await session.training()).removeModel(model.id);
  };
  if (asking) {
    return (
      <Question
        words={`Take ${model.title} off the shelf? Without a ZIP of it, it is lost.`}
        yes="Remove"
        onYes={() => void remove()}
        onNo={() => setAsking(false)}
      />
    );
  }
  return (
    <>
      <MayForget />
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => setAsking(true)}>
          Remove…
        </button>
        <span className="dialog-words" />
        <button type="button" className="button" onClick={() => void exportZip()}>
          Export ZIP
        </button>
      </div>
    </>
  );
}

/** What a user of a model must know of it: its card. */
export default function ModelDialog({ model, open, onOpenChange }: ModelDialogProps) {
  const { base } = useDesk();
  const own = useStudio((state) => state.ownModels[model.id]);
  const { training, recipe } = model;
  const { develop, edges } = recipe;
  const [card, setCard] = useState('');
  const address = new URL(`models/${model.id}/card.md`, base).href;

  useEffect(() => {
    if (!open || own) return;
    const closing = new AbortController();
    fetch(address, { signal: closing.signal })
      .then((reply) => (reply.ok ? reply.text() : ''))
      .then(setCard)
      .catch(() => {}); // offline, or closed: the facts of the manifest are there all the same
    return () => closing.abort();
  }, [open, own, address]);
  const limits = limitsOf(own?.card ?? card);

  return (
    <Dialog title={model.title} open={open} onOpenChange={onOpenChange}>
      <p>{model.task}</p>
      <p className="notice">
        Its colours are generated: painted by a network from {inputsOf(model)}, not measured in the specimen.
        They must not be used for diagnosis or as data.
      </p>
      <dl className="facts">
        <dt>Learnt from</dt>
        <dd>{model.data}</dd>
        <dt>Licence</dt>
        <dd>{model.licence === 'NOASSERTION' ? 'not stated' : model.licence}</dd>
        <dt>Trained</dt>
        <dd>
          {training.steps.toLocaleString('en')} steps, {spoken(3600 * training.hours)} on {training.hardware}
        </dd>
        <dt>At</dt>
        <dd>
          {develop.size} px, contrast {develop.low}–{develop.high} %, gamma {develop.gamma}; Canny {edges.low}
          /{edges.high}, sigma {edges.sigma}, aperture {edges.aperture}, {edges.norm}
        </dd>
        <dt>{heldOutWords(model.metrics.testTiles)}</dt>
        <dd>
          <Figures metrics={model.metrics} />
        </dd>
        {limits.length > 0 && (
          <>
            <dt>Where it fails</dt>
            <dd>
              <ul className="reasons">
                {limits.map((limit) => (
                  <li key={limit}>{limit}</li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      {own ? (
        <OwnModel model={model} onGone={() => onOpenChange(false)} />
      ) : (
        <p>
          <a href={address} target="_blank" rel="noreferrer">
            The whole card
          </a>
        </p>
      )}
    </Dialog>
  );
}
