import { useEffect, useState } from 'react';
import type { ChannelAnswer } from '../../engine/dream/look-inside.ts';
import type { DreamLayer } from '../../engine/recipe.ts';
import { climbedChannels, type DreamModel, layersOf } from '../../state/dream.ts';
import { codeOf } from '../../state/failure.ts';
import { useDesk, useStudio } from '../desk.ts';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { toImageData } from '../pictures.ts';
import { SelectRow } from './SelectRow.tsx';
import './look-inside.css';

const NONE: readonly ChannelAnswer[] = [];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The channels that answer strongest, asked for again whenever what is dreamed on is another. */
function useStrongest(layer: DreamLayer, again: number) {
  const { session } = useDesk();
  const [answers, setAnswers] = useState<readonly ChannelAnswer[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const { develop, edges, colour, dream } = useStudio((state) => state.recipe);
  const { model, source } = dream;
  const selected = useStudio((state) => state.selected);
  const strokes = useStudio((state) => state.strokes.edges);
  const isReady = useStudio(({ stages, recipe }) => {
    const isPainted = recipe.dream.source === 'colour' && recipe.colour.model !== 'none';
    return stages[isPainted ? 'colour' : 'develop'].state === 'ready';
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the session takes them from the store
  useEffect(() => {
    setAnswers(null);
    setFault(null);
    if (!isReady || !selected) return;
    const leaving = new AbortController();
    session
      .strongestChannels(layer, leaving.signal)
      .then(setAnswers, (error: unknown) => codeOf(error) !== 'cancelled' && setFault(wordsOf(error)));
    return () => leaving.abort();
  }, [session, layer, model, source, develop, edges, colour, selected, strokes, isReady, again]);

  return { answers, fault, isReady };
}

/** Portraits by channel, made one after the other as they are needed. */
function usePortraits(model: string, layer: DreamLayer, answers: readonly ChannelAnswer[]) {
  const { session } = useDesk();
  const [portraits, setPortraits] = useState<ReadonlyMap<string, ImageData>>(new Map());
  const keyOf = (channel: number) => `${model} ${layer} ${channel}`;

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const put = (channel: number, image: ImageData) =>
      setPortraits((before) => new Map(before).set(`${model} ${layer} ${channel}`, image));
    const draw = async () => {
      for (const { channel } of answers) {
        const show = (picture: Parameters<typeof toImageData>[0]) =>
          signal.aborted || put(channel, toImageData(picture));
        show(await session.portrait(layer, channel, show, signal));
      }
    };
    draw().catch(() => {}); // closed, or no weights: the channels stand without portraits
    return () => leaving.abort();
  }, [session, model, layer, answers]);

  return (channel: number) => portraits.get(keyOf(channel));
}

/** The channels of a layer that answer strongest to the picture, each with what it looks for; a click dreams on it. */
export default function LookInside({ model }: { model: DreamModel }) {
  const dream = useStudio((state) => state.recipe.dream);
  const climb = useStudio((state) => state.climbChannel);
  const [picked, setPicked] = useState<DreamLayer | null>(null);
  const [again, setAgain] = useState(0);

  const layers = layersOf(model);
  const deepest = layers.findLast((layer) => dream.layers[layer] !== undefined) ?? 'mixed0';
  const layer = picked && layers.includes(picked) ? picked : deepest;
  const { answers, fault, isReady } = useStrongest(layer, again);
  const portraitOf = usePortraits(model.id, layer, answers ?? NONE);
  const climbed = climbedChannels(dream, layer);

  return (
    <>
      <SelectRow
        label="Channels of"
        value={layer}
        choices={layers.map((one) => ({ value: one, label: one }))}
        onChange={(one) => setPicked(one)}
      />
      <p className="row-hint">
        A layer is made of channels; each looks for one thing. These respond most to this picture, with their
        share of the layer’s activation. The small pictures are generated: what the network draws when it
        climbs that channel from noise. Click one to dream on it.
      </p>
      {fault ? (
        <p className="row-hint" role="alert">
          {fault}{' '}
          <button type="button" className="button-quiet" onClick={() => setAgain(again + 1)}>
            Try again
          </button>
        </p>
      ) : (
        <ul className="channels" aria-label={`Channels of ${layer}`} aria-busy={answers === null}>
          {answers?.map(({ channel, share }) => (
            <li key={channel}>
              <button
                type="button"
                className="channel"
                aria-pressed={climbed.includes(channel)}
                onClick={() => climb(layer, channel)}
              >
                <PixelCanvas className="channel-portrait" image={portraitOf(channel)} aria-hidden="true" />
                <span className="channel-number">
                  <span className="visually-hidden">Channel </span>
                  {channel}
                  <span className="visually-hidden">, </span>
                </span>
                <span className="channel-share">{percent(share)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {!answers && !fault && (
        <p className="row-hint" role="status">
          {isReady ? 'Asking the network about the picture.' : 'Waiting for the picture.'}
        </p>
      )}
    </>
  );
}
