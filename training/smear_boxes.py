"""Labels of a blood smear whose every cell has a box, overlapping cells too: each pixel of what is stained goes to the cell that it lies
deepest in. A watershed of the stained shape alone cannot part cells that lie over one another; their boxes can."""
import cv2
import numpy as np
from scipy import ndimage as ndi

EDGE = 2.0                                       # pixels from the picture's border at which a box is cut by it
REACH = 1.2                                      # of a cell's half axes, as far as its stained pixels may lie


def whole(low, high, across, length, usual):
    """(low, high) of a side of a box that the picture's border may cut, as it would be without: of a disc that shows `high - low` of itself
    behind the border, over a chord of `across` pixels."""
    seen = high - low
    if seen >= 0.9 * usual or (low > EDGE and high < length - EDGE):
        return low, high
    size = np.clip(seen + across ** 2 / (4 * seen) if seen < usual / 2 else usual, max(seen, 0.8 * usual), 1.3 * usual)
    return (high - size, high) if low <= EDGE else (low, low + size)


def ovals(shape, places):
    """Of each place (x, y, width, height, kind) the distance to its centre in half axes of its cell: (n, H, W). Cells that the border cuts
    are completed first."""
    h, w = shape
    inner = [max(p[2:4]) for p in places if p[4] != 'wbc' and min(p[0] - p[2] / 2, p[1] - p[3] / 2) > EDGE
             and p[0] + p[2] / 2 < w - EDGE and p[1] + p[3] / 2 < h - EDGE]
    usual = float(np.median(inner)) if inner else 45.0
    yy, xx = np.mgrid[:h, :w] + 0.5
    out = []
    for x, y, bw, bh, _ in places:
        left, right = whole(x - bw / 2, x + bw / 2, bh, w, usual)
        top, bottom = whole(y - bh / 2, y + bh / 2, bw, h, usual)
        out.append(np.hypot((xx - (left + right) / 2) / ((right - left) / 2), (yy - (top + bottom) / 2) / ((bottom - top) / 2)))
    return np.array(out, np.float32)


def by_boxes(stained, faint, places, unknown):
    """Labels from `stained` (H, W), True where there is cell and not ground, and from `faint`, which is cell if it lies in a box. What is
    stained and no box claims is `unknown`, and so is a cell of which next to nothing would be left; a white cell is its whole oval, for its
    cytoplasm is pale."""
    deep = ovals(stained.shape, places)
    white = np.array([p[4] == 'wbc' for p in places])
    owner = deep.argmin(0)
    nearest = deep.min(0)
    claimed = (stained & (nearest <= REACH)) | ((faint | white[owner]) & (nearest <= 1))
    out = np.where(stained, unknown, 0).astype(np.uint16)
    for n in range(len(places)):
        # Opened, so that a box that is too small leaves no rim to its neighbour.
        mine = ndi.binary_opening((owner == n) & claimed, iterations=1)
        pieces, count = ndi.label(mine)
        if count > 1:
            mine = pieces == np.bincount(pieces.ravel())[1:].argmax() + 1
        mine = ndi.binary_fill_holes(mine) & (owner == n)
        inside = deep[n] <= 1
        out[mine] = n + 1 if mine.sum() > 0.2 * inside.sum() else unknown
    # What a box claims and its cell lost in the opening: thin rims belong to the ground or to what they lie against.
    lost = claimed & (out == unknown)
    near, at = ndi.distance_transform_edt((out == 0) | (out == unknown), return_indices=True)
    closest = out[tuple(at)]
    out[lost & (near <= 3)] = closest[lost & (near <= 3)]
    return out
