import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Picture } from '../../engine/picture.ts';
import { type TrainingStatus, trainingWords } from '../../state/trainer.ts';
import type { TrainingJobs } from '../../state/training-jobs.ts';
import { useStudio } from '../desk.ts';
import { save } from '../export/save.ts';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { Question } from '../frame/Question.tsx';
import { toImageData } from '../pictures.ts';
import { Losses } from './Losses.tsx';
import { MayForget } from './MayForget.tsx';
import { scoreWords } from './score-words.ts';

function Shown({ picture, words }: { picture: Picture; words: string }) {
  const image = useMemo(() => toImageData(picture), [picture]);
  return <PixelCanvas image={image} role="img" aria-label={words} />;
}

function Samples({ samples }: { samples: ReturnType<TrainingJobs['pictures']>['samples'] }) {
  return (
    <section className="train-samples" aria-label="Samples">
      {samples.map(({ edges, made, truth }, i) => (
        // A sample has no name; its place is what it is known by.
        <div key={String(i)} className="train-sample">
          <Shown picture={edges} words={`Edges of held-out picture ${i + 1}`} />
          <Shown picture={made} words={`Held-out picture ${i + 1} as it is painted now`} />
          <Shown picture={truth} words={`Held-out picture ${i + 1}`} />
        </div>
      ))}
      <p className="train-captions row-hint" aria-hidden="true">
        <span>edges</span>
        <span>painted now</span>
        <span>the truth</span>
      </p>
    </section>
  );
}

const isEnded = (state: TrainingStatus['state']) => state === 'failed' || state === 'done';

/** A training on its way: what it makes, how good that is, and what can be done with it. */
export function TrainingView({ jobs, training }: { jobs: TrainingJobs; training: TrainingStatus }) {
  const pictures = useSyncExternalStore(jobs.subscribe, jobs.pictures);
  const fault = useStudio((state) => state.trainingFault);
  const open = useStudio((state) => state.openTrainer);
  const [asking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { state, title, step, kept, of, pairs, learnt, held, figures } = training;
  const score = figures.scores.at(-1);
  const isMakingPairs = state === 'pairs';
  const hasModel = kept > 0 && !isBusy;

  const busily = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const use = () =>
    busily(async () => {
      if (await jobs.use()) open(false);
    });
  const exportZip = () =>
    busily(async () => {
      const file = await jobs.exportModel(null);
      if (file) save(file.name, file.zip, 'zip');
    });

  const words = trainingWords(training);
  return (
    <>
      <div className="train-progress">
        <h3>{title}</h3>
        <span className="train-words">{words}</span>
        <progress
          className="bar"
          aria-label={words}
          value={isMakingPairs ? pairs.done : step}
          max={Math.max(1, isMakingPairs ? pairs.of : of)}
        />
      </div>
      <div className="train">
        <div>
          {pictures.samples.length > 0 && <Samples samples={pictures.samples} />}
          {pictures.pairs.length > 0 && (
            <section className="train-pairs" aria-label="Pairs">
              {pictures.pairs.map((pair, i) => (
                <Shown key={String(i)} picture={pair} words={`Pair ${i + 1}: edges and colours`} />
              ))}
            </section>
          )}
          {learnt > 0 && (
            <p className="row-hint">
              Learns from {learnt} pairs of edges and colours; {held === 1 ? 'one is' : `${held} are`} held
              out to measure it.
            </p>
          )}
          {state !== 'running' && !isMakingPairs && pictures.samples.length === 0 && (
            <p className="train-empty">
              {state === 'paused'
                ? 'Go on, or use it, to see what it paints'
                : 'Use it to see what it paints'}
            </p>
          )}
        </div>
        {!isMakingPairs && <Losses figures={figures} steps={of} />}
      </div>
      {score && step > 0 && <p>{scoreWords(score, held)}</p>}
      {isEnded(state) && <MayForget />}
      {fault && (
        <p role="alert">
          {fault}
          {state === 'failed' && kept > 0 && ` What it had learnt at step ${kept} can be used.`}
        </p>
      )}
      {asking ? (
        <Question
          words={
            state === 'done'
              ? 'Make room for another? What is on the shelf stays there; else use or export this one first.'
              : 'Discard this training? What it has learnt is lost.'
          }
          yes="Discard"
          onYes={() => void jobs.discard()}
          onNo={() => setAsking(false)}
        />
      ) : (
        <div className="dialog-foot">
          <button
            type="button"
            className="button"
            onClick={isMakingPairs ? jobs.pause : () => setAsking(true)}
          >
            {isMakingPairs ? 'Cancel' : state === 'done' ? 'Train another…' : 'Discard…'}
          </button>
          {!isMakingPairs && (
            <div className="dialog-actions">
              {!isEnded(state) && (
                <button
                  type="button"
                  className="button"
                  onClick={state === 'running' ? jobs.pause : jobs.goOn}
                >
                  {state === 'running' ? 'Pause' : 'Go on'}
                </button>
              )}
              <button type="button" className="button" disabled={!hasModel} onClick={() => void exportZip()}>
                Export ZIP
              </button>
              <button
                type="button"
                className="button button-main"
                disabled={!hasModel}
                onClick={() => void use()}
              >
                Use it
              </button>
            </div>
          )}
        </div>
      )}
    </>
  );
}
