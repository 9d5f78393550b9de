// Owns reading codes out of a picture: always by our own reader, because the browser's differs by device and needs
// services that cheap tablets lack. It is loaded when somebody scans for the first time.
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) } });
const detector = new BarcodeDetector({ formats: ['qr_code', 'data_matrix', 'code_128'] });

/** The first code in a picture. */
export async function read(picture: HTMLVideoElement): Promise<string | null> {
  const [code] = await detector.detect(picture);
  return code?.rawValue ?? null;
}
