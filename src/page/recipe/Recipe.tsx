import { ColourCard } from './ColourCard.tsx';
import { DevelopCard } from './DevelopCard.tsx';
import { DreamCard } from './DreamCard.tsx';
import { EdgesCard } from './EdgesCard.tsx';

/** The settings, a card for each stage in the picture's order. */
export function Recipe() {
  return (
    <aside className="recipe" aria-label="Recipe">
      <DevelopCard />
      <EdgesCard />
      <ColourCard />
      <DreamCard />
    </aside>
  );
}
