import { expect, test } from 'vitest';
import { csvField, csvRecords } from './csv.ts';

const fieldsOf = (text: string) => [...csvRecords(text)].map(({ fields }) => fields);

test('what was written as fields is read back, with commas, quotes and line breaks', () => {
  const row = ['plain', 'a,b', 'say "cell"', 'two\nlines', '', 'µm²'];
  expect(fieldsOf(`${row.map(csvField).join(',')}\n`)).toEqual([row]);
  expect(fieldsOf(`${row.map(csvField).join(',')}\r\n1,2\r\n`)).toEqual([row, ['1', '2']]);
});

test('a record that does not end is torn and left out, wherever it was cut', () => {
  const whole = 'a,b\n';
  const next = `${csvField('x "1",\n2')},c\n`;
  for (let cut = 0; cut < next.length; cut++) {
    const records = [...csvRecords(whole + next.slice(0, cut))];
    expect(records).toEqual([{ fields: ['a', 'b'], end: whole.length }]);
  }
});
