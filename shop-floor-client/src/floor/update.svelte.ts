// Owns new versions of the app: they are fetched in the background and offered. The app never reloads under an
// operator's finger.

class Update {
  /** Takes the new version; nothing while there is none. */
  take = $state.raw<(() => void) | null>(null);
}

export const update = new Update();

const LOOK_AGAIN = 30 * 60_000;

export function beginUpdates(): void {
  if (!('serviceWorker' in navigator)) return;
  void import('virtual:pwa-register').then(({ registerSW }) => {
    const reload = registerSW({
      onNeedRefresh() {
        update.take = () => void reload(true);
      },
      onRegisteredSW(_url, registration) {
        if (registration) setInterval(() => void registration.update().catch(() => undefined), LOOK_AGAIN);
      },
    });
  });
}
