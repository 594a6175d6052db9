/** The pictures that the seeded generators can draw. */
export type Scene = 'nuclei' | 'smear' | 'dish';
