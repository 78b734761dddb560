/** The product's mark: two namespaces patched into a bridge. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 32 32"
      width="22"
      height="22"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden
    >
      <rect x="3" y="4" width="10" height="9" />
      <rect x="19" y="4" width="10" height="9" />
      <path d="M3 26h26" strokeWidth="4" />
      <path d="M8 13v11M24 13v11" />
    </svg>
  );
}
