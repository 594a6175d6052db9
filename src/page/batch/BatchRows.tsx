import { useVirtualizer } from '@tanstack/react-virtual';
import { TriangleAlert } from 'lucide-react';
import { Checkbox } from 'radix-ui';
import { useEffect, useId, useRef } from 'react';
import { MOST_ROWS } from '../../engine/figure/default-looks.ts';
import type { Picture } from '../../engine/picture.ts';
import type { BatchRow } from '../../state/batch/rows.ts';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { toImageData } from '../pictures.ts';
import { useBatch, useBatchState } from './use-batch.ts';
import '../inspector/checkbox.css';

const ROW = 36;
const COLUMNS = 5;

const words = { waiting: 'Waiting', working: 'Working', finished: 'Finished', failed: 'Failed' };

const images = new WeakMap<Picture, ImageData>();

/** One picture's image data is made once. */
function imageOf(picture: Picture): ImageData {
  const image = images.get(picture) ?? toImageData(picture);
  images.set(picture, image);
  return image;
}

/** What there is to say of a row, without its name, which stands beside it. */
function toldOf({ name, state, sentence }: BatchRow): string {
  if (sentence === null) return words[state];
  const told = withoutName(sentence, name);
  return state === 'finished' ? `${words.finished}. ${told}` : told;
}

function withoutName(sentence: string, name: string): string {
  if (!sentence.startsWith(name)) return sentence;
  const rest = sentence.slice(name.length).replace(/^[:,]? /, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

interface RowProps {
  row: BatchRow;
  index: number;
  picture: Picture | undefined;
  isChosen: boolean;
  /** Whether it can be ticked. */
  isFree: boolean;
  onToggle(): void;
}

function Row({ row, index, picture, isChosen, isFree, onToggle }: RowProps) {
  const { name, state, seconds, cells, invented, sentence } = row;
  const id = useId();
  return (
    <tr aria-rowindex={index + 2} data-state={`batch-${state}`}>
      <th scope="row" title={name}>
        <span className="batch-picture">
          <Checkbox.Root
            id={id}
            className="checkbox"
            aria-label={`${name}, for a figure`}
            checked={isChosen}
            disabled={!isFree}
            onCheckedChange={onToggle}
          >
            <Checkbox.Indicator className="checkbox-mark" />
          </Checkbox.Root>
          <label className="batch-picture" htmlFor={id}>
            <span className="batch-thumbnail">
              {picture && <PixelCanvas image={imageOf(picture)} aria-hidden="true" />}
            </span>
            <span className="batch-name">{name}</span>
          </label>
        </span>
      </th>
      <td className="batch-state" title={sentence ?? undefined}>
        <span>
          {state === 'failed' && <TriangleAlert aria-hidden />}
          {toldOf(row)}
        </span>
      </td>
      <td>{seconds === null ? '' : seconds.toFixed(1)}</td>
      <td>{cells ?? ''}</td>
      <td>{invented === null ? '' : percent(invented)}</td>
    </tr>
  );
}

interface BatchRowsProps {
  /** Names of the pictures that are ticked. */
  chosen: ReadonlySet<string>;
  onChoose(names: ReadonlySet<string>): void;
}

/** A row for each picture; only those in sight are on the page. What is finished can be ticked, as many as a figure has rows. */
export function BatchRows({ chosen, onChoose }: BatchRowsProps) {
  const batch = useBatch();
  const rows = useBatchState((state) => state.rows);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const working = rows.findIndex(({ state }) => state === 'working');

  useEffect(() => {
    // Whoever reads elsewhere in the list is left alone.
    if (working >= 0 && !scroll.current?.matches(':hover, :focus-within'))
      virtual.scrollToIndex(working, { align: 'auto' });
  }, [working, virtual]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by keyboard
    <section ref={scroll} className="batch-scroll" tabIndex={0} aria-label="Pictures of the batch">
      <table aria-label="Batch" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">Picture</th>
            <th scope="col">State</th>
            <th scope="col">Seconds</th>
            <th scope="col">Cells</th>
            <th scope="col">Invented</th>
          </tr>
        </thead>
        <tbody>
          {before > 0 && (
            <tr>
              <td colSpan={COLUMNS} style={{ height: before }} />
            </tr>
          )}
          {items.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            const isChosen = chosen.has(row.name);
            return (
              <Row
                key={row.name}
                row={row}
                index={index}
                picture={batch.thumbnail(row.name)}
                isChosen={isChosen}
                isFree={row.state === 'finished' && (isChosen || chosen.size < MOST_ROWS)}
                onToggle={() => {
                  const next = new Set(chosen);
                  if (!next.delete(row.name)) next.add(row.name);
                  onChoose(next);
                }}
              />
            );
          })}
          {after > 0 && (
            <tr>
              <td colSpan={COLUMNS} style={{ height: after }} />
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
