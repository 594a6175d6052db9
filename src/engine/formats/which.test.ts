import { describe, expect, test } from 'vitest';
import { which } from './which.ts';

/** A file that holds these signs from a place on, one byte each, and is long enough to be looked at. */
function file(signs: string, at = 0): Uint8Array {
  const bytes = new Uint8Array(600);
  bytes.set(
    Array.from(signs, (sign) => sign.charCodeAt(0)),
    at,
  );
  return bytes;
}
const wide = (text: string) => `\xff\xfe${Array.from(text, (letter) => `${letter}\0`).join('')}`;

describe("makers' files are named, with a way out", () => {
  test.each([
    ['cells.czi', file('ZISRAWFILE'), 'a Zeiss CZI file', 'ZEN'],
    ['cells.nd2', file('\xda\xce\xbe\x0a'), 'a Nikon ND2 file', 'NIS-Elements'],
    ['cells.nd2', file('\0\0\0\x0cjP  \r\n\x87\n'), 'an old Nikon ND2 file', 'NIS-Elements'],
    ['cells.lif', file('\x70\0\0\0\x10\0\0\0\x2a'), 'a Leica LIF file', 'LAS X'],
    ['cells.xlif', file(wide('<LMSDataContainerHeader Version="2">')), "Leica's LAS X", 'LAS X'],
    ['cells.oib', file('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'an Olympus OIB file', 'bfconvert'],
    ['cells.oif', file(wide('[Version Info]')), 'an Olympus OIF file', 'bfconvert'],
    ['cells.oir', file('OLYMPUSRAWFORMAT'), 'an Olympus OIR file', 'bfconvert'],
    ['cells.vsi', file('II*\0'), 'an Olympus VSI file', 'bfconvert'],
    ['frame_t_0.ets', file('SIS\0'), 'an Olympus VSI picture', 'bfconvert'],
    ['cells.nd', file('"NDInfoFile", Version 1.0'), 'MetaMorph', '.stk'],
    ['cells.mrc', file('MAP ', 208), 'an MRC volume', 'mrc2tif'],
  ])('%s', (name, bytes, is, cure) => {
    const kind = which(bytes, name);
    if (kind.readable !== undefined) throw new Error(`taken for ${kind.readable}`);
    expect(kind.is).toContain(is);
    expect(kind.cure).toContain(cure);
  });
});

test('a DICOM file is known by its bytes, even where it begins like a TIFF', () => {
  const bytes = file('DICM', 128);
  bytes.set([0x49, 0x49, 0x2a, 0]);
  expect(which(bytes, 'a.tif')).toEqual({ readable: 'DICOM' });
});

test.each([
  ['.zattrs', 'a.zip'],
  ['zarr.json', 'a.zip'],
  ['cells.zarr/', 'a.zip'],
  ['cells.zarr/0/.zarray', 'a.zip'],
  ['0/c/0/0', 'cells.ozx'],
  ['0/0.0', 'cells.zarr.zip'],
])('a ZIP that begins with %s and is named %s is a Zarr', (first, name) => {
  const head = `PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(first.length)}\0\0\0${first}`;
  expect(which(file(head), name)).toEqual({ readable: 'Zarr' });
});

test('another ZIP is refused as one', () => {
  const head = `PK\x03\x04${'\0'.repeat(22)}\x05\0\0\0a.png`;
  expect(which(file(head), 'a.zip')).toMatchObject({ is: 'a ZIP archive, which is not read here' });
});

test('an OLE file, a JPEG 2000 file and a TIFF of another name are what they are', () => {
  expect(which(file('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'a.doc')).toMatchObject({
    is: 'a compound file of Microsoft, which is not read here',
  });
  expect(which(file('\0\0\0\x0cjP  \r\n\x87\n'), 'a.jp2')).toMatchObject({
    is: 'a JPEG 2000 file, which is not read here',
  });
  expect(which(file('II*\0'), 'a.tif')).toEqual({ readable: 'TIFF' });
});
