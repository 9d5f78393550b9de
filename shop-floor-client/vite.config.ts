// How the tablet's app is built: for /floor/, with a worker that carries the whole app, so that it opens without
// the server. A new version waits until somebody takes it.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

export default defineConfig({
  base: '/floor/',
  build: { target: ['chrome95', 'safari16'], assetsInlineLimit: 0, sourcemap: false },
  plugins: [
    svelte(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: null,
      scope: '/floor/',
      base: '/floor/',
      manifest: {
        id: '/floor/', name: '守期 Holdfast', short_name: '守期', description: '车间平板 · the tablet at the work centre', lang: 'zh-CN',
        start_url: '/floor/', scope: '/floor/', display: 'standalone', orientation: 'any',
        background_color: '#f4f3ec', theme_color: '#0a4030',
        icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,wasm}'],
        maximumFileSizeToCacheInBytes: 4_000_000,
        navigateFallback: '/floor/index.html',
        navigateFallbackDenylist: [/^\/api\//],
        cleanupOutdatedCaches: true,
        cacheId: 'holdfast-floor',
      },
    }),
  ],
});
