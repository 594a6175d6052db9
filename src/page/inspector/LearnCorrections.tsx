import { GraduationCap } from 'lucide-react';
import { useId } from 'react';
import { useShallow } from 'zustand/shallow';
import { MOST_CORRECTIONS } from '../../engine/learn/most-corrections.ts';
import { type Learning, learningWords, learntWords, mendedPictures } from '../../state/learner.ts';
import { useDesk, useStudio } from '../desk.ts';
import './learn-corrections.css';

/** What stands below the button: what to do first, or how long it will take. */
function hintFor(mended: number): string {
  if (mended === 0) {
    return `Mend cells on one to ${MOST_CORRECTIONS} pictures with cut, join, erase and draw; then the network can learn from them.`;
  }
  if (mended > MOST_CORRECTIONS) {
    return `You have mended ${mended} pictures, and it learns from ${MOST_CORRECTIONS} at most: clear the strokes of some.`;
  }
  const from = mended === 1 ? '1 mended picture' : `${mended} mended pictures`;
  return `From ${from}, in about 3 minutes; you can go on meanwhile. What you left as it is counts as right.`;
}

/** How far it is, with the way to stop. */
function Running({ learning }: { learning: Extract<Learning, { state: 'running' }> }) {
  const { session } = useDesk();
  const words = learningWords(learning);
  return (
    <div className="learn-running">
      <p className="row-hint">{words}</p>
      <progress className="bar" aria-label={learning.words} value={learning.way} max={1} />
      <button
        type="button"
        className="button"
        aria-label="Stop learning"
        onClick={() => void session.training().then((jobs) => jobs.cancelLearning())}
      >
        Stop
      </button>
    </div>
  );
}

/** What it has come to, and whether that is to stay. */
function Learnt({ learning }: { learning: Extract<Learning, { state: 'learnt' }> }) {
  const { session } = useDesk();
  return (
    <div className="learn-learnt">
      <p className="row-hint">{learntWords(learning.found)}</p>
      <button
        type="button"
        className="button"
        onClick={() => void session.training().then((jobs) => jobs.undoLearnt())}
      >
        Undo
      </button>
      <button
        type="button"
        className="button button-main"
        onClick={() => void session.training().then((jobs) => jobs.keepLearnt())}
      >
        Keep
      </button>
    </div>
  );
}

/** The net that finds cells learns what a person has mended. */
export function LearnCorrections() {
  const { session } = useDesk();
  const hint = useId();
  const mended = useStudio(useShallow(mendedPictures)).length;
  const learning = useStudio((state) => state.learning);
  const fault = useStudio((state) => state.learningFault);
  const canLearn = mended >= 1 && mended <= MOST_CORRECTIONS;
  return (
    <section className="learn" aria-label="Learn from corrections">
      {learning?.state === 'running' && <Running learning={learning} />}
      {learning?.state === 'learnt' && <Learnt learning={learning} />}
      {!learning && (
        <>
          <button
            type="button"
            className="button"
            disabled={!canLearn}
            aria-describedby={hint}
            onClick={() => void session.training().then((jobs) => jobs.learn())}
          >
            <GraduationCap aria-hidden />
            Learn from my corrections
          </button>
          <p id={hint} className="row-hint">
            {hintFor(mended)}
          </p>
        </>
      )}
      {fault && (
        <p className="row-hint" role="alert">
          {fault}
        </p>
      )}
    </section>
  );
}
