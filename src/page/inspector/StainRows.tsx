import type { FileFacts } from '../../bridge/messages.ts';
import type { ChannelLook } from '../../engine/recipe.ts';
import { alone, looksFor, withLook } from '../../state/planes.ts';
import { useDesk, useStudio } from '../desk.ts';
import { About } from './About.tsx';
import { SliderRow } from './SliderRow.tsx';
import { StainRow } from './StainRow.tsx';
import { StainSets } from './StainSets.tsx';
import './stains.css';

/** How the channels of a file of several stains are laid over each other; nothing for any other file. */
export function StainRows({ facts }: { facts: FileFacts }) {
  const { session } = useDesk();
  const chosen = useStudio((state) => state.recipe.develop.channels);
  const change = useStudio((state) => state.changeDevelop);
  const levels = useStudio((state) => state.levels);
  const looks = looksFor(facts, chosen);
  if (!looks) return null;
  const changeLook = (c: number, next: Partial<ChannelLook>) =>
    change({ channels: withLook(looks, c, next) });
  return (
    <>
      <div className="row choice-row">
        <span className="row-head">
          <span className="row-label">Channels</span>
          <About of="stains" name="Channels" />
        </span>
        <span className="row-note" />
        <span className="row-head">
          <button type="button" className="button" onClick={() => void session.autoRanges()}>
            Auto
          </button>
          <About of="autoRanges" name="Auto" />
        </span>
      </div>
      <ul className="stains" aria-label="Channels">
        {looks.map((look, c) => (
          <StainRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a channel is its number
            key={c}
            name={facts.stains[c]?.name ?? ''}
            look={look}
            levels={levels[c]}
            onChange={(next) => changeLook(c, next)}
            onAlone={() => change({ channels: alone(looks, c) })}
          />
        ))}
      </ul>
      <details className="more stain-more">
        <summary>More: sets of colours, gamma</summary>
        <StainSets
          looks={looks}
          own={facts.stains.map(({ look }) => look.colour)}
          onChange={(colours) =>
            change({ channels: looks.map((look, c) => ({ ...look, colour: colours[c] ?? look.colour })) })
          }
        />
        {looks.map((look, c) => (
          <SliderRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a channel is its number
            key={c}
            label={`Gamma, ${facts.stains[c]?.name ?? ''}`}
            about="gamma"
            value={look.gamma}
            min={0.1}
            max={3}
            typedMax={4}
            step={0.05}
            digits={2}
            initial={1}
            onChange={(gamma) => changeLook(c, { gamma })}
          />
        ))}
      </details>
    </>
  );
}
