import { ArrowRight } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import type { Picture } from '../../engine/picture.ts';
import { useStudio } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { JobFoot } from '../frame/JobFoot.tsx';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { useLensAsk } from '../lens/use-lens-ask.ts';
import { useLensJob } from '../lens/use-lens-job.ts';
import { toImageData } from '../pictures.ts';
import './circle.css';

interface CircleDialogProps {
  model: Manifest;
  open: boolean;
  onOpenChange(open: boolean): void;
}

type Found = Tasks['lensCircle']['answer'];

/** What each picture of a way is, and by what the next was made of it. */
interface Way {
  readonly name: string;
  readonly steps: readonly {
    readonly of: keyof Found & string;
    readonly name: string;
    readonly made: boolean;
  }[];
  words(found: Found): ReactNode;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

const ways: readonly Way[] = [
  {
    name: 'From edges to colours and back',
    steps: [
      { of: 'edges', name: 'Edges', made: false },
      { of: 'colours', name: 'Colours from them', made: true },
      { of: 'edgesAgain', name: 'Edges again', made: true },
    ],
    words: ({ ofEdges }) =>
      `${percent(ofEdges.recall)} of the edges are found again within 2 px; ${percent(1 - ofEdges.precision)} of those drawn are new.`,
  },
  {
    name: 'From the picture to edges and back',
    steps: [
      { of: 'picture', name: 'Input', made: false },
      { of: 'drawn', name: 'Edges from it', made: true },
      { of: 'coloursAgain', name: 'Colours again', made: true },
    ],
    words: ({ ofPicture, difference }) =>
      `${percent(ofPicture.recall)} of Canny’s edges are among those drawn within 2 px. What comes back differs from the picture by ${Math.round(255 * difference)} of 255 levels on average: its colours are the network’s own.`,
  },
];

/** The pictures of a way in a row, with arrows between them. */
function WayRow({ way, found }: { way: Way; found: Found }) {
  const images = useMemo(
    () => way.steps.map(({ of }) => toImageData(found[of] as Picture)), // `of` names pictures only
    [way, found],
  );
  return (
    <section className="circle-way" aria-label={way.name}>
      <h3 className="circle-name">{way.name}</h3>
      <div className="circle-steps">
        {way.steps.map(({ of, name, made }, i) => (
          <figure key={of} className="circle-step">
            <div className="circle-picture">
              {i > 0 && <ArrowRight className="circle-arrow" aria-hidden />}
              <PixelCanvas image={images[i]} role="img" aria-label={name} />
            </div>
            <figcaption>
              {name}
              {made && <b className="circle-generated">Generated</b>}
            </figcaption>
          </figure>
        ))}
      </div>
      <p className="lens-words">{way.words(found)}</p>
    </section>
  );
}

/** The circle of the paper's figure 2, on the picture in the panes: what goes through both generators of a CycleGAN comes back nearly as it was. */
export default function CircleDialog({ model, open, onOpenChange }: CircleDialogProps) {
  const wish = useLensAsk('colour');
  const name = useStudio(
    ({ items, selected }) => items.find(({ source }) => source.id === selected)?.source.name,
  );
  const { answer, progress, start, cancel } = useLensJob('lensCircle', wish?.ask ?? null, wish?.key ?? '');
  const isNeeded = open && wish !== null && answer === null;
  useEffect(() => {
    if (isNeeded) start();
  }, [isNeeded, start]);

  const turn = (isOpen: boolean) => {
    if (!isOpen) cancel();
    onOpenChange(isOpen);
  };
  return (
    <Dialog title="Walk the circle" open={open} onOpenChange={turn} wide>
      <p>
        A CycleGAN is two networks that learn without pairs: one paints edges, the other draws the edges of a
        painting. What goes through both must come back. {name && `Here they take ${name}.`}
      </p>
      {answer && ways.map((way) => <WayRow key={way.name} way={way} found={answer} />)}
      {!answer && (
        <JobFoot
          label="The circle"
          progress={progress}
          onCancel={cancel}
          said={!wish && `Choose a picture, and wait until ${model.title} has painted it.`}
        >
          {wish && (
            <button type="button" className="button button-main" onClick={start}>
              Walk the circle
            </button>
          )}
        </JobFoot>
      )}
    </Dialog>
  );
}
