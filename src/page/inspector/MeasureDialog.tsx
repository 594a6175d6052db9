import { useEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Tasks } from '../../bridge/messages.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import type { Picture } from '../../engine/picture.ts';
import { codeOf, sentenceAbout } from '../../state/failure.ts';
import { type Figure, figureNames, meanRows, type Row, tableText } from '../../state/measuring.ts';
import { useDesk, useStudio } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { JobFoot } from '../frame/JobFoot.tsx';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { toImageData } from '../pictures.ts';
import { inputsOf } from './inputs-of.ts';
import './measure.css';

interface MeasureDialogProps {
  model: Manifest;
  open: boolean;
  onOpenChange(open: boolean): void;
}

interface Shown extends Row {
  /** Edges, painted, true. */
  readonly images: readonly ImageData[];
}

const columns = Object.entries(figureNames) as [Figure, (typeof figureNames)[Figure]][]; // its own keys

/** Fewer pictures say nothing of two sets as wholes. */
const ENOUGH_FOR_KID = 10;

function Cells({ row }: { row: Row }) {
  return columns.map(([figure, { digits }]) => {
    const value = row.figures[figure];
    return <td key={figure}>{value === undefined ? '' : value.toFixed(digits)}</td>;
  });
}

/** How near a model comes to the true colours of the pictures in the tray. */
export default function MeasureDialog({ model, open, onOpenChange }: MeasureDialogProps) {
  const { session } = useDesk();
  const sources = useStudio(
    useShallow(({ items }) => items.filter(({ state }) => state === 'ready').map(({ source }) => source)),
  );
  const unreadable = useStudio(({ items }) => items.filter(({ state }) => state === 'error').length);
  const [rows, setRows] = useState<readonly Shown[]>([]);
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const [words, setWords] = useState<string | null>(null);
  const [whole, setWhole] = useState<Tasks['evaluate']['answer'] | null>(null);
  const [copied, setCopied] = useState('');
  const measuring = useRef<AbortController | null>(null);
  useEffect(() => () => measuring.current?.abort(), []);

  const measure = async () => {
    const controller = new AbortController();
    measuring.current = controller;
    setRows([]);
    setLeftOut([]);
    setWhole(null);
    setCopied('');
    setWords('Beginning');
    try {
      const evaluation = await session.measure(
        model.id,
        sources,
        (event) => {
          if (event.type === 'left-out') setLeftOut((before) => [...before, event.sentence]);
          else if (event.type !== 'measured')
            setWords(`${event.type === 'reading' ? 'Reading' : 'Painting'} ${event.file}`);
          else {
            const images = [event.edges, event.painted, event.truth].map((one: Picture) => toImageData(one));
            setRows((before) => [...before, { name: event.one.file, figures: event.one.figures, images }]);
          }
        },
        controller.signal,
      );
      setWhole(evaluation);
    } catch (error) {
      if (codeOf(error) !== 'cancelled')
        setLeftOut((before) => [...before, sentenceAbout(model.title, error)]);
    } finally {
      measuring.current = null;
      setWords(null);
    }
  };

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(tableText([...rows, ...meanRows(rows)]));
      setCopied('Copied. Paste it into a spreadsheet.');
    } catch {
      setCopied('The browser does not let the page copy. Select the table and copy it yourself.');
    }
  };

  const turn = (isOpen: boolean) => {
    if (!isOpen) measuring.current?.abort();
    onOpenChange(isOpen);
  };

  const isEmpty = sources.length === 0;
  return (
    <Dialog title={`Test ${model.title}`} open={open} onOpenChange={turn} wide>
      <p>
        Paints each picture of the tray from its {inputsOf(model)}, at {model.recipe.develop.size} px and with
        the settings the model was trained with, and compares the colours with the picture’s own. That says
        something only of pictures whose own colours the model is meant to paint, and which it did not learn
        from.
      </p>
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it is scrolled, by the keyboard too
        <section className="measures" tabIndex={0} aria-label="Figures">
          <table className="figures">
            <thead>
              <tr>
                <td />
                {columns.map(([figure, { label, title }]) => (
                  <th key={figure} scope="col" title={title}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows only grow, and two files may share a name
                <tr key={i}>
                  <th scope="row">
                    <div className="measure-pictures">
                      {row.images.map((image, nth) => (
                        <PixelCanvas
                          // biome-ignore lint/suspicious/noArrayIndexKey: always the same three
                          key={nth}
                          image={image}
                          role="img"
                          aria-label={`${row.name}: ${['edges', 'generated', 'true colours'][nth]}`}
                        />
                      ))}
                    </div>
                    <div className="measure-name">{row.name}</div>
                  </th>
                  <Cells row={row} />
                </tr>
              ))}
            </tbody>
            <tfoot>
              {meanRows(rows).map((row) => (
                <tr key={row.name}>
                  <th scope="row">{row.name}</th>
                  <Cells row={row} />
                </tr>
              ))}
            </tfoot>
          </table>
        </section>
      )}
      {rows.length > 0 && (
        <p className="row-hint">
          Each row: edges, generated, true. L1, PSNR and SSIM compare the colours; recall, precision and F1
          tell whether the edges of the generated picture are those it was painted from, within 2 px.
        </p>
      )}
      {whole && whole.files.length > 1 && (
        <p>
          The generated pictures differ from one another in colour by{' '}
          {whole.colourDiversity.painted.toFixed(2)}, the true ones by{' '}
          {whole.colourDiversity.truth.toFixed(2)} (0 alike, 1 nothing in common).{' '}
          {whole.kid && whole.files.length >= ENOUGH_FOR_KID
            ? `Their Kernel Inception Distance, by ${whole.kid.by}, is ${whole.kid.value.toFixed(4)}; 0 means no difference.`
            : `With ${ENOUGH_FOR_KID} pictures or more their Kernel Inception Distance is shown too.`}
        </p>
      )}
      {leftOut.map((sentence) => (
        <p key={sentence} role="alert">
          {sentence}
        </p>
      ))}
      {unreadable > 0 && (
        <p className="row-hint">
          {unreadable === 1 ? 'One file' : `${unreadable} files`} of the tray cannot be read and{' '}
          {unreadable === 1 ? 'is' : 'are'} left out.
        </p>
      )}
      <JobFoot
        label="Measuring"
        progress={words === null ? null : { words, done: rows.length + leftOut.length, of: sources.length }}
        onCancel={() => measuring.current?.abort()}
        said={copied || (isEmpty && 'The tray is empty.')}
      >
        {whole && rows.length > 0 && (
          <button type="button" className="button" onClick={copy}>
            Copy the table
          </button>
        )}
        <button type="button" className="button button-main" disabled={isEmpty} onClick={measure}>
          {sources.length === 1 ? 'Test on the picture' : `Test on ${sources.length} pictures`}
        </button>
      </JobFoot>
    </Dialog>
  );
}
