/** Runs the bench of the module named first and sends its rows to the process that started it. */
const { bench } = await import(process.argv[2]);
const rows = await bench();
process.send(rows, () => process.exit(0)); // opencv-js and onnxruntime-web keep the event loop alive
