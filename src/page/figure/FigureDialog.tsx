import { useMemo, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import { defaultLooks, MOST_ROWS } from '../../engine/figure/default-looks.ts';
import type { FigureLooks, Inset } from '../../engine/figure/plan.ts';
import { wishOf } from '../../state/rendering.ts';
import { useDesk, useStudio } from '../desk.ts';
import { save, sizeOf } from '../export/save.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { JobFoot } from '../frame/JobFoot.tsx';
import { ChoiceRow } from '../inspector/ChoiceRow.tsx';
import { SelectRow } from '../inspector/SelectRow.tsx';
import { Choices } from './Choices.tsx';
import { FigureLights } from './FigureLights.tsx';
import { FigurePreview } from './FigurePreview.tsx';
import { FigureSettings } from './FigureSettings.tsx';
import type { FramedInset } from './framed.ts';
import { InsetRows } from './InsetRows.tsx';
import { useFigure } from './use-figure.ts';
import './figure.css';

type Ask = Tasks['figurePreview']['ask'];
type Format = Tasks['figure']['ask']['format'];

interface FigureDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

const formats: readonly { value: Format; label: string }[] = [
  { value: 'pdf', label: 'PDF' },
  { value: 'svg', label: 'SVG' },
  { value: 'png', label: 'PNG' },
  { value: 'tif', label: 'TIFF' },
];

const visions = [
  { value: 'all', label: 'As it is' },
  { value: 'deuteranopia', label: 'Without green cones (deuteranopia)' },
  { value: 'protanopia', label: 'Without red cones (protanopia)' },
  { value: 'tritanopia', label: 'Without blue cones (tritanopia)' },
] as const;

const withoutEnding = (name: string) => name.replace(/\.[^.]*$/, '');

/** Pictures of the tray as a figure for a paper: how it looks, what it lacks, and its file. */
export default function FigureDialog({ open, onOpenChange }: FigureDialogProps) {
  const { studio } = useDesk();
  const items = useStudio((state) => state.items);
  const selected = useStudio((state) => state.selected);
  const recipe = useStudio((state) => state.recipe);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [looks, setLooks] = useState<Partial<FigureLooks>>({});
  const [captions, setCaptions] = useState<Readonly<Record<string, string>>>({});
  const [insets, setInsets] = useState<readonly FramedInset[]>([]);
  const [vision, setVision] = useState<(typeof visions)[number]['value']>('all');
  const [format, setFormat] = useState<Format>('pdf');
  const [said, setSaid] = useState<string | null>(null);

  const ready = items.filter(({ state }) => state === 'ready').map(({ source }) => source);
  const isPainting = recipe.colour.model !== 'none';
  const isDreaming = recipe.dream.enabled;
  const columns: FigureLooks['columns'] = [
    'input',
    'edges',
    'cells',
    ...(isPainting ? (['colour'] as const) : []),
    ...(isDreaming ? (['dream'] as const) : []),
  ];
  const usual = columns.filter((pane) => pane !== 'cells' || recipe.cells.enabled);
  const wanted = (looks.columns ?? usual).filter((pane) => columns.includes(pane));
  const known = (chosen ?? (selected === null ? [] : [selected])).filter((id) =>
    ready.some((one) => one.id === id),
  );
  const ids = (known.length > 0 ? known : ready.slice(0, 1).map(({ id }) => id)).slice(0, MOST_ROWS);
  const all: FigureLooks = {
    ...defaultLooks,
    ...looks,
    columns: wanted.length > 0 ? wanted : ['input'],
    insets: insets.flatMap(({ of, id: _, ...inset }) => {
      const row = ids.indexOf(of);
      return row < 0 ? [] : [{ ...inset, row }];
    }),
  };
  const nameOf = (id: string) => ready.find((one) => one.id === id)?.name ?? '';
  const captionOf = (id: string) => captions[id] ?? withoutEnding(nameOf(id));

  const key = JSON.stringify([ids, all, captions, vision]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key, the tray and the recipe say what is asked for
  const ask = useMemo((): Ask | null => {
    if (!open) return null;
    const state = studio.getState();
    const rows = ids.flatMap((id) => {
      const wish = wishOf({ ...state, selected: id });
      return wish ? [{ ...wish, caption: captionOf(id) }] : [];
    });
    return rows.length > 0 ? { rows, looks: all, vision: vision === 'all' ? null : vision } : null;
  }, [open, key, recipe, items]);
  const figure = useFigure(ask);
  const { preview, drawing, making, fault } = figure;

  const addInset = (row: number, part: Inset['part']) => {
    const of = ids[row];
    if (of === undefined) return;
    const corner = part[0] + part[2] / 2 < 0.5 ? 'top-right' : 'top-left';
    setInsets((now) => [...now, { id: Date.now(), of, part, times: 2, corner }]);
  };
  const make = async () => {
    setSaid(null);
    const bytes = await figure.make(format);
    if (!bytes) return;
    const [first = ''] = ids;
    const name = `${withoutEnding(nameOf(first))}.figure.${format}`;
    save(name, bytes, format);
    setSaid(`Saved ${name}, ${sizeOf(bytes)}.`);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(preview?.methods ?? '');
      setSaid('Copied the methods.');
    } catch {
      setSaid('This page may not copy here: mark the methods and copy them with Ctrl C.');
    }
  };

  return (
    <Dialog title="Figure" open={open} onOpenChange={onOpenChange} wide>
      <div className="figure-maker">
        <div className="figure-shown">
          <FigurePreview preview={preview} onFrame={addInset} />
          <p className="row-hint figure-hint" role="status" aria-label="Preview">
            {drawing
              ? `${drawing.words}…`
              : preview &&
                `${Math.round(preview.widthMm)} × ${Math.round(preview.heightMm)} mm. A frame drawn on a panel with mouse or pen magnifies that part.`}
          </p>
          <SelectRow label="Seen" value={vision} choices={visions} onChange={(next) => setVision(next)} />
          {fault && <p role="alert">{fault}</p>}
          {preview && <FigureLights lights={preview.lights} />}
          {preview && (
            <details className="more">
              <summary>Methods, to copy</summary>
              <p className="figure-methods">{preview.methods}</p>
              <button type="button" className="button" onClick={() => void copy()}>
                Copy the methods
              </button>
            </details>
          )}
        </div>
        <fieldset className="dialog-settings figure-settings" disabled={making !== null}>
          <Choices
            legend="Pictures"
            choices={ready.map(({ id, name }) => ({ value: id, label: name }))}
            chosen={ids}
            onChange={setChosen}
          />
          {ids.length > 1 &&
            ids.map((id) => (
              <label key={id} className="figure-caption">
                <span>Caption of {nameOf(id)}</span>
                <input
                  className="text"
                  value={captionOf(id)}
                  onChange={({ target }) => setCaptions({ ...captions, [id]: target.value })}
                />
              </label>
            ))}
          <FigureSettings
            looks={all}
            columns={columns}
            onChange={(change) => setLooks({ ...looks, ...change })}
          />
          <InsetRows
            insets={insets.filter(({ of }) => ids.includes(of))}
            nameOf={nameOf}
            onChange={(next) => setInsets([...insets.filter(({ of }) => !ids.includes(of)), ...next])}
          />
          <button type="button" className="button" onClick={() => addInset(0, [0.5, 0.5, 0.2, 0.2])}>
            Add an inset
          </button>
        </fieldset>
      </div>
      <JobFoot label="Figure" progress={making} onCancel={figure.cancel} said={said}>
        <ChoiceRow label="Format" value={format} choices={formats} onChange={(next) => setFormat(next)} />
        <button
          type="button"
          className="button button-main"
          disabled={ask === null}
          onClick={() => void make()}
        >
          Save
        </button>
      </JobFoot>
    </Dialog>
  );
}
