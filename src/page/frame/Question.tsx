import { useId } from 'react';

interface QuestionProps {
  words: string;
  /** What the button says that does it. */
  yes: string;
  onYes(): void;
  onNo(): void;
}

/** Asks once more before something is lost; the focus goes to the harmless answer. */
export function Question({ words, yes, onYes, onNo }: QuestionProps) {
  const id = useId();
  return (
    <div className="dialog-foot">
      <p id={id} className="dialog-words">
        {words}
      </p>
      <button type="button" className="button" aria-describedby={id} onClick={onYes}>
        {yes}
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: it comes in place of the button that had the focus */}
      <button type="button" className="button button-main" autoFocus onClick={onNo}>
        Keep
      </button>
    </div>
  );
}
