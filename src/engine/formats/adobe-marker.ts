/** JPEG's APP14 marker, which says whether three channels are YCbCr (1) or RGB (0): TIFF and DICOM say so in a tag of their own. */
export const adobeMarker = (transform: 0 | 1): readonly number[] => [
  ...[0xff, 0xee, 0, 14],
  ...[0x41, 0x64, 0x6f, 0x62, 0x65], // "Adobe"
  ...[0, 100, 0, 0, 0, 0],
  transform,
];
