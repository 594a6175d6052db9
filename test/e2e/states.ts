import type { Page } from 'playwright';
import { batchPage } from './batches.ts';
import { dreaming, dreamt } from './dreaming.ts';
import { dropFiles, idle, more, settled, stage } from './studio.ts';
import { openTrainer, trainingStatus, trainOnDishes } from './training.ts';

/** A file of outlines without any. */
const NO_CELLS = '{"type": "FeatureCollection", "features": []}';

/** Every state of the page that looks different, each brought about and left again. */
export const states: readonly {
  name: string;
  enter(page: Page): Promise<unknown>;
  leave?: (page: Page) => Promise<unknown>;
}[] = [
  { name: 'the page', enter: async () => {} },
  {
    name: 'the input, and the part of it that is worked on',
    enter: async (page) => {
      await stage(page, 'Input');
      await openSheet(page, 'Settings');
      await page.getByRole('radio', { name: 'One large' }).check(); // a small pane has no tools
      await page.getByRole('button', { name: 'Choose the part' }).first().click();
      await page.getByRole('application', { name: 'Crop' }).waitFor();
    },
    leave: (page) => page.getByRole('button', { name: 'Crop done' }).click(),
  },
  {
    name: 'the edges, and what a control does',
    enter: async (page) => {
      await stage(page, 'Edges');
      await more(page);
      await page.getByRole('button', { name: 'What is Norm?' }).click();
      await page.getByRole('dialog').getByRole('img').last().waitFor();
    },
    leave: async (page) => {
      await close(page);
      await stage(page, 'Colour');
    },
  },
  {
    name: 'all panes alike, and the drawer',
    enter: async (page) => {
      await page.getByRole('radio', { name: 'All alike' }).check();
      await page.getByRole('button', { name: 'Structure', exact: true }).click();
    },
    leave: async (page) => {
      await page.getByRole('button', { name: 'Structure', exact: true }).click();
      await page.getByRole('radio', { name: 'One large' }).check();
    },
  },
  {
    name: 'cells, their table, and a tool to mend them',
    enter: async (page) => {
      await stage(page, 'Cells');
      await openSheet(page, 'Settings');
      await page.getByRole('switch', { name: 'Find cells' }).click();
      await page.getByRole('button', { name: 'Table', exact: true }).click();
      await page.getByRole('table', { name: 'Cells' }).waitFor();
      await page.keyboard.press('p');
      await idle(page);
    },
    leave: async (page) => {
      await page.keyboard.press('v');
      await page.getByRole('button', { name: 'Cells', exact: true }).click();
    },
  },
  {
    name: 'cells beside those of a file',
    enter: async (page) => {
      await openSheet(page, 'Settings');
      const labels = { name: 'none.geojson', mimeType: '', buffer: Buffer.from(NO_CELLS) };
      await page.getByRole('region', { name: 'Cells from a file' }).getByLabel('Open').setInputFiles(labels);
      await page.getByText('only found here').waitFor();
    },
    leave: (page) => page.getByRole('button', { name: 'Remove the file of cells' }).click(),
  },
  {
    name: 'colours that say how large a cell is',
    enter: async (page) => {
      await stage(page, 'Colour');
      await openSheet(page, 'Settings');
      await page.getByRole('radio', { name: 'Cells apart' }).click();
      await page.getByRole('combobox', { name: 'Colour says' }).selectOption('Area');
      await page.getByRole('figure', { name: /^Legend: Area/ }).waitFor();
    },
    leave: async (page) => {
      for (const _ of ['Area', 'Cells apart']) await page.keyboard.press('ControlOrMeta+z');
      await stage(page, 'Cells');
      await openSheet(page, 'Settings');
      await page.getByRole('switch', { name: 'Find cells' }).click();
      await stage(page, 'Colour');
    },
  },
  {
    name: 'what the model invented, and whether the numbers survive',
    enter: async (page) => {
      await stage(page, 'Colour');
      await openSheet(page, 'Settings');
      await page.getByRole('switch', { name: 'Show what was lost and invented' }).click();
      await page.getByText('edges are lost').waitFor();
      await page.getByRole('button', { name: 'Do the numbers survive?' }).click();
      await page.getByRole('list', { name: 'Cells of both pictures' }).waitFor();
    },
    leave: (page) => page.getByRole('switch', { name: 'Show what was lost and invented' }).click(),
  },
  {
    name: 'the circle of a CycleGAN',
    enter: async (page) => {
      await page.getByRole('radio', { name: 'Petri dish by CycleGAN' }).check();
      await page.getByRole('button', { name: 'Walk the circle' }).click();
      await page.getByText('Both ways are done.').waitFor();
    },
    leave: async (page) => {
      await close(page);
      await page.keyboard.press('ControlOrMeta+z');
    },
  },
  {
    name: 'a presentation',
    enter: (page) => page.keyboard.press('f'),
    leave: (page) => page.getByRole('button', { name: 'End the presentation' }).click(),
  },
  {
    name: 'a batch to begin, and what a setting of it does',
    enter: async (page) => {
      await openSheet(page, 'Images');
      await page.getByRole('complementary', { name: 'Tray' }).getByRole('button', { name: 'Batch' }).click();
      await page.getByRole('button', { name: 'What is Results?' }).click();
      await page.getByRole('dialog').getByText('A ZIP is handed').waitFor();
    },
    leave: close,
  },
  {
    name: 'a batch that has ended',
    enter: async (page) => {
      await batchPage(page).getByRole('button', { name: 'Start with' }).click();
      await batchPage(page).getByRole('button', { name: 'New batch' }).waitFor({ timeout: 120_000 });
    },
    leave: async (page) => {
      await batchPage(page).getByRole('button', { name: 'New batch' }).click();
      await page.getByRole('contentinfo').getByRole('button', { name: 'Batch' }).click();
    },
  },
  {
    name: 'the samples',
    enter: async (page) => {
      await openSheet(page, 'Images');
      await page.getByRole('button', { name: 'Samples' }).click();
      await page.getByRole('dialog').locator('canvas').last().waitFor();
    },
    leave: close,
  },
  {
    name: 'the card of a model',
    enter: async (page) => {
      await openSheet(page, 'Settings');
      await page.getByRole('button', { name: /^About/ }).click();
      await page.getByRole('dialog').getByText('Where it fails').waitFor();
    },
    leave: close,
  },
  {
    name: 'a model, measured',
    enter: async (page) => {
      await openSheet(page, 'Settings');
      await page.getByRole('button', { name: 'Test model' }).click();
      await page.getByRole('button', { name: 'Test on the picture' }).click();
      await page.getByRole('button', { name: 'Copy the table' }).waitFor();
    },
    leave: close,
  },
  {
    name: 'the tour',
    enter: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('tab', { name: 'Tour' }).click();
      await page.getByRole('dialog').getByText('1 of 5').waitFor();
    },
  },
  {
    name: 'the keys',
    enter: (page) => page.getByRole('tab', { name: 'Keys' }).click(),
    leave: close,
  },
  {
    name: 'the device',
    enter: async (page) => {
      await page.getByTitle('What it computes with, and how fast').click();
      await page.getByRole('dialog').getByText('For whoever looks after').click();
    },
    leave: close,
  },
  {
    name: 'the export menu',
    enter: (page) => page.getByRole('button', { name: 'Export' }).click(),
    leave: close,
  },
  {
    name: 'all pictures to export',
    enter: async (page) => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: 'All pictures' }).click();
      await page.getByRole('combobox', { name: 'Of each' }).waitFor();
    },
    leave: close,
  },
  {
    name: 'a figure, with an inset and its methods',
    enter: async (page) => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: 'Figure' }).click();
      await page.getByRole('button', { name: 'Add an inset' }).click();
      await page.getByText('Insets marked.').waitFor();
      await page.getByText('Methods, to copy').click();
    },
    leave: async (page) => {
      await page.getByRole('button', { name: 'Remove inset 1' }).click(); // the dialog keeps what was set
      await close(page);
    },
  },
  {
    name: 'a film of the dream',
    enter: async (page) => {
      await openSheet(page, 'Settings');
      await dreaming(page, 2);
      await dreamt(page);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: 'Film of the dream' }).click();
      await page.getByRole('radio', { name: 'Endless zoom' }).check();
      await page.getByRole('radiogroup', { name: 'Format' }).waitFor();
    },
    leave: async (page) => {
      await close(page);
      await page.getByRole('switch', { name: 'Dream', exact: true }).click();
    },
  },
  {
    name: 'pen in hand, wipe, departures',
    enter: async (page) => {
      await page.keyboard.press('p');
      await page.keyboard.press('c');
      await stage(page, 'Edges');
      await more(page);
      await page.getByRole('slider', { name: 'High threshold' }).press('PageUp');
      await page.getByRole('radio', { name: 'L1' }).check();
      await settled(page);
    },
    leave: async (page) => {
      for (const key of ['v', 'c']) await page.keyboard.press(key);
    },
  },
  {
    name: 'looking inside the network',
    enter: async (page) => {
      await openSheet(page, 'Settings');
      await stage(page, 'Dream');
      await page.getByText('Look inside').click();
      await page.getByRole('combobox', { name: 'Channels of' }).selectOption('mixed0');
      await page
        .getByRole('button', { name: /^Channel / })
        .first()
        .click();
      await page.keyboard.press('Escape'); // the dream itself is looked at elsewhere
    },
    leave: (page) => page.getByText('Look inside').click(),
  },
  {
    name: 'a guide to choose',
    enter: async (page) => {
      await openSheet(page, 'Settings');
      await more(page);
      await page.getByRole('button', { name: 'Choose a guide' }).click();
      await page.getByRole('menuitem').first().waitFor();
    },
    leave: close,
  },
  {
    name: 'a guide, and the brush in hand',
    enter: async (page) => {
      await page.getByRole('button', { name: 'Choose a guide' }).click();
      await page.getByRole('menuitem').first().click();
      await page.getByRole('combobox', { name: 'Where' }).selectOption('Where I paint');
      await page.keyboard.press('p');
      await page.locator('.overlay-mask').waitFor({ state: 'attached' });
    },
    leave: (page) => page.keyboard.press('v'),
  },
  {
    name: 'a new training',
    enter: async (page) => {
      await stage(page, 'Colour');
      await openSheet(page, 'Settings');
      await openTrainer(page);
      await page.getByRole('radio', { name: 'A model' }).check();
      await page.getByText('More', { exact: true }).click();
    },
  },
  { name: 'a data set to make', enter: (page) => page.getByRole('radio', { name: 'A data set' }).check() },
  {
    name: 'a training that is paused, and the question whether to discard it',
    enter: async (page) => {
      await page.getByRole('radio', { name: 'A model' }).check();
      await trainOnDishes(page, 2000);
      await page.getByText('Generator against discriminator').click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('button', { name: 'Go on' }).waitFor();
      await page.getByRole('button', { name: 'Discard…' }).click();
    },
    leave: (page) => page.getByRole('button', { name: 'Keep' }).click(),
  },
  {
    name: 'the card of a model of one’s own',
    enter: async (page) => {
      await page.getByRole('button', { name: 'Use it' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'About My model' }).click();
      await page.getByRole('button', { name: 'Remove…' }).click();
    },
    leave: async (page) => {
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByRole('radio', { name: 'My model' }).waitFor({ state: 'detached' });
      await settled(page);
      await trainingStatus(page).click();
      await page.getByRole('button', { name: 'Discard…' }).click();
      await page.getByRole('button', { name: 'Discard', exact: true }).click();
      await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
      await close(page);
    },
  },
  {
    name: 'bad files',
    enter: async (page) => {
      await dropFiles(page, [import.meta.filename]);
      await page.getByRole('alert').waitFor();
    },
  },
];

/** Leaves a dialog or a menu. */
async function close(page: Page) {
  await page.keyboard.press('Escape');
  await page.locator('[role="dialog"], [role="menu"]').waitFor({ state: 'detached' });
}

/** On a narrow screen, opens a sheet. */
async function openSheet(page: Page, name: string) {
  const button = page.getByRole('button', { name, exact: true });
  if ((await button.isVisible()) && (await button.getAttribute('aria-expanded')) === 'false')
    await button.click();
}
