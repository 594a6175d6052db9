import { useEffect, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import type { Progress } from '../../engine/render-event.ts';
import { secondsAStep } from '../../state/dream.ts';
import { useDesk, useStudio } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { JobFoot } from '../frame/JobFoot.tsx';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { ChoiceRow } from '../inspector/ChoiceRow.tsx';
import { SliderRow } from '../inspector/SliderRow.tsx';
import { toImageData } from '../pictures.ts';
import { usePicture } from '../use-picture.ts';
import { save, sizeOf } from './save.ts';
import './film.css';

type Film = Tasks['film']['ask']['film'];
type Zoom = NonNullable<Film['zoom']>;
type FilmFile = Tasks['film']['answer'];

interface FilmDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

const kinds = [
  { value: 'ascent', label: 'Ascent' },
  { value: 'zoom', label: 'Endless zoom' },
] as const;

const formatNames = { mp4: 'MP4', webm: 'WebM', gif: 'GIF' } as const;

/** A calm flight. */
const flight: Zoom = { zoom: 1.03, turn: 0.5, frames: 60, steps: 2, seed: 1 };

const SPEED = 12;

interface Row {
  readonly field: keyof Zoom;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly digits?: number;
  readonly typedMax?: number;
}

const rows: readonly Row[] = [
  { field: 'zoom', label: 'Zoom per picture', min: 1, max: 1.2, step: 0.005, digits: 3, typedMax: 2 },
  { field: 'turn', label: 'Turn per picture, °', min: -10, max: 10, step: 0.5, digits: 1, typedMax: 180 },
  { field: 'frames', label: 'Pictures', min: 2, max: 300, step: 1, typedMax: 3000 },
  { field: 'steps', label: 'Steps per picture', min: 1, max: 10, step: 1, typedMax: 50 },
  { field: 'seed', label: 'Zoom seed', min: 0, max: 999, step: 1, typedMax: 2 ** 32 - 1 },
];

const briefly = (seconds: number) =>
  seconds < 90 ? `${Math.max(1, Math.round(seconds))}\u00a0s` : `${Math.round(seconds / 60)}\u00a0min`;

/** A film of the dream: how it is made, how far it is, and where it went. */
export default function FilmDialog({ open, onOpenChange }: FilmDialogProps) {
  const { session } = useDesk();
  const shown = usePicture('dream');
  const ascent = useStudio((state) => state.ascent);
  const fault = useStudio((state) => state.alerts.find(({ id }) => id === 'export')?.sentence);
  const dismiss = useStudio((state) => state.dismiss);
  const [formats, setFormats] = useState<readonly Film['format'][] | null>(null);
  const [chosen, setChosen] = useState<Film['format'] | null>(null);
  const [kind, setKind] = useState<(typeof kinds)[number]['value']>('ascent');
  const [framesPerSecond, setFramesPerSecond] = useState(SPEED);
  const [zoom, setZoom] = useState(flight);
  const [making, setMaking] = useState<Progress | null>(null);
  const [preview, setPreview] = useState<ImageData | null>(null);
  const [made, setMade] = useState<FilmFile | null>(null);
  const { width, height } = shown ?? { width: 0, height: 0 };
  const format = chosen !== null && formats?.includes(chosen) ? chosen : (formats?.[0] ?? null);

  useEffect(() => {
    if (!open || width === 0) return;
    let isOpen = true;
    session.filmFormats({ width, height }).then(
      (answer) => isOpen && setFormats(answer),
      () => isOpen && setFormats(['gif']), // it needs nothing of the browser
    );
    return () => {
      isOpen = false;
    };
  }, [open, width, height, session]);

  const make = async () => {
    if (format === null) return;
    dismiss('export');
    setMade(null);
    setMaking({ stage: 'dream', words: 'Beginning', done: 0, of: 1 });
    const film = { format, framesPerSecond, zoom: kind === 'zoom' ? zoom : null };
    const file = await session.exportFilm(film, {
      progress: setMaking,
      preview: (picture) => setPreview(toImageData(picture)),
    });
    setMaking(null);
    setPreview(null);
    if (!file) return;
    setMade(file);
    save(file.name, file.bytes, format);
  };

  const pictures = kind === 'zoom' ? zoom.frames : (ascent?.figures.length ?? 0) + 1;
  const seconds = pictures / framesPerSecond + (kind === 'zoom' ? 0 : 2);
  const wait = kind === 'zoom' && ascent ? zoom.frames * zoom.steps * secondsAStep(ascent) : 0;

  return (
    <Dialog title="Film of the dream" open={open} onOpenChange={onOpenChange} wide>
      <div className="film">
        <div className="film-side">
          <div className="film-picture">
            <PixelCanvas image={preview ?? shown} role="img" aria-label="The film's picture" />
          </div>
          <p className="row-hint">
            {kind === 'zoom'
              ? 'From the dream as it stands, each picture is the one before, seen nearer and dreamed on. '
              : 'From the picture that the dream began with to its last step, both held for a second. '}
            {pictures} pictures of {width} × {height} px, {seconds.toFixed(1)} s
            {wait > 2 && `; dreaming them takes about ${briefly(wait)}`}. The file says inside that it is
            generated.
          </p>
        </div>
        <fieldset className="dialog-settings" disabled={making !== null}>
          <ChoiceRow label="Film" value={kind} choices={kinds} onChange={(next) => setKind(next)} />
          <ChoiceRow
            label="Format"
            value={format ?? 'gif'}
            // Until the browser has said what it encodes, what needs nothing of it keeps the row's place.
            choices={(formats ?? ['gif' as const]).map((value) => ({ value, label: formatNames[value] }))}
            onChange={(next) => setChosen(next)}
          />
          <SliderRow
            label="Pictures per second"
            value={framesPerSecond}
            min={1}
            max={30}
            typedMax={60}
            step={1}
            initial={SPEED}
            disabled={making !== null}
            onChange={setFramesPerSecond}
          />
          {kind === 'zoom' &&
            rows.map(({ field, ...row }) => (
              <SliderRow
                key={field}
                {...row}
                value={zoom[field]}
                initial={flight[field]}
                disabled={making !== null}
                onChange={(value) => setZoom({ ...zoom, [field]: value })}
              />
            ))}
        </fieldset>
      </div>
      {fault && <p role="alert">{fault}</p>}
      <JobFoot
        label="Film"
        progress={making}
        onCancel={session.cancel}
        said={made && `Saved ${made.name}, ${sizeOf(made.bytes)}.`}
      >
        <button
          type="button"
          className="button button-main"
          disabled={format === null}
          onClick={() => void make()}
        >
          Make the film
        </button>
      </JobFoot>
    </Dialog>
  );
}
