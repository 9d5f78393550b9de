// Owns which screen is open: it stands in the address after `#`, so that the tablet's own back button works.

export type Screen =
  | { name: 'list' }
  | { name: 'work'; work_order: string; operation: string }
  | { name: 'refused' }
  | { name: 'lead'; part: string };

/** A part of an address; as it stands where nobody wrote it as one. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read(hash: string): Screen {
  const [name, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  if (name === 'work' && rest[0] && rest[1]) return { name, work_order: rest[0], operation: rest[1] };
  if (name === 'refused') return { name };
  if (name === 'lead') return { name, part: rest[0] ?? '' };
  return { name: 'list' };
}

class Way {
  screen = $state.raw<Screen>({ name: 'list' });

  constructor() {
    this.screen = read(location.hash);
    addEventListener('hashchange', () => { this.screen = read(location.hash); });
  }

  go(...parts: string[]): void {
    location.hash = `/${parts.map(encodeURIComponent).join('/')}`;
  }
}

export const way = new Way();
