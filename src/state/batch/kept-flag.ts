/** Where the page's start sees that a batch is to go on; the batch itself is loaded late. */
export const KEPT_BATCH = 'eosin batch';
