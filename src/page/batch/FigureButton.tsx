import { LayoutGrid } from 'lucide-react';
import { lazy, useState } from 'react';
import { sentenceAbout } from '../../state/failure.ts';
import type { Wish } from '../../state/rendering.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { About } from '../inspector/About.tsx';
import { useBatch, useBatchState } from './use-batch.ts';

const FigureOfBatch = lazy(() => import('./FigureOfBatch.tsx'));

interface FigureButtonProps {
  /** Names of finished pictures. */
  chosen: ReadonlySet<string>;
}

interface Asked {
  readonly chosen: ReadonlySet<string>;
  readonly pictures: readonly Wish[];
  readonly key: number;
}

/** Opens the figure of the pictures that are ticked. */
export function FigureButton({ chosen }: FigureButtonProps) {
  const batch = useBatch();
  const files = useBatchState(({ plan }) => plan?.wish.files);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [open, setOpen] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const ask = async () => {
    setFault(null);
    try {
      if (asked?.chosen !== chosen)
        setAsked({ chosen, pictures: await batch.wishes(chosen), key: Date.now() });
      setOpen(true);
    } catch (error) {
      setFault(sentenceAbout('Figure', error));
    }
  };
  return (
    <>
      <span className="row-head">
        <button type="button" className="button" disabled={chosen.size === 0} onClick={() => void ask()}>
          <LayoutGrid aria-hidden />
          {chosen.size === 0 ? 'Figure of chosen' : `Figure of ${chosen.size} chosen`}
        </button>
        <About of="batchFigure" name="Figure of chosen" />
      </span>
      {fault && (
        <p className="batch-fault" role="alert">
          {fault}
        </p>
      )}
      <WhenOpened open={open}>
        {asked && (
          // Others that are ticked are another figure; the same ones find it as it was left.
          <FigureOfBatch
            key={asked.key}
            open={open}
            onOpenChange={setOpen}
            pictures={asked.pictures}
            files={files ?? []}
          />
        )}
      </WhenOpened>
    </>
  );
}
