import { GraduationCap, Info, Plus, RefreshCw, Ruler } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { lazy, useState } from 'react';
import type { Manifest } from '../../engine/models/manifest.ts';
import { modelOf } from '../../state/device.ts';
import { useDesk, useStudio } from '../desk.ts';
import { FileButton } from '../frame/FileButton.tsx';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { About } from './About.tsx';
import { CellsSample } from './CellsSample.tsx';
import { inputsOf } from './inputs-of.ts';
import { SliderRow } from './SliderRow.tsx';
import { StageSettings } from './StageSettings.tsx';
import { SwitchRow } from './SwitchRow.tsx';
import './shelf.css';

const CellColours = lazy(() => import('./CellColours.tsx'));

const ColourParts = lazy(() => import('./ColourParts.tsx'));

/** What goes into a model and how large it is, in words. */
const factsOf = (manifest: Manifest, isOwn: boolean) => {
  const megabytes = manifest.weights.parts.reduce((sum, part) => sum + part.bytes, 0) / 1e6;
  const size = `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB`;
  return `${isOwn ? 'your own · ' : ''}from ${inputsOf(manifest)} · ${size}`;
};

/** The model that paints, and how much of it is seen. */
export function ColourSettings() {
  const { base, session } = useDesk();
  const colour = useStudio((state) => state.recipe.colour);
  const models = useStudio((state) => state.models);
  const model = useStudio(modelOf);
  const choose = useStudio((state) => state.chooseModel);
  const change = useStudio((state) => state.changeColour);
  const colourCells = useStudio((state) => state.colourCells);
  const hasCells = useStudio((state) => state.cellModels.length > 0);
  const own = useStudio((state) => state.ownModels);
  const openTrainer = useStudio((state) => state.openTrainer);
  const [dialog, setDialog] = useState<'card' | 'test' | 'circle' | null>(null);

  return (
    <StageSettings title="Colour">
      <span className="row-head">
        <span className="row-label">Model</span>
        <About of="model" name="Model" />
      </span>
      <RadioGroup.Root
        className="shelf"
        aria-label="Model"
        value={colour.model}
        onValueChange={(id) =>
          id === 'cells' ? colourCells() : choose(models?.find((one) => one.id === id) ?? null)
        }
      >
        {models?.map((one) => (
          <RadioGroup.Item
            key={one.id}
            className="shelf-item"
            value={one.id}
            title={factsOf(one, one.id in own)}
            aria-label={one.title}
            aria-describedby={`facts-${one.id}`}
          >
            <img
              className="shelf-picture"
              src={own[one.id]?.sample ?? new URL(`models/${one.id}/${one.sample}`, base).href}
              alt=""
              width={80}
              height={48}
            />
            <span className="shelf-title">{one.title}</span>
            <span className="visually-hidden" id={`facts-${one.id}`}>
              {factsOf(one, one.id in own)}
            </span>
          </RadioGroup.Item>
        ))}
        {models && hasCells && (
          <RadioGroup.Item
            className="shelf-item"
            value="cells"
            title="each cell its own colour"
            aria-label="Cells apart"
          >
            <CellsSample />
            <span className="shelf-title">Cells apart</span>
          </RadioGroup.Item>
        )}
        {models && (
          <RadioGroup.Item className="shelf-item" value="none" title="edges only" aria-label="No colour">
            <span className="shelf-picture shelf-none" />
            <span className="shelf-title">No colour</span>
          </RadioGroup.Item>
        )}
      </RadioGroup.Root>
      {models && (
        <div className="shelf-more">
          <button type="button" className="button-quiet" onClick={() => openTrainer(true)}>
            <GraduationCap aria-hidden />
            Train your own
          </button>
          <FileButton
            className="button-quiet"
            label="Add a model"
            icon={<Plus aria-hidden />}
            accept=".zip"
            onFiles={session.addFiles}
          />
        </div>
      )}
      {colour.model === 'cells' && (
        <WhenOpened open>
          <CellColours />
        </WhenOpened>
      )}
      {model && (
        <>
          <div className="shelf-chosen">
            <span>{factsOf(model, model.id in own)}</span>
            <button
              type="button"
              className="button-quiet"
              title="How close does it come to the pictures’ own colours?"
              onClick={() => setDialog('test')}
            >
              <Ruler aria-hidden />
              Test model
            </button>
            {model.back && (
              <button
                type="button"
                className="button-quiet"
                title="From edges to colours and back, and the other way round"
                onClick={() => setDialog('circle')}
              >
                <RefreshCw aria-hidden />
                Walk the circle
              </button>
            )}
            <button
              type="button"
              className="button-quiet"
              aria-label={`About ${model.title}`}
              onClick={() => setDialog('card')}
            >
              <Info aria-hidden />
              About
            </button>
          </div>
          <SliderRow
            label="Strength"
            about="strength"
            value={colour.strength}
            min={0}
            max={1}
            step={0.01}
            digits={2}
            initial={1}
            onChange={(strength) => change({ strength })}
          />
          <SwitchRow
            label="Keep structure"
            about="keepStructure"
            note="same lightness"
            checked={colour.keepStructure}
            onChange={(keepStructure) => change({ keepStructure })}
          />
          {hasCells && (
            <SwitchRow
              label="Inside the cells only"
              about="insideCells"
              note=""
              checked={colour.insideCells}
              onChange={(insideCells) => change({ insideCells })}
            />
          )}
          <WhenOpened open>
            <ColourParts model={model} open={dialog} onClose={() => setDialog(null)} />
          </WhenOpened>
        </>
      )}
    </StageSettings>
  );
}
