import { X } from 'lucide-react';
import { useState } from 'react';
import type { Offer } from '../../state/sharing.ts';
import { useDesk, useStudio } from '../desk.ts';
import { FileButton } from '../frame/FileButton.tsx';
import { IconButton } from '../frame/IconButton.tsx';
import { SelectRow } from '../inspector/SelectRow.tsx';
import './share.css';

/** As "a, b and c". */
const listed = (names: readonly string[]) =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');

/** More names than these say less. */
const MOST_NAMED = 3;

function wordsOf(offer: Offer): string {
  if (offer.kind === 'carried') {
    const names = [...new Set(offer.shared.map(({ picture }) => picture.name))];
    const from = names.length > MOST_NAMED ? `${names.length} pictures` : listed(names);
    const by = offer.models.length > 0 ? ` with ${listed(offer.models)}` : '';
    return `${offer.by} was made by Eosin from ${from}${by} and brings its recipe.`;
  }
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
  const [chosen, setChosen] = useState<{ of: Offer | null; which: number }>({ of: null, which: 0 });
  if (!offer) return null;
  const isWanted = offer.kind === 'wanted';
  const act = isWanted ? (offer.other === null ? acts.first : acts.other) : acts.carried;
  const which = chosen.of === offer ? chosen.which : 0;
  return (
    <section className="shared-offer" aria-label="Recipe">
      <p role="status">{wordsOf(offer)}</p>
      {!isWanted && offer.shared.length > 1 && (
        <SelectRow
          label="Recipe of"
          value={which}
          choices={offer.shared.map(({ picture }, value) => ({ value, label: picture.name }))}
          onChange={(next) => setChosen({ of: offer, which: next })}
        />
      )}
      {isWanted && <FileButton label={`Add ${offer.shared.picture.name}`} onFiles={session.addFiles} />}
      <button type="button" className="button" onClick={() => void sharing.takeOffer(which)}>
        {act}
      </button>
      <IconButton label="Dismiss the recipe" icon={<X />} onClick={() => offerRecipe(null)} />
    </section>
  );
}
