import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { beforePaintScript } from '../components/ui/before-paint.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Patchbay', template: '%s · Patchbay' },
  description: 'Learn container networking by wiring it yourself, in a real shell.',
  icons: { icon: '/favicon.svg' },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  interactiveWidget: 'resizes-content', // the terminal shrinks above a phone's keyboard
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of our own
          dangerouslySetInnerHTML={{ __html: beforePaintScript }}
        />
      </head>
      <body>{children}</body>
    </html>
  );
}
