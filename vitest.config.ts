// How the clients' own tests are run: in Node, with a document of happy-dom where a screen is looked at.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  test: {
    environment: 'happy-dom',
    include: ['web-kit/tests/**/*.test.ts', 'shop-floor-client/tests/**/*.test.ts'],
    setupFiles: ['shop-floor-client/tests/support/setup.ts'],
    testTimeout: 60_000,
  },
});
