/** What each control does, in two sentences for someone of fifteen. */
export const explanations = {
  channel:
    'A colour picture holds three grey ones: red, green and blue. Choose the one in which the cells stand out best; edges and colours are made from it.',
  readChannel:
    'Edges, cells and colours are made from one grey picture: a single channel, or all of them together as they are shown. Choose the stain that marks what you look for.',
  stains:
    'Each stain has its colour, and the values of your file that become dark and bright; light adds up where stains lie over each other. Magenta, green and cyan can be told apart by colour-blind eyes.',
  stainColours:
    'Colours all channels at once, in the order of the file. The sets can be told apart by colour-blind eyes.',
  autoRanges:
    'Sets each channel’s range by all planes of the stack, so that planes stay comparable. A thousandth of the pixels at either end does not count.',
  depth:
    'A stack holds planes from different depths. Work on one of them, or let all of them become one picture: the brightest, the mean or the sum at each pixel, or the plane with the finest detail.',
  plane:
    'The plane in depth that is worked on. Arrow keys go on by one; Play shows them one after the other.',
  time: 'The moment that is worked on. Arrow keys go on by one; Play shows them one after the other.',
  contrast:
    'Everything darker than the left end becomes black, everything brighter than the right end white. The ends count in percent of the pixels, so that a few hot pixels do not spoil the picture.',
  gamma:
    'Below 1 the dark parts become brighter, above 1 darker; black and white stay where they are. Faint cells show up at a lower gamma.',
  frame:
    'Crop cuts a square out of the picture; Fit shrinks the whole picture until it fits. The networks learnt from squares.',
  size: 'How many pixels a side the picture is worked on; true size keeps those of the file. Small is quick; large keeps fine detail, but a model paints best at the size that it was trained at.',
  thresholds: 'Fixed takes the two numbers below. Auto sets them from the picture’s own contrast.',
  low: 'A weak edge is kept if it reaches this number and joins a strong edge. Lower it when outlines break up.',
  high: 'An edge must reach this number somewhere to be kept at all. Raise it when noise is taken for edges.',
  blur: 'Softens the picture before edges are sought. More blur means fewer and smoother edges.',
  aperture:
    'How wide a neighbourhood the steepness is measured in: 3, 5 or 7 pixels. Wider is smoother, and asks for higher thresholds.',
  edgeChannels:
    'Grey looks for edges in one grey picture. Colour looks at every channel by itself and takes the steepest one at each pixel, so that colours of equal brightness part, too.',
  norm: 'How the steepness across and down become one number: L1 adds them, which is quick; L2 is the true length of the arrow.',
  cells:
    'A network finds every cell and gives each one its own colour. Check what it found: you can cut, join, draw and erase cells in the pane.',
  leastSize: 'Smaller things are left out. The size is an area in pixels of the file.',
  cellThreshold:
    'How sure the network must be that a pixel lies inside a cell. Lower it when faint cells are missed, raise it when the ground is taken for cells.',
  split:
    'Above 0 more touching cells are parted, below 0 fewer. Move it when one cell is cut in two, or two are taken for one.',
  autoDiameter:
    'Eosin finds out how large a typical cell is and looks at large ones at a smaller scale. Switch it off to say the diameter yourself.',
  diameter:
    'How wide a typical cell is, in pixels of the file. Say it when the cells found are far too small or too large.',
  cellModel: 'The network that finds the cells. Yours are here too, once you have trained one.',
  labelFile:
    'Cells that you or another program found in this picture: a label map (TIFF or PNG), QuPath GeoJSON or a RoiSet.zip. Compare them with what is found here, or take them in its place and colour them.',
  saveCells:
    'The table is for a spreadsheet, the labels for any program, the outlines for QuPath and ImageJ. Places are in pixels of your file.',
  palette: 'What a cell’s colour says: only which cell it is, or something that was measured of it.',
  colourMap: 'The colours from the least to the most. Both can be read by colour-blind eyes.',
  cellRange: 'The values that the ends of the colours stand for. What lies beyond takes an end’s colour.',
  drawn: 'Fill each cell, or draw only its outline over your picture.',
  insideCells: 'Shows the painted colours only inside the cells. Around them your own picture stays.',
  model:
    'A network that learnt to paint one kind of picture. It paints what it learnt, whatever it is given: choose the one for your kind of picture.',
  strength: 'How much of the painted colour is laid over the input. At 0 you see the input alone.',
  keepStructure:
    'Takes only the colour from the network and the lightness from your picture. What you see of the structure is then your own.',
  dream:
    'Changes the picture step by step so that the network sees more of what it knows. What appears is invented.',
  layers:
    'Low layers answer to threads and spots, high ones to larger shapes. The dream changes the picture so that the chosen layers answer more strongly.',
  weight: 'How much this layer counts beside the others that are chosen.',
  steps: 'Each step changes the picture a little. More steps go on from where the dream stands.',
  stepSize: 'How far one step goes. Large steps are quick and rough, small ones slow and fine.',
  dreamStrength: 'How much of the dream is laid over the picture that it began from.',
  preset: 'Settings that work well together. Each can be changed afterwards.',
  where:
    'Lets the dream change the whole picture, only the cells, only the ground, or only what you paint over.',
  network: 'The network that dreams. A smaller file downloads sooner and dreams much the same.',
  octaves:
    'The dream runs at several sizes, small to large. The small ones give large shapes, the last one fine threads.',
  octaveSteps: 'How many steps are taken at each of the smaller sizes.',
  octaveScale: 'How much larger each size is than the one before.',
  octavesAbove:
    'How many sizes are larger than the picture itself. They give the finest threads and take the longest.',
  detail: 'How much of the picture’s own fine detail is put back after each change of size.',
  jitter: 'The picture is shifted a little before each step, so that no grid shows. In pixels.',
  totalVariation: 'Pulls neighbouring pixels together. More of it gives a smoother dream.',
  seed: 'The number that the chance begins with. The same seed gives the same dream.',
  source: 'What the dream begins from: the painted colours, or your own picture.',
  guide: 'A picture to dream towards: what the network sees in it is brought out in yours.',
  keepColours: 'Lets the dream change only light and dark. The colours stay as they were.',
  stopAtBest: 'Ends the dream where most of the input’s edges are back and least is invented.',
  objective:
    'What is made larger: the layer’s mean answer, the sum of its squares, or its likeness to a guide.',
  normalise: 'How each step is brought to one length, so that strong and weak layers move the picture alike.',
  smoothing: 'Evens out each step, so that large shapes come before fine grain.',
  smoothingSigma: 'How wide a step is evened out, in pixels.',
  lens: 'Compares the lightness of the generated picture with that of its input: edges farther than 2 pixels from any of the other are lost or invented, and cells are matched one to one. It sees no wrong colour, and a picture that passes may still be wrong.',
  lensEdges:
    'Blue lines are edges of the input that the generated picture lost, orange ones are edges that it invented. Edges no farther than 2 pixels apart count as the same.',
  lensSureness:
    'The picture is painted several times, shifted and mirrored, and what differs is orange. Where it is unsure it is more often wrong, but it can be wrong and sure.',
  lensDreamSureness:
    'Colours are painted eight times, shifted and mirrored, and what differs is unsure. A dream that is begun from a shifted picture is another dream, eight times as long, and its spread says how free it is, not where it errs.',
  lensBeside:
    'Splits the pane: the chosen model on the left, another one on the right, from the same edges. What differs between them was decided by the models, not by your picture.',
  batchPictures:
    'Pictures of the tray come with what was drawn on them. A folder is read where it lies, with all folders in it; its pictures do not come into the tray, so there may be thousands.',
  batchFiles:
    'Each picture gets a folder of its own name with these files in it. Pictures and labels carry the recipe and the models’ hashes; tables and outlines are in pixels of your file.',
  batchSettings:
    'As they stand: every picture goes through the settings that you see now. By kind: each is painted by the model that was made for what it shows, as in the tray, or by none.',
  batchInvented:
    'Counts which share of the painted edges your picture does not have, as the lens does. It takes a little longer for each picture.',
  batchFigure:
    'Tick up to twelve finished pictures in the list: they become the rows of a figure for a paper, from their own files and with the settings that the batch gave each.',
  batchResults:
    'A ZIP is handed to your downloads at the end; a folder is written to as the results come. Either has a manifest.csv that says what became of each picture, and a batch that was stopped goes on where it stood.',
} as const;

export type Explained = keyof typeof explanations;
