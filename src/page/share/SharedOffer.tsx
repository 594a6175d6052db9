import { X } from 'lucide-react';
import type { Offer } from '../../state/sharing.ts';
import { useDesk, useStudio } from '../desk.ts';
import { FileButton } from '../frame/FileButton.tsx';
import { IconButton } from '../frame/IconButton.tsx';
import './share.css';

function wordsOf(offer: Offer): string {
  if (offer.kind === 'carried') return `${offer.by} was made by Eosin and brings its recipe.`;
  const { name } = offer.shared.picture;
  if (offer.other === null) return `${name}: the recipe was made on this picture. Drop it here, or add it.`;
  return `${offer.other} is another picture than ${name}, on which the recipe was made.`;
}

const acts = {
  carried: 'Use its recipe',
  first: 'Use it on the chosen picture',
  other: 'Use it all the same',
};

/** A recipe that waits for a word, or for its picture. */
export default function SharedOffer() {
  const { session, sharing } = useDesk();
  const offer = useStudio((state) => state.offer);
  const offerRecipe = useStudio((state) => state.offerRecipe);
  if (!offer) return null;
  const isWanted = offer.kind === 'wanted';
  const act = isWanted ? (offer.other === null ? acts.first : acts.other) : acts.carried;
  return (
    <section className="shared-offer" aria-label="Recipe">
      <p role="status">{wordsOf(offer)}</p>
      {isWanted && <FileButton label={`Add ${offer.shared.picture.name}`} onFiles={session.addFiles} />}
      <button type="button" className="button" onClick={() => void sharing.takeOffer()}>
        {act}
      </button>
      <IconButton label="Dismiss the recipe" icon={<X />} onClick={() => offerRecipe(null)} />
    </section>
  );
}
