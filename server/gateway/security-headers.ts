/** Sent with every answer. */
export function securityHeaders({
  isDev,
}: {
  readonly isDev: boolean;
}): readonly (readonly [string, string])[] {
  const policy = [
    "default-src 'self'",
    // Next starts a page with inline scripts. No text of a learner or a lesson becomes markup
    // unsanitised; the development server evaluates code.
    `script-src 'self' 'unsafe-inline'${isDev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return [
    ['content-security-policy', policy.join('; ')],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
  ];
}
