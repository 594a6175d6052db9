import { useStudio } from '../desk.ts';

/** What pairs take over from the cards of the recipe. */
export function CardsHint() {
  const { develop, edges } = useStudio((state) => state.recipe);
  const thresholds = edges.thresholds === 'auto' ? 'automatic' : `${edges.low}/${edges.high}`;
  return (
    <p className="row-hint">
      Contrast and edges are those on the cards: {develop.low}–{develop.high} %, gamma {develop.gamma}; Canny{' '}
      {thresholds}, sigma {edges.sigma}, aperture {edges.aperture}, {edges.norm}.
    </p>
  );
}
