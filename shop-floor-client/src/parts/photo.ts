// Owns how large a photo is that is kept and sent: small enough for weak Wi-Fi, large enough to see a burr. It knows no
// server and no store.

/** The longest side of a photo, in pixels. */
export const LONGEST = 1600;
/** The most that the server takes, in bytes. */
export const MOST = 1_572_864;
/** Photos of one inspection. */
export const PHOTOS = 6;
/** Qualities that are tried in turn until it is small enough. */
const QUALITIES = [0.8, 0.65, 0.5, 0.35];

/** The size of a picture that fits, never larger than it was. */
export function fitted(width: number, height: number, longest = LONGEST): { width: number; height: number } {
  const by = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
}

const packed = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', quality));

/** A photo as it is kept: upright, at most so long, a JPEG that the server takes. Nothing if it is no picture. */
export async function kept(file: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  try {
    for (const longest of [LONGEST, LONGEST / 2]) {
      const { width, height } = fitted(picture.width, picture.height, longest);
      [canvas.width, canvas.height] = [width, height];
      canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
      for (const quality of QUALITIES) {
        const small = await packed(canvas, quality);
        if (small && small.size <= MOST) return new Uint8Array(await small.arrayBuffer());
      }
    }
    return null;
  } finally {
    picture.close();
  }
}
