import { ArrowRight } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import { isMadeFor, kindWords } from '../../engine/models/picture-kinds.ts';
import type { Picture } from '../../engine/picture.ts';
import { kindOfSelected } from '../../state/fitting.ts';
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

/** How drawn edges fit those of the picture, in words. */
const edgesWords = (agreement: Found['ofEdges']) =>
  agreement
    ? `${percent(agreement.recall)} of the picture’s edges are drawn within 2 px; ${percent(1 - agreement.precision)} of those drawn are new.`
    : 'The picture has no edges that could be found again.';

const ways: readonly Way[] = [
  {
    name: 'From edges to colours and back',
    steps: [
      { of: 'edges', name: 'Edges', made: false },
      { of: 'colours', name: 'Colours from them', made: true },
      { of: 'edgesAgain', name: 'Edges again', made: true },
    ],
    words: ({ ofEdges }) => edgesWords(ofEdges),
  },
  {
    name: 'From the picture to edges and back',
    steps: [
      { of: 'picture', name: 'Input', made: false },
      { of: 'drawn', name: 'Edges from it', made: true },
      { of: 'coloursAgain', name: 'Colours again', made: true },
    ],
    words: ({ ofPicture, difference }) =>
      `${edgesWords(ofPicture)} What comes back differs from the picture by ${Math.round(255 * difference)} of 255 levels on average: its colours are the network’s own.`,
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

/** The circle of the paper's figure 2, on the picture in the panes: what goes through both generators of a CycleGAN should come back as it was. */
export default function CircleDialog({ model, open, onOpenChange }: CircleDialogProps) {
  const fresh = useLensAsk('colour');
  const kind = useStudio(kindOfSelected);
  const [fault, setFault] = useState('');
  // While the picture is painted anew, what stands here stays.
  const last = useRef(fresh);
  if (fresh) last.current = fresh;
  const wish = last.current;
  const key = wish?.key ?? '';
  const job = useLensJob('lensCircle', wish?.ask ?? null, key, undefined, setFault);
  const { answer, progress, start, cancel, forget } = job;
  /** What was walked unasked since the dialog opened: a cancelled or failed one does not begin again by itself. */
  const begun = useRef('');

  const walk = useCallback(() => {
    setFault('');
    start();
  }, [start]);
  useEffect(() => {
    if (!open) begun.current = '';
    else if (key && begun.current !== key) {
      begun.current = key;
      walk();
    }
  }, [open, key, walk]);

  const turn = (isOpen: boolean) => {
    if (!isOpen) {
      cancel();
      forget(); // six pictures
    }
    onOpenChange(isOpen);
  };
  const isMisfit = kind !== undefined && !isMadeFor(model, kind);
  return (
    <Dialog title="Walk the circle" open={open} onOpenChange={turn} wide>
      <p>
        A CycleGAN has two networks: one paints colours from edges, the other draws edges from colours. What
        goes through both should come back as it was.
        {wish && ` Here they take ${wish.ask.source.name}.`}
        {isMisfit && ` They were not made for this kind of picture (${kindWords[kind]}).`}
      </p>
      {answer && ways.map((way) => <WayRow key={way.name} way={way} found={answer} />)}
      {fault && <p role="alert">{fault}</p>}
      <JobFoot
        label="The circle"
        progress={progress}
        onCancel={cancel}
        said={
          answer ? 'Both ways are done.' : !wish && 'There is no finished picture in the Colour pane as yet.'
        }
      >
        {answer ? (
          <button type="button" className="button" onClick={() => turn(false)}>
            Done
          </button>
        ) : (
          <button type="button" className="button button-main" disabled={!wish} onClick={walk}>
            Walk the circle
          </button>
        )}
      </JobFoot>
    </Dialog>
  );
}
