import { useEffect, useRef, useState } from 'react';
import type { BatchPlan } from '../../state/batch/plan.ts';
import { BatchHead } from './BatchHead.tsx';
import { BatchRows } from './BatchRows.tsx';
import { BatchSetup } from './BatchSetup.tsx';
import { useBatchState } from './use-batch.ts';
import './batch.css';

/** The pictures that are ticked, and the batch that they are of. */
interface Ticked {
  readonly plan: BatchPlan | null;
  readonly names: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** Many pictures through the settings: what is to be done, or how far it is. */
export default function BatchPage() {
  const phase = useBatchState((state) => state.phase);
  const plan = useBatchState((state) => state.plan);
  const [ticked, setTicked] = useState<Ticked>({ plan: null, names: new Set() });
  const chosen = ticked.plan === plan ? ticked.names : none;
  const page = useRef<HTMLDivElement>(null);
  const isSetup = phase === 'setup';
  useEffect(() => {
    // Whoever has scrolled down to the button that starts it sees how far it is.
    if (!isSetup) page.current?.closest('.drawer')?.scrollTo(0, 0);
  }, [isSetup]);
  return (
    <div ref={page} className="batch">
      <h2 className="visually-hidden">Batch</h2>
      <div hidden={!isSetup}>
        <BatchSetup />
      </div>
      {!isSetup && (
        <>
          <BatchHead chosen={chosen} />
          <BatchRows chosen={chosen} onChoose={(names) => setTicked({ plan, names })} />
        </>
      )}
    </div>
  );
}
