import { Download } from 'lucide-react';
import { defaultCells, wantsCells } from '../../engine/recipe.ts';
import { useDesk, useStudio } from '../desk.ts';
import { save } from '../export/save.ts';
import { About } from './About.tsx';
import { LabelFile } from './LabelFile.tsx';
import { LearnCorrections } from './LearnCorrections.tsx';
import { OwnCellModel } from './OwnCellModel.tsx';
import { SelectRow } from './SelectRow.tsx';
import { SliderRow } from './SliderRow.tsx';
import { StageSettings } from './StageSettings.tsx';
import { SwitchRow } from './SwitchRow.tsx';

const files = [
  { format: 'csv', label: 'Table (CSV)', kind: 'csv' },
  { format: 'labels', label: 'Labels (TIFF)', kind: 'tif' },
  { format: 'geojson', label: 'QuPath outlines', kind: 'geojson' },
  { format: 'rois', label: 'ImageJ outlines', kind: 'zip' },
] as const;

/** How single cells are told apart, and the files that they are saved as. */
export default function CellsSettings() {
  const { session } = useDesk();
  const cells = useStudio((state) => state.recipe.cells);
  const isWanted = useStudio(({ recipe }) => wantsCells(recipe));
  const models = useStudio((state) => state.cellModels);
  const found = useStudio((state) => state.cells);
  const change = useStudio((state) => state.changeCells);
  const openDrawer = useStudio((state) => state.openDrawer);

  if (models.length === 0) {
    return (
      <StageSettings title="Cells">
        <p className="row-hint">There is no model here that tells cells apart; all else works.</p>
      </StageSettings>
    );
  }
  const take = async (format: (typeof files)[number]) => {
    const answer = await session.exportCells([format.format]);
    for (const { name, bytes } of answer?.files ?? []) save(name, bytes, format.kind);
  };
  const isAuto = cells.diameter === 'auto';
  const diameter = cells.diameter === 'auto' ? (found?.diameter ?? 0) : cells.diameter;
  return (
    <StageSettings title="Cells">
      <SwitchRow
        label="Find cells"
        about="cells"
        note={isWanted && !cells.enabled ? 'the colours need them' : ''}
        checked={isWanted}
        disabled={isWanted && !cells.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      <SliderRow
        label="Least size, px²"
        about="leastSize"
        value={cells.least}
        min={1}
        max={1000}
        typedMax={100_000}
        step={1}
        initial={defaultCells.least}
        onChange={(least) => change({ least })}
      />
      <SliderRow
        label="Threshold"
        about="cellThreshold"
        value={cells.threshold}
        min={0.05}
        max={0.95}
        step={0.01}
        digits={2}
        initial={defaultCells.threshold}
        onChange={(threshold) => change({ threshold })}
      />
      <SliderRow
        label="Split more or less"
        about="split"
        value={cells.split}
        min={-1}
        max={1}
        step={0.05}
        digits={2}
        initial={defaultCells.split}
        onChange={(split) => change({ split })}
      />
      <SwitchRow
        label="Find the diameter"
        about="autoDiameter"
        note={isAuto && found ? `about ${found.diameter.toFixed(0)} px` : ''}
        checked={isAuto}
        onChange={(auto) =>
          change({ diameter: auto ? 'auto' : Math.min(2000, Math.max(4, Math.round(diameter))) })
        }
      />
      {!isAuto && (
        <SliderRow
          label="Diameter, px"
          about="diameter"
          value={diameter}
          min={4}
          max={200}
          typedMax={2000}
          step={1}
          initial={30}
          onChange={(next) => change({ diameter: next })}
        />
      )}
      {models.length > 1 && (
        <div className="cell-model">
          <SelectRow
            label="Cell model"
            about="cellModel"
            value={cells.model}
            choices={models.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(model) => change({ model })}
          />
        </div>
      )}
      <OwnCellModel />
      <LabelFile />
      <LearnCorrections />
      {found && (
        <>
          <p className="cells-summary">
            {found.summary}{' '}
            <button type="button" className="button-quiet" onClick={() => openDrawer('Cells')}>
              Table
            </button>
          </p>
          <span className="row-head">
            <span className="row-label">Save</span>
            <About of="saveCells" name="Save" />
          </span>
          <div className="cells-files">
            {files.map((file) => (
              <button key={file.format} type="button" className="button" onClick={() => void take(file)}>
                <Download aria-hidden />
                {file.label}
              </button>
            ))}
          </div>
        </>
      )}
    </StageSettings>
  );
}
