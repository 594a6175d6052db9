import { BatchHead } from './BatchHead.tsx';
import { BatchRows } from './BatchRows.tsx';
import { BatchSetup } from './BatchSetup.tsx';
import { useBatchState } from './use-batch.ts';
import './batch.css';

/** Many pictures through the settings: what is to be done, or how far it is. */
export default function BatchPage() {
  const phase = useBatchState((state) => state.phase);
  return (
    <div className="batch">
      <div hidden={phase !== 'setup'}>
        <BatchSetup />
      </div>
      {phase !== 'setup' && (
        <>
          <BatchHead />
          <BatchRows />
        </>
      )}
    </div>
  );
}
