import { type ComponentProps, useLayoutEffect, useRef } from 'react';

interface PixelCanvasProps extends ComponentProps<'canvas'> {
  image: ImageData | undefined;
}

/** A canvas with an image's own pixels, one for one. */
export function PixelCanvas({ image, ...canvas }: PixelCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { current } = ref;
    if (!current || !image) return;
    current.width = image.width;
    current.height = image.height;
    current.getContext('2d')?.putImageData(image, 0, 0);
  }, [image]);
  return <canvas ref={ref} width={1} height={1} {...canvas} />;
}
