import type { ChannelLook } from '../../engine/recipe.ts';
import { SelectRow } from './SelectRow.tsx';

type Colour = readonly [red: number, green: number, blue: number];

/** Colours that colour-blind eyes tell apart, for the first channel, the second and so on, then from the first again. */
const sets: readonly {
  readonly value: string;
  readonly label: string;
  readonly colours: readonly Colour[];
}[] = [
  {
    value: 'magenta',
    label: 'Magenta, green, cyan',
    colours: [
      [255, 0, 255],
      [0, 255, 0],
      [0, 255, 255],
    ],
  },
  {
    value: 'blue',
    label: 'Blue, orange, white',
    colours: [
      [0, 0, 255],
      [255, 128, 0],
      [255, 255, 255],
    ],
  },
  {
    value: 'cyan',
    label: 'Cyan, magenta, yellow',
    colours: [
      [0, 255, 255],
      [255, 0, 255],
      [255, 255, 0],
    ],
  },
];

const MIXED = 'mixed';

interface StainSetsProps {
  looks: readonly ChannelLook[];
  /** The colours that the file gives its channels. */
  own: readonly ChannelLook['colour'][];
  onChange(colours: readonly ChannelLook['colour'][]): void;
}

/** Gives all channels of a file their colours at once. */
export function StainSets({ looks, own, onChange }: StainSetsProps) {
  const all = [
    { value: 'own', label: 'The file’s own', colours: own },
    ...sets.map((set) => ({
      ...set,
      // As many as there are channels: copies, since a recipe's are of its own.
      colours: looks.map((_, c): ChannelLook['colour'] => [
        ...(set.colours[c % set.colours.length] ?? [0, 0, 0]),
      ]),
    })),
  ];
  const now = JSON.stringify(looks.map(({ colour }) => colour));
  const value = all.find(({ colours }) => JSON.stringify(colours) === now)?.value ?? MIXED;
  return (
    <SelectRow
      label="Colours"
      about="stainColours"
      value={value}
      choices={value === MIXED ? [...all, { value: MIXED, label: 'Chosen one by one' }] : all}
      onChange={(next) => {
        const set = all.find((one) => one.value === next);
        if (set) onChange(set.colours);
      }}
    />
  );
}
