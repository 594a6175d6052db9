import { useEffect, useState } from 'react';
import { originOf, type Sample } from '../../state/samples.ts';
import { useDesk } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { toImageData } from '../pictures.ts';

interface SamplesDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

function SampleCard({ sample, onOpen }: { sample: Sample; onOpen(): void }) {
  const { session } = useDesk();
  const [image, setImage] = useState<ImageData>();
  useEffect(() => {
    let isOpen = true;
    session.preview(sample).then(
      (picture) => isOpen && setImage(toImageData(picture)),
      () => {}, // a card without a picture; opening it says what is wrong
    );
    return () => {
      isOpen = false;
    };
  }, [session, sample]);
  return (
    <li>
      <button type="button" className="sample" onClick={onOpen}>
        <span className="sample-picture">{image && <PixelCanvas image={image} aria-hidden="true" />}</span>
        <span className="sample-title">{sample.title}</span>
        <span className="sample-origin">{originOf(sample)}</span>
      </button>
    </li>
  );
}

/** Pictures to try the studio with, each with its source and licence. */
export default function SamplesDialog({ open, onOpenChange }: SamplesDialogProps) {
  const { session } = useDesk();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    if (open) session.samples().then(setSamples, (error: unknown) => setFault(String(error)));
  }, [open, session]);
  return (
    <Dialog title="Samples" open={open} onOpenChange={onOpenChange} wide>
      {fault && <p role="alert">{fault}</p>}
      <ul className="samples">
        {samples.map((sample) => (
          <SampleCard
            key={sample.title}
            sample={sample}
            onOpen={() => {
              onOpenChange(false);
              void session.openSample(sample);
            }}
          />
        ))}
      </ul>
    </Dialog>
  );
}
