/** Pixels of the screen that a pixel of the file takes at least where its tiles are shown: further away there would be hundreds. */
export const TRUE_FROM = 0.5;
