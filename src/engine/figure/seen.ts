import { type ColourVision, colourSeen, pictureSeen } from '../ops/colour-blind.ts';
import type { Drawing } from './drawing.ts';

/** A drawing as eyes see it that lack a kind of cone. */
export const drawingSeen = (drawing: Drawing, vision: ColourVision): Drawing => ({
  ...drawing,
  commands: drawing.commands.map((command) => {
    if (command.kind === 'image') return { ...command, picture: pictureSeen(command.picture, vision) };
    if (command.kind === 'text') return { ...command, colour: colourSeen(command.colour, vision) };
    const { fill, border } = command;
    return {
      ...command,
      fill: fill && colourSeen(fill, vision),
      border: border && { ...border, colour: colourSeen(border.colour, vision) },
    };
  }),
});
