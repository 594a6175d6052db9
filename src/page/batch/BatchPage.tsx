import { useEffect, useRef } from 'react';
import { BatchHead } from './BatchHead.tsx';
import { BatchRows } from './BatchRows.tsx';
import { BatchSetup } from './BatchSetup.tsx';
import { useBatchState } from './use-batch.ts';
import './batch.css';

/** Many pictures through the settings: what is to be done, or how far it is. */
export default function BatchPage() {
  const phase = useBatchState((state) => state.phase);
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
          <BatchHead />
          <BatchRows />
        </>
      )}
    </div>
  );
}
