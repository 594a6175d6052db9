import { useEffect, useState } from 'react';
import type { Manifest } from '../../engine/models/manifest.ts';
import { useDesk } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';

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
          <th scope="col">one mean colour</th>
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

/** What a user of a model must know of it: its card. */
export function ModelDialog({ model, open, onOpenChange }: ModelDialogProps) {
  const { base } = useDesk();
  const { training, recipe, inputs } = model;
  const { develop, edges } = recipe;
  const [limits, setLimits] = useState<readonly string[]>([]);
  const card = new URL(`models/${model.id}/card.md`, base).href;

  useEffect(() => {
    if (!open) return;
    const closing = new AbortController();
    fetch(card, { signal: closing.signal })
      .then((reply) => (reply.ok ? reply.text() : ''))
      .then((text) => setLimits(limitsOf(text)))
      .catch(() => {}); // offline, or closed: the facts of the manifest are there all the same
    return () => closing.abort();
  }, [open, card]);

  return (
    <Dialog title={model.title} open={open} onOpenChange={onOpenChange}>
      <p>{model.task}</p>
      <p className="notice">
        Its colours are generated: painted by a network from {inputs.join(' and ')}, not measured in the
        specimen. They must not be used for diagnosis or as data.
      </p>
      <dl className="facts">
        <dt>Learnt from</dt>
        <dd>{model.data}</dd>
        <dt>Licence</dt>
        <dd>{model.licence}</dd>
        <dt>Trained</dt>
        <dd>
          {training.steps.toLocaleString('en')} steps, {training.hours} h on {training.hardware}
        </dd>
        <dt>At</dt>
        <dd>
          {develop.size} px, contrast {develop.low}–{develop.high} %, gamma {develop.gamma}; Canny {edges.low}
          /{edges.high}, sigma {edges.sigma}, aperture {edges.aperture}, {edges.norm}
        </dd>
        <dt>On {model.metrics.testTiles ?? ''} pictures it never saw</dt>
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
      <p>
        <a href={card} target="_blank" rel="noreferrer">
          The whole card
        </a>
      </p>
    </Dialog>
  );
}
