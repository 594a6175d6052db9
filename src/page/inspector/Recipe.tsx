import { lazy } from 'react';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { ColourCard } from './ColourCard.tsx';
import { DevelopCard } from './DevelopCard.tsx';
import { EdgesCard } from './EdgesCard.tsx';

/** The last card, below the others on most screens: it may come after them. */
const DreamCard = lazy(() => import('./DreamCard.tsx'));

/** The settings, a card for each stage in the picture's order. */
export function Recipe() {
  return (
    <aside className="recipe" aria-label="Recipe">
      <DevelopCard />
      <EdgesCard />
      <ColourCard />
      <WhenOpened open>
        <DreamCard />
      </WhenOpened>
    </aside>
  );
}
