import { useMemo, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import { defaultLooks, MOST_ROWS } from '../../engine/figure/default-looks.ts';
import type { FigureLooks, Inset } from '../../engine/figure/plan.ts';
import type { Recipe } from '../../engine/recipe.ts';
import type { Wish } from '../../state/rendering.ts';
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
  /** What there can be a row of. */
  pictures: readonly Wish[];
  /** The ids of those that are rows before a person chooses; the first where none of them is there. */
  initial: readonly string[];
  /** The stages that are columns before a person chooses. */
  usual(recipe: Recipe): FigureLooks['columns'];
}

const formats: readonly { value: Format; label: string }[] = [
  { value: 'pdf', label: 'PDF' },
  { value: 'svg', label: 'SVG' },
  { value: 'png', label: 'PNG' },
  { value: 'jpg', label: 'JPEG' },
  { value: 'tif', label: 'TIFF' },
];

const visions = [
  { value: 'all', label: 'As it is' },
  { value: 'deuteranopia', label: 'Without green cones (deuteranopia)' },
  { value: 'protanopia', label: 'Without red cones (protanopia)' },
  { value: 'tritanopia', label: 'Without blue cones (tritanopia)' },
] as const;

const withoutEnding = (name: string) => name.replace(/\.[^.]*$/, '');
/** Of a picture in a folder, without those that it lies in. */
const ownName = (path: string) => path.replace(/^.*[/\\]/, '');

/** The stages that a recipe gives a picture of. */
const stagesOf = ({ colour, dream }: Recipe): FigureLooks['columns'] => [
  'input',
  'edges',
  'cells',
  ...(colour.model === 'none' ? [] : (['colour'] as const)),
  ...(dream.enabled ? (['dream'] as const) : []),
];

/** Pictures as a figure for a paper: how it looks, what it lacks, and its file. */
export function FigureDialog({ open, onOpenChange, pictures, initial, usual }: FigureDialogProps) {
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [looks, setLooks] = useState<Partial<FigureLooks>>({});
  const [captions, setCaptions] = useState<Readonly<Record<string, string>>>({});
  const [insets, setInsets] = useState<readonly FramedInset[]>([]);
  const [vision, setVision] = useState<(typeof visions)[number]['value']>('all');
  const [format, setFormat] = useState<Format>('pdf');
  const [said, setSaid] = useState<string | null>(null);

  const known = pictures.filter(({ source }) => (chosen ?? initial).includes(source.id));
  const rows = (known.length > 0 ? known : pictures.slice(0, 1)).slice(0, MOST_ROWS);
  const ids = rows.map(({ source }) => source.id);
  const given = rows.map(({ recipe }) => stagesOf(recipe));
  const [first] = rows;
  const columns = (given[0] ?? ['input']).filter((pane) => given.every((stages) => stages.includes(pane)));
  const lacking = rows.find((_, i) => given[i]?.length !== Math.max(...given.map(({ length }) => length)));
  const wanted = (looks.columns ?? (first ? usual(first.recipe) : [])).filter((pane) =>
    columns.includes(pane),
  );
  const all: FigureLooks = {
    ...defaultLooks,
    ...looks,
    columns: wanted.length > 0 ? wanted : ['input'],
    insets: insets.flatMap(({ of, id: _, ...inset }) => {
      const row = ids.indexOf(of);
      return row < 0 ? [] : [{ ...inset, row }];
    }),
  };
  const nameOf = (id: string) => rows.find(({ source }) => source.id === id)?.source.name ?? '';
  const captionOf = (id: string) => captions[id] ?? withoutEnding(nameOf(id));

  const key = JSON.stringify([ids, all, captions, vision]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key and the pictures say what is asked for
  const ask = useMemo((): Ask | null => {
    if (!open || rows.length === 0) return null;
    const captioned = rows.map((row) => ({ ...row, caption: captionOf(row.source.id) }));
    return { rows: captioned, looks: all, vision: vision === 'all' ? null : vision };
  }, [open, key, pictures]);
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
    const name = `${withoutEnding(ownName(first?.source.name ?? ''))}.figure.${format}`;
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
            choices={pictures.map(({ source }) => ({ value: source.id, label: source.name }))}
            chosen={ids}
            onChange={setChosen}
          />
          {lacking && (
            <p className="row-hint">
              {lacking.source.name} has fewer stages than the others: only those that all have can be columns.
            </p>
          )}
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
