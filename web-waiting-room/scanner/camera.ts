/**
 * The camera, and what reads codes out of its picture: the browser's own detector where it has one, otherwise a library in
 * WebAssembly that comes from our own files. A code that stays in the picture is read once; it has to leave, or another one
 * come, before it is read again.
 */
import zxingUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

interface Detector {
  detect(picture: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats?(): Promise<readonly string[]>;
};

export interface Camera {
  /** Null where the camera has no light. */
  readonly light: ((isOn: boolean) => Promise<void>) | null;
  stop(): void;
}

/** Six looks a second: somebody who holds a phone before the lens does not notice them. */
const lookMs = 150;
/** Out of the picture for so long, a code counts as shown anew. */
const goneMs = 2_500;

/**
 * Rejects with a DOMException where there is no camera, or it is not allowed. `onCode` hears of each code once it is shown,
 * and again as long as it does not take it.
 */
export async function openCamera(
  video: HTMLVideoElement,
  onCode: (code: string) => boolean,
): Promise<Camera> {
  const media = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    audio: false,
  });
  video.srcObject = media;
  await video.play();
  const detector = await openDetector();
  let isStopped = false;
  let lastCode = '';
  let lastSeenMs = 0;

  async function look(): Promise<void> {
    if (isStopped) return;
    if (video.readyState >= video.HAVE_CURRENT_DATA) {
      const [found] = await detector.detect(video).catch(nothing);
      const nowMs = performance.now();
      const isNew = found && (found.rawValue !== lastCode || nowMs - lastSeenMs > goneMs);
      if (found && (!isNew || onCode(found.rawValue))) {
        lastCode = found.rawValue;
        lastSeenMs = nowMs;
      }
    }
    setTimeout(() => void look(), lookMs);
  }
  void look();

  const [track] = media.getVideoTracks();
  const hasLight = (track?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch === true;
  return {
    light: hasLight
      ? async (isOn) => {
          await track?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] });
        }
      : null,
    stop() {
      isStopped = true;
      for (const each of media.getTracks()) each.stop();
    },
  };
}

async function openDetector(): Promise<Detector> {
  const own = (globalThis as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (own && (await own.getSupportedFormats?.())?.includes('qr_code'))
    return new own({ formats: ['qr_code'] });
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  await prepareZXingModule({ overrides: { locateFile: () => zxingUrl }, fireImmediately: true });
  return new BarcodeDetector({ formats: ['qr_code'] });
}

/** A frame that cannot be read, as while the camera turns on, is followed by the next. */
function nothing(fault: unknown): [] {
  if (fault instanceof DOMException) return [];
  throw fault;
}
