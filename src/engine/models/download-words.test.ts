import { expect, test } from 'vitest';
import { downloadWords } from './download-words.ts';

test('a download says what comes, how much of it is here, and that it is once', () => {
  expect(downloadWords('Blood stain', 6.2e6, 13.9e6)).toBe('Downloading Blood stain, 6 of 14 MB, once');
  expect(downloadWords('Blood stain', 13.9e6, 13.9e6)).toBe('Unpacking Blood stain');
  expect(downloadWords('Nuclei', 0, 2.04e6)).toBe('Downloading Nuclei, 0.0 of 2.0 MB, once');
});
