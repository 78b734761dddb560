import type { ComponentProps } from 'react';

/** A button with a hairline; `primary` is for the one thing that a page wants done. */
export function Button({
  look = 'plain',
  className = '',
  ...props
}: ComponentProps<'button'> & { readonly look?: 'plain' | 'primary' | 'danger' }) {
  return <button type="button" {...props} className={`button button-${look} ${className}`} />;
}

/** A square button that shows only an icon; `label` is its name for everybody else. */
export function IconButton({
  label,
  className = '',
  ...props
}: ComponentProps<'button'> & { readonly label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...props}
      className={`icon-button ${className}`}
    />
  );
}
