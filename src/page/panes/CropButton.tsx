import { Crop } from 'lucide-react';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';

/** Opens the whole file to choose the part that is worked on, and closes it again. */
export function CropButton() {
  const isCropping = useStudio((state) => state.isCropping);
  const crop = useStudio((state) => state.crop);
  const choose = useStudio((state) => state.chooseStage);
  const change = useStudio((state) => state.changeDevelop);
  const hasPicture = useStudio((state) => state.stages.develop.state !== 'empty');
  return (
    <div className="tools">
      <IconButton
        label={isCropping ? 'Crop done' : 'Choose the part'}
        icon={<Crop />}
        aria-pressed={isCropping}
        disabled={!hasPicture}
        onClick={() => {
          if (!isCropping) {
            change({ frame: 'crop' });
            choose('develop');
          }
          crop(!isCropping);
        }}
      />
    </div>
  );
}
