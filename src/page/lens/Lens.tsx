import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import type { LensAsk } from '../../bridge/messages.ts';
import type { Progress } from '../../engine/render-event.ts';
import { useStudio } from '../desk.ts';
import { About } from '../inspector/About.tsx';
import { SelectRow } from '../inspector/SelectRow.tsx';
import { SwitchRow } from '../inspector/SwitchRow.tsx';
import { LensOverlay, LensPair } from './LensOverlay.tsx';
import { type LensWish, useLensAsk } from './use-lens-ask.ts';
import { useLensJob } from './use-lens-job.ts';
import './lens.css';

const AgreementPlot = lazy(() => import('./AgreementPlot.tsx'));

/** What lies over the pane: one thing at a time. */
type View = 'none' | 'edges' | 'sureness' | 'beside';

const percent = (share: number) =>
  share > 0 && share < 0.005 ? 'under 1 %' : `${Math.round(100 * share)} %`;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;

interface PartProps {
  wish: LensWish;
  /** The pane shows that very picture, and not one on its way. */
  isFresh: boolean;
  view: View;
  onView(view: View): void;
}

/** How far a job is, and the way to stop it. */
function Running({ progress, onCancel }: { progress: Progress; onCancel(): void }) {
  return (
    <div className="lens-running">
      <span role="status">{progress.words}</span>
      <progress
        className="bar"
        aria-label={progress.words}
        value={progress.done}
        max={Math.max(1, progress.of)}
      />
      <button type="button" className="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

/** Edges of the input that are gone, and edges that it does not have. */
function LostAndInvented({ wish, isFresh, view, onView }: PartProps) {
  const { answer, progress, start, cancel } = useLensJob('lensEdges', wish.ask, wish.key, () =>
    onView('none'),
  );
  const isOn = view === 'edges';
  useEffect(() => {
    if (isOn && !answer) start();
  }, [isOn, answer, start]);
  return (
    <>
      <SwitchRow
        label="Show what was lost and invented"
        about="lensEdges"
        note=""
        checked={isOn}
        onChange={(on) => {
          if (!on) cancel();
          onView(on ? 'edges' : 'none');
        }}
      />
      {isOn && progress && <Running progress={progress} onCancel={() => onView('none')} />}
      {isOn && answer && (
        <>
          <p className="lens-words" role="status">
            {answer.sentence}
          </p>
          {answer.ssim !== null && (
            <p className="row-hint">
              Likeness of the lightness (SSIM): {answer.ssim.toFixed(2)}; 1 would be the same.
            </p>
          )}
          {isFresh && (
            <LensOverlay stage={wish.ask.stage} picture={answer.overlay}>
              <span className="lens-lost" />
              lost {percent(answer.lost)}
              <span className="lens-invented" />
              invented {percent(answer.invented)}
            </LensOverlay>
          )}
        </>
      )}
    </>
  );
}

const kinds = [
  ['input', 'in the input'],
  ['generated', 'in the generated picture'],
  ['lost', 'lost'],
  ['invented', 'invented'],
  ['parted', 'parted otherwise'],
  ['changed', 'changed in area by more than a tenth'],
] as const;

/** Whether whoever counts and measures cells in the generated picture finds what is in the input. */
function Numbers({ wish }: Pick<PartProps, 'wish'>) {
  const { answer, progress, start, cancel } = useLensJob('lensCells', wish.ask, wish.key);
  if (progress) return <Running progress={progress} onCancel={cancel} />;
  if (!answer)
    return (
      <button type="button" className="button" onClick={start}>
        Do the numbers survive?
      </button>
    );
  const { areas, counts, sentence, unit } = answer;
  return (
    <>
      <p className="lens-words" role="status">
        {sentence}
      </p>
      <ul className="lens-counts" aria-label="Cells of both pictures">
        {kinds.map(([kind, words]) => (
          <li key={kind}>
            <b>{counts[kind]}</b> {words}
          </li>
        ))}
      </ul>
      {areas.points.length > 1 && (
        <>
          <Suspense fallback={null}>
            <AgreementPlot areas={areas} unit={unit} />
          </Suspense>
          <p className="row-hint">
            Areas in the generated picture against the input’s: {signed(areas.bias)} % on average, 95 of 100
            cells between {signed(areas.limits[0])} and {signed(areas.limits[1])} %.
          </p>
        </>
      )}
    </>
  );
}

/** How much the colours follow from where the picture happens to lie. */
function Sureness({ wish, isFresh, view, onView }: PartProps) {
  const { answer, progress, start, cancel } = useLensJob('lensSureness', wish.ask, wish.key);
  if (progress) return <Running progress={progress} onCancel={cancel} />;
  if (!answer)
    return (
      <button type="button" className="button" onClick={start}>
        How sure is it?
      </button>
    );
  return (
    <>
      <p className="lens-words" role="status">
        Painted {answer.passes} times, shifted and mirrored, the colours differ by {answer.mean.toFixed(1)} of
        255 levels on average.
      </p>
      <SwitchRow
        label="Show where it is unsure"
        about="lensSureness"
        note=""
        checked={view === 'sureness'}
        onChange={(on) => onView(on ? 'sureness' : 'none')}
      />
      {view === 'sureness' && isFresh && (
        <LensOverlay stage={wish.ask.stage} picture={answer.overlay}>
          <span className="lens-invented" />
          unsure: full orange from {answer.full} levels on
        </LensOverlay>
      )}
    </>
  );
}

/** Of a dream: why nobody says how sure it is. */
function NoSureness() {
  const id = useId();
  return (
    <>
      <span className="row-head">
        <button type="button" className="button" disabled aria-describedby={id}>
          How sure is it?
        </button>
        <About of="lensDreamSureness" name="Sureness" />
      </span>
      <p className="row-hint" id={id}>
        Not measured for a dream: it makes structure larger that is not in the picture, so there is nothing
        that it could be sure of. Under Colour it is measured for the colours.
      </p>
    </>
  );
}

const NO_OTHER = '';

/** What another model paints from the same edges. */
function BesideAnother({ wish, isFresh, view, onView }: PartProps) {
  const models = useStudio((state) => state.models);
  const [chosen, setChosen] = useState(NO_OTHER);
  const own = wish.ask.recipe.colour.model;
  const others = (models ?? []).filter(({ id }) => id !== own);
  const other = others.find(({ id }) => id === chosen);
  const isOn = view === 'beside' && other !== undefined;
  const { answer, progress, start, cancel } = useLensJob(
    'lensBeside',
    other ? { ...wish.ask, other: other.id } : null,
    `${wish.key} ${chosen}`,
    () => onView('none'),
  );
  useEffect(() => {
    if (isOn && !answer) start();
  }, [isOn, answer, start]);
  const titleOf = (id: string) => models?.find((one) => one.id === id)?.title ?? id;
  return (
    <>
      <SelectRow
        label="Beside another model"
        about="lensBeside"
        value={isOn ? chosen : NO_OTHER}
        choices={[
          { value: NO_OTHER, label: 'None' },
          ...others.map(({ id, title }) => ({ value: id, label: title })),
        ]}
        onChange={(id) => {
          cancel();
          setChosen(id);
          onView(id === NO_OTHER ? 'none' : 'beside');
        }}
      />
      {isOn && progress && <Running progress={progress} onCancel={() => onView('none')} />}
      {isOn && answer && (
        <>
          <p className="lens-words" role="status">
            The two differ by {answer.mean.toFixed(1)} levels on average. {other.title}: {answer.sentence}
          </p>
          {isFresh && (
            <LensPair
              stage={wish.ask.stage}
              pictures={[
                [answer.picture, titleOf(own)],
                [
                  answer.theirs,
                  answer.misfit ? `${other.title}, not made for this kind of picture` : other.title,
                ],
              ]}
            />
          )}
        </>
      )}
    </>
  );
}

/** What a network made up in the picture of a stage, how sure it was, and what another would have painted. */
export default function Lens({ stage }: Pick<LensAsk, 'stage'>) {
  const fresh = useLensAsk(stage);
  const isEmpty = useStudio((state) => state.stages[stage].state === 'empty');
  const [view, setView] = useState<View>('none');
  const headingId = useId();
  // While the next picture is on its way, what stands here stays, so that nothing jumps.
  const last = useRef(fresh);
  if (fresh) last.current = fresh;
  const wish = last.current;
  if (!wish || isEmpty) return null;
  const part = { wish, isFresh: fresh !== null, view, onView: setView };
  return (
    <section className="lens" aria-labelledby={headingId}>
      <span className="row-head">
        <h3 id={headingId} className="lens-title">
          What was invented
        </h3>
        <About of="lens" name="What was invented" />
      </span>
      <LostAndInvented {...part} />
      {stage === 'colour' && <BesideAnother {...part} />}
      <div className="lens-asks">
        <Numbers wish={wish} />
        {stage === 'colour' ? <Sureness {...part} /> : <NoSureness />}
      </div>
    </section>
  );
}
