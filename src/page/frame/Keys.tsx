const groups: readonly { title: string; keys: readonly (readonly [keys: string, does: string])[] }[] = [
  {
    title: 'Looking',
    keys: [
      ['Wheel, pinch', 'zoom where the pointer is'],
      ['+  −', 'zoom'],
      ['Drag', 'move the picture'],
      ['Double click, 0', 'show the whole picture'],
      ['1', 'one pixel on one pixel'],
      ['O, held', 'see the original in every pane'],
      ['C', 'compare input and colour'],
      ['[  ]', 'picture before, picture after'],
    ],
  },
  {
    title: 'Settings',
    keys: [
      ['Arrows', 'one step; Page Up and Down ten'],
      ['Digits', 'type the number, then Enter'],
      ['Double click, Delete', 'back to the starting value'],
      ['Ctrl Z', 'undo; with Shift, redo'],
      ['Escape', 'cancel what runs, or stop the camera'],
    ],
  },
  {
    title: 'Dream',
    keys: [
      ['D', 'pause, and go on'],
      ['.', 'one step of a paused dream'],
    ],
  },
  {
    title: 'Drawing, with the Edges picture in focus, or the Dream’s where it is painted',
    keys: [
      ['V  P  E', 'view, pen or brush, eraser'],
      ['Arrows', 'move the crosshair; with Shift, ten pixels'],
      ['Space', 'put the pen down, and up again'],
    ],
  },
];

/** What the keyboard and the mouse do. */
export function Keys() {
  return groups.map(({ title, keys }) => (
    <section key={title} className="help">
      <h3>{title}</h3>
      <dl className="facts">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}
