/** What a build finds where zarrita names a codec of numcodecs.js; it is never asked for (zarr-codecs.ts). */
export default undefined;
