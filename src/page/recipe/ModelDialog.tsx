import type { Manifest } from '../../engine/models/manifest.ts';
import { useDesk } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';

interface ModelDialogProps {
  model: Manifest;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** What a user of a model must know of it: its card. */
export function ModelDialog({ model, open, onOpenChange }: ModelDialogProps) {
  const { base } = useDesk();
  const { training, recipe, inputs } = model;
  const { develop, edges } = recipe;
  const figures = Object.entries(model.metrics);
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
        {figures.length > 0 && (
          <>
            <dt>On pictures it never saw</dt>
            <dd>
              <table className="figures">
                <tbody>
                  {figures.map(([name, value]) => (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      <td>{Number(value.toPrecision(4))}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </dd>
          </>
        )}
      </dl>
      <p>
        <a href={new URL(`models/${model.id}/card.md`, base).href} target="_blank" rel="noreferrer">
          The whole card, with its limits
        </a>
      </p>
    </Dialog>
  );
}
