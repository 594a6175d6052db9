import type { ReactNode } from 'react';

interface JobFootProps {
  /** What the job is, for a screen reader. */
  label: string;
  /** How far it is; null while nothing runs. */
  progress: { readonly words: string; readonly done: number; readonly of: number } | null;
  onCancel(): void;
  /** What came of it. */
  said: ReactNode;
  /** The buttons that begin it. */
  children: ReactNode;
}

/** The foot of a dialog that has something made: the way to begin, how far it is and the way to stop, and what came of it. */
export function JobFoot({ label, progress, onCancel, said, children }: JobFootProps) {
  return (
    <div className="dialog-foot">
      <span className="dialog-words" role="status" aria-label={label}>
        {progress ? progress.words : said}
      </span>
      {progress ? (
        <>
          <progress
            className="bar"
            aria-label={progress.words}
            value={progress.done}
            max={Math.max(progress.of, 1)}
          />
          <button type="button" className="button" onClick={onCancel}>
            Cancel
          </button>
        </>
      ) : (
        children
      )}
    </div>
  );
}
