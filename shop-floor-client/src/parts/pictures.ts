import { CALL } from './sign.ts';

// Pictures of reasons by the names that the server knows: one solid shape each, on a field of 24 by 24, to be known
// from a step away. A name that is not here gets the first letter of its words.
export const PICTURES: Record<string, string> = {
  ruler: 'M2 8h20v8H2zM5 8v4h2V8zm4 0v3h2V8zm4 0v4h2V8zm4 0v3h2V8z',
  surface: 'M2 17h20v4H2zM3 13l3-3 2 2 3-6 3 7 2-4 5 5z',
  material: 'M12 1l10 5.500v11L12 23 2 17.500v-11zM12 4.400L6.6 7.4 12 10.400l5.4-3z',
  setting: 'M3 4h9v4H3zM16 3h5v6h-5zM3 15h3v6H3zM9 16h12v4H9z',
  tool: 'M21 6.500a6 6 0 0 1-8.2 5.600L6 21.5 2.5 18l9.4-6.800A6 6 0 0 1 17.5 3L14 6.500l3.5 3.500L21 6.500z',
  machine: 'M2 20V9l7 4V9l7 4V3h6v17zM6 16h3v2H6zm6 0h3v2h-3z',
  handling: 'M3 2l8 3 2 5-3 3 3 4-2 5-4-6 2-3-4-4zM15 4l6 4-3 12-4-1 2-5-2-3 2-3z',
  burr: 'M2 21V10l3 5 2-11 3 11 2-7 3 8 2-5 3 6v4z',
  missing: 'M3 3h7v7H3zM14 14h7v7h-7zM14 3h2.500v2.500H14zm4.5 0H21v2.500h-2.500zM14 7.500h2.500V10H14zm4.5 0H21V10h-2.500zM3 14h7v7H3z',
  assembly: 'M3 3h8v3h3v3h-3v3H8v3H5v-3H3zM13 13h8v8h-8v-3h-3v-3h3z',
  break: 'M3 6h14v2h2a4 4 0 0 1 0 8h-2.300A6 6 0 0 1 11 20H9a6 6 0 0 1-6-6zm14 5v3h2a1.5 1.5 0 0 0 0-3zM6 1h2v4H6zm5 0h2v4h-2z',
  shift: 'M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22zm-1.5 4h3v6.400l4.5 3-1.7 2.5-5.8-3.900z',
  quality: 'M10 2a8 8 0 1 0 4.9 14.300L20.6 22l2-2-5.7-5.600A8 8 0 0 0 10 2zm-1.2 11.500L5.5 10.200l1.7-1.7 1.6 1.6 3.9-3.9 1.7 1.700z',
  drawing: 'M4 1h11l5 5v17H4zM7 9h10v2H7zm0 4h10v2H7zm0 4h7v2H7z',
  'other-work': 'M2 7h11V2l9 8-9 8v-5H2zM2 17h7v4H2z',
  meeting: 'M7 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6zm10 0a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2 20c0-6 2-9 5-9s5 3 5 9zm11 0c0-4-.7-6.5-1.6-8 1.2-1 3.6-1.5 5.6-1 3 0 5 3 5 9z',
  lead: 'M12 9a5 5 0 0 1 5 4H7a5 5 0 0 1 5-4zM4 9a8 8 0 0 1 16 0h2v3H2V9zM3 23c1-5 4.5-8 9-8s8 3 9 8z',
  safety: 'M12 1l11.5 21H.500zM10.6 9v6h2.800V9zm0 7.500v2.800h2.800v-2.800z',
  call: CALL,
  pin: 'M12 1a8 8 0 0 1 8 8c0 5-8 14-8 14S4 14 4 9a8 8 0 0 1 8-8zm0 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  grid: 'M2 2h9v9H2zM13 2h9v9h-9zM2 13h9v9H2zM13 13h9v9h-9z',
  silent: 'M2 2h20v15h-8l-5 6v-6H2zM6 8v3h3V8zm4.5 0v3h3V8zm4.5 0v3h3V8z',
  arrows: 'M5 23V9H1l6.5-8L14 9h-4v14zM14.5 1v14H11l6 8 6-8h-4V1z',
  other: 'M2 9.500h5v5H2zm7.5 0h5v5h-5zm7.5 0h5v5h-5z',
};
