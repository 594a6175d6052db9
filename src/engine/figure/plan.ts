import * as v from 'valibot';
import { faultsIn } from '../faults.ts';
import { type Pane, panes } from '../stages/shown.ts';
import { corners, defaultLooks, MOST_ROWS } from './default-looks.ts';

const between = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const pane = v.picklist(panes.map((one) => one.pane));

const insetSchema = v.strictObject({
  /** The row whose panels show it, from 0. */
  row: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Left, top, width and height of what is magnified, as shares (0..1) of the panel's. */
  part: v.pipe(
    v.tuple([between(0, 1), between(0, 1), between(0.01, 1), between(0.01, 1)]),
    v.check(
      ([x, y, width, height]) => x + width <= 1.0001 && y + height <= 1.0001,
      'reaches beyond its panel',
    ),
    v.readonly(),
  ),
  /** How many times larger than in the panel it is drawn. */
  times: between(1, 20),
  corner: v.picklist(corners),
});

const looks = {
  /** The stages that are shown of each picture, in this order from left to right. */
  columns: v.pipe(v.array(pane), v.minLength(1), v.maxLength(panes.length), v.readonly()),
  /** Width of the whole figure in millimetres. */
  widthMm: between(30, 1000),
  /** Dots an inch of a PNG or TIFF; SVG and PDF keep the pictures' own pixels. */
  dpi: v.pipe(between(72, 1200), v.integer()),
  /** Size of the letters in points; panel labels are larger by a seventh, notes smaller. */
  typePt: between(4, 24),
  /** Between panels, in millimetres. */
  gapMm: between(0, 20),
  /** A bold a, b, c... over the panels. */
  labels: v.boolean(),
  /** The stages' names over the panels, and what each row is called over it. */
  captions: v.boolean(),
  /** A bar of a round length in every panel whose pixel size is known. */
  scaleBars: v.boolean(),
  /** What the colours of channels and of measured cells say, below their panels. */
  legends: v.boolean(),
  /** Below each panel that a network painted, dreamed or told apart: that it did. */
  generatedNotes: v.boolean(),
  insets: v.pipe(v.array(v.pipe(insetSchema, v.readonly())), v.maxLength(24), v.readonly()),
};

const looksSchema = v.strictObject(looks);

const planSchema = v.strictObject({
  version: v.literal(1),
  /** A picture each: a file's name, what its row is called (else that name), its recipe, checked where it is used, and a file of its cells. */
  rows: v.pipe(
    v.array(
      v.strictObject({
        picture: v.pipe(v.string(), v.minLength(1)),
        caption: v.exactOptional(v.string()),
        recipe: v.exactOptional(v.unknown()),
        labels: v.exactOptional(v.pipe(v.string(), v.minLength(1))),
      }),
    ),
    v.minLength(1),
    v.maxLength(MOST_ROWS),
  ),
  ...v.partial(looksSchema).entries,
});

/** How a figure looks, apart from what its pictures are. */
export type FigureLooks = Readonly<v.InferOutput<typeof looksSchema>>;
export type Inset = Readonly<v.InferOutput<typeof insetSchema>>;

/** A figure as a person asks for it in a file. */
export interface FigurePlan {
  readonly rows: readonly {
    readonly picture: string;
    readonly caption?: string;
    readonly recipe?: unknown;
    /** A file of cells that are taken in place of those that a network finds. */
    readonly labels?: string;
  }[];
  readonly looks: FigureLooks;
}

/** A plan from outside that does not fit; the sentence names the field. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

/**
 * The one check of plans from outside; what a plan leaves out is as in `defaultLooks`.
 *
 * @param value parsed JSON.
 * @throws PlanError naming each unknown, missing or wrong field with what was found.
 */
export function checkPlan(value: unknown): FigurePlan {
  const found = v.safeParse(planSchema, value);
  if (!found.success) throw new PlanError(`The plan does not fit. ${faultsIn(found.issues, 'the plan')}.`);
  const { version: _, rows, ...chosen } = found.output;
  const given = Object.fromEntries(Object.entries(chosen).filter(([, one]) => one !== undefined));
  return { rows, looks: checkLooks({ ...defaultLooks, ...given }, rows.length) };
}

/** @throws PlanError as {@link checkPlan}, and where an inset's row is none. */
export function checkLooks(value: unknown, rows: number): FigureLooks {
  const found = v.safeParse(looksSchema, value);
  if (!found.success) throw new PlanError(`The plan does not fit. ${faultsIn(found.issues, 'the plan')}.`);
  const looks: FigureLooks = found.output;
  const stray = looks.insets.find(({ row }) => row >= rows);
  if (stray)
    throw new PlanError(
      `The plan does not fit. An inset is of row ${stray.row}; the rows are 0 to ${rows - 1}.`,
    );
  if (new Set(looks.columns).size < looks.columns.length)
    throw new PlanError('The plan does not fit. columns names a stage twice.');
  return looks;
}

/** As `a`, `b`, ... `z`, `aa`. */
export const panelLabel = (index: number): string =>
  index < 26
    ? String.fromCharCode(97 + index)
    : `${panelLabel(Math.floor(index / 26) - 1)}${panelLabel(index % 26)}`;

/** What a stage is called. */
export const nameOf = (pane: Pane): string => panes.find((one) => one.pane === pane)?.name ?? pane;
