import { Download, Pause, Play, Plus, RotateCcw, X } from 'lucide-react';
import type { BatchState } from '../../state/batch/batch-store.ts';
import { counted, endWords, progressWords } from '../../state/batch/rows.ts';
import { FigureButton } from './FigureButton.tsx';
import { useBatch, useBatchState } from './use-batch.ts';

const placeOf = ({ plan }: BatchState) => (plan?.to ? plan.to.name : 'the ZIP');

function wordsOf(state: BatchState): string {
  const { phase, rows, pace, packed } = state;
  if (packed !== null) return `Packing the ZIP, ${Math.round(100 * packed)} %`;
  if (phase === 'kept') return `A batch of ${rows.length} pictures was not finished.`;
  if (phase === 'ended') return endWords(rows, placeOf(state));
  const words = progressWords(rows, phase === 'running' ? pace : null);
  return phase === 'paused' ? `Paused at ${words}` : words;
}

/** How far the batch is, and what can be done about it. @param chosen names of the pictures that are ticked. */
export function BatchHead({ chosen }: { chosen: ReadonlySet<string> }) {
  const batch = useBatch();
  const state = useBatchState((all) => all);
  const { phase, rows, fault, plan } = state;
  const { finished, failed } = counted(rows);
  return (
    <div className="batch-head">
      <span className="batch-words" role="status" aria-label="Batch" aria-live="off">
        {wordsOf(state)}
      </span>
      {phase !== 'ended' && phase !== 'kept' && (
        <progress
          className="bar"
          aria-label="Pictures that are done"
          value={finished + failed}
          max={Math.max(rows.length, 1)}
        />
      )}
      <span className="spring" />
      {phase === 'running' && (
        <button type="button" className="button" onClick={batch.pause}>
          <Pause aria-hidden />
          Pause
        </button>
      )}
      {(phase === 'paused' || phase === 'kept') && (
        <button type="button" className="button button-main" onClick={() => void batch.goOn()}>
          <Play aria-hidden />
          Go on
        </button>
      )}
      {failed > 0 && phase !== 'kept' && (
        <button
          type="button"
          className="button"
          title="Tries the pictures that failed once more"
          onClick={() => void batch.retry()}
        >
          <RotateCcw aria-hidden />
          Retry {failed}
        </button>
      )}
      {phase === 'ended' && !plan?.to && finished > 0 && (
        <button type="button" className="button" onClick={() => void batch.saveZip()}>
          <Download aria-hidden />
          Save the ZIP
        </button>
      )}
      {phase !== 'kept' && finished > 0 && <FigureButton chosen={chosen} />}
      {phase === 'ended' ? (
        <button type="button" className="button button-main" onClick={() => void batch.fresh()}>
          <Plus aria-hidden />
          New batch
        </button>
      ) : (
        <button
          type="button"
          className="button"
          title={
            phase === 'kept' ? 'Forgets the batch; what is finished stays' : 'Ends it; what is finished stays'
          }
          onClick={() => void batch.cancel()}
        >
          <X aria-hidden />
          {phase === 'kept' ? 'Discard the batch' : 'Cancel batch'}
        </button>
      )}
      {fault && (
        <p className="batch-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
