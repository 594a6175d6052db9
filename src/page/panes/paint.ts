/**
 * Puts an image on a canvas of its size; `under`, where given, replaces what lies left of column `split`. One of another
 * size is drawn as large.
 *
 * @param split in pixels of the image; may lie outside of it.
 */
export function paint(canvas: HTMLCanvasElement, image: ImageData, under?: ImageData, split = 0): void {
  const { width, height } = image;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return; // the browser is out of canvas memory, and says so itself
  const column = Math.min(width, Math.max(0, Math.round(split)));
  context.putImageData(image, 0, 0);
  if (!under || column === 0) return;
  if (under.width === width && under.height === height) {
    context.putImageData(under, 0, 0, 0, 0, column, height);
    return;
  }
  const whole = document.createElement('canvas');
  paint(whole, under);
  context.drawImage(whole, 0, 0, (column / width) * under.width, under.height, 0, 0, column, height);
}
