'use client';

/** When not even the layout can be shown. */
export default function GlobalErrorPage() {
  return (
    <html lang="en">
      <body>
        <h1>This page broke</h1>
        <p>Your lab and your progress are not touched by it. Reload the page.</p>
      </body>
    </html>
  );
}
