/** The scanner's window: what the camera sees, in the shape of a door, with a frame to hold the code in. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { spoken } from '../language/language.ts';
import { type Camera, openCamera } from './camera.ts';
import { scannerWords } from './words.ts';

export interface EyeProps {
  /** False: another code is being looked at. */
  readonly onCode: (code: string) => boolean;
  /** The camera reads codes from now on, and what it needs for that is loaded. */
  readonly onReady: () => void;
}

export function Eye({ onCode, onReady }: EyeProps) {
  const words = spoken(scannerWords);
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'starting' | 'seeing' | 'none'>('starting');
  const [light, setLight] = useState<Camera['light']>(null);
  const [isLit, setLit] = useState(false);

  useEffect(() => {
    let camera: Camera | null = null;
    let isGone = false;
    const start = async () => {
      if (!video.current || !navigator.mediaDevices) return setState('none');
      try {
        camera = await openCamera(video.current, onCode);
      } catch (error) {
        // No camera, not allowed, or another program has it.
        if (!(error instanceof DOMException)) throw error;
        return setState('none');
      }
      if (isGone) return camera.stop();
      const { light: found } = camera;
      setLight(() => found);
      setState('seeing');
      onReady();
    };
    void start();
    return () => {
      isGone = true;
      camera?.stop();
    };
  }, []);

  return (
    <div class={`eye ${state}`}>
      <video ref={video} muted playsInline tabIndex={-1} />
      <div>
        {state !== 'none' && (
          <svg viewBox="0 0 60 60" aria-hidden="true">
            <path
              d="M4 18V4h14M42 4h14v14M56 42v14H42M18 56H4V42"
              fill="none"
              stroke="currentColor"
              stroke-width="3"
            />
          </svg>
        )}
        <p>{state === 'seeing' ? words.frame : state === 'none' ? words.noCamera : words.cameraStarting}</p>
      </div>
      {light && (
        <button
          type="button"
          class="btn light"
          aria-pressed={isLit}
          onClick={() => {
            setLit(!isLit);
            void light(!isLit);
          }}
        >
          {words.light}: {isLit ? words.on : words.off}
        </button>
      )}
    </div>
  );
}
