import { type ComponentProps, useEffect, useState } from 'react';

interface PixelImageProps extends Omit<ComponentProps<'img'>, 'src' | 'alt'> {
  [data: `data-${string}`]: string | undefined;
  image: ImageData | undefined;
}

/** An image as an element of its own beside the one canvas that a pane holds. It is decoration: the canvas has the name. */
export function PixelImage({ image, ...rest }: PixelImageProps) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!image) return;
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    let made: string | undefined;
    let isWanted = true;
    canvas.toBlob((blob) => {
      if (!blob || !isWanted) return;
      made = URL.createObjectURL(blob);
      setAddress(made);
    });
    return () => {
      isWanted = false;
      if (made) setTimeout(URL.revokeObjectURL, 1000, made); // until the next one stands in its place
    };
  }, [image]);
  return address ? <img src={address} alt="" draggable={false} {...rest} /> : null;
}
